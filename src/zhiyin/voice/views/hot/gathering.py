"""Gathering demands: from the boxes picked in the inbox, or from those that seem alike."""

import secrets
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.journal.clock import today
from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.voice import rules_hot
from zhiyin.voice.forms.hot import NEW, GatherForm
from zhiyin.voice.models import Demand
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.bulk import picked
from zhiyin.voice.selectors.hot_alike import suggestions
from zhiyin.voice.services.hot_gathering import Gathered, attach_all, open_problem
from zhiyin.voice.views.desk.bulk import ids_of
from zhiyin.voice.views.desk.case import safe_next
from zhiyin.voice.views.hot.access import in_demand_office
from zhiyin.voice.views.speaking import token_of


@in_demand_office
@require_safe
def alike(request: SignedInRequest) -> HttpResponse:
    """Demands that seem to tell the same; the officer decides."""
    context = {
        "page_title": _("像是同一件事的"),
        "back_url": reverse("voice:hot_index"),
        "groups": suggestions(request.acting),
    }
    return render(request, "voice/hot/alike.html", context)


@in_demand_office
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: SignedInRequest) -> HttpResponse:
    """Into which problem the picked demands go."""
    acting, sent = request.acting, request.POST if request.method == "POST" else request.GET
    demands = picked(acting, ids_of(acting, sent))
    sorted_out = [(demand, _why_not(demand)) for demand in demands]
    ready = [demand for demand, why in sorted_out if not why]
    # The list sends what was picked with its own query; the form of this page does not.
    sending = request.method == "POST" and "query" not in request.POST
    form = GatherForm(request.POST if sending else None, acting=acting, initial=_first(sent, ready))
    refused = ""
    if sending and form.is_valid():
        try:
            problem_id, number = _gathered(acting, form, ready, token_of(request))
        except NotNow as why:
            refused = told(why.reason)
        else:
            came = urlencode({"gathered": number, "left": len(demands) - number})
            return HttpResponseRedirect(f"{reverse('voice:hot_case', args=[problem_id])}?{came}")
    next_url = safe_next(sent.get("next", "")) or reverse("voice:hot_index")
    context = {
        "page_title": _("和热点问题一起办"),
        "ready": ready,
        "others": [(demand, told(why)) for demand, why in sorted_out if why],
        "form": form,
        "refused": refused,
        "token": token_of(request).hex() if sending else secrets.token_hex(16),
        "next_url": next_url,
        "back_url": next_url,
    }
    return render(request, "voice/hot/gather.html", context, status=422 if refused or form.errors else 200)


def _why_not(demand: Demand) -> str:
    try:
        rules_hot.check_attaching(
            accusation=demand.track != Demand.Track.ORDINARY,
            anonymous=demand.sealed,
            submitted_on=demand.submitted_on,
            state=demand.state,
            in_another=getattr(demand, "hot", None) is not None,
            today=today(),
        )
    except NotNow as why:
        return why.reason
    return ""


def _first(sent: QueryDict, ready: list[Demand]) -> dict[str, Any]:
    """Topic and plant of what was picked. Title and text are the officer's own: they become public."""
    first = {"into": sent.get("into", NEW)}
    if ready:
        parts = ready[0].unit.path.split("/") if ready[0].unit else []
        first |= {"topic": ready[0].topic, "unit": parts[2] if len(parts) > 3 else ""}
    return first


def _gathered(acting: Acting, form: GatherForm, ready: list[Demand], token: bytes) -> tuple[UUID, int]:
    """The problem, and how many went into it. Raises NotNow; nothing is opened for nothing."""
    if not ready:
        raise NotNow("hot_nothing_picked")
    data = form.cleaned_data
    with transaction.atomic():
        problem_id = form.into_existing
        if problem_id is None:
            gathered = Gathered(
                title=data["title"], about=data["about"], post_id=UUID(data["post"]), token=token,
                topic=data["topic"], unit=data["unit"], place=data["place"],
            )  # fmt: skip
            problem_id = open_problem(acting=acting, gathered=gathered).pk
        left = attach_all(acting=acting, problem_id=problem_id, demand_ids=[demand.pk for demand in ready])
        if len(left) == len(ready):
            raise NotNow(left[0][1])
    return problem_id, len(ready) - len(left)
