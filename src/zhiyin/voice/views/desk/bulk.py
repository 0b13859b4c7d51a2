"""Handing several cases to one post at once: each is its own step, and each that cannot says why."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand
from zhiyin.voice.reasons import CONFLICT, told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.hands import handling_posts
from zhiyin.voice.selectors.inbox import seen
from zhiyin.voice.services.office import dispatch_demand
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.states import State
from zhiyin.voice.views.desk.access import in_demand_office
from zhiyin.voice.views.desk.case import safe_next

MOST = 50


class BulkDispatchForm(forms.Form):
    post = forms.ChoiceField(label=gettext_lazy("转给谁"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("选承办岗位"))] + [
            (str(post.pk), f"{post.unit.name} · {post.title}") for post in handling_posts()
        ]


@in_demand_office
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest) -> HttpResponse:
    acting: Acting = request.acting  # type: ignore[attr-defined]  # set by in_demand_office
    sent = request.POST if request.method == "POST" else request.GET
    next_url = safe_next(sent.get("next", "")) or reverse("voice:inbox")
    demands = _picked(acting, sent)
    ready = [demand for demand in demands if demand.state == State.ACCEPTED]
    form = BulkDispatchForm(request.POST if request.method == "POST" else None)
    refused: list[tuple[Demand, str]] = []
    if request.method == "POST" and ready and form.is_valid():
        refused = _dispatch(acting, ready, UUID(form.cleaned_data["post"]), request.POST)
        if not refused:
            return HttpResponseRedirect(next_url)
        ready = [demand for demand, _why in refused]
    context = {
        "page_title": _("转办选中的诉求"),
        "ready": ready,
        "others": [demand for demand in demands if demand.state != State.ACCEPTED and demand not in ready],
        "form": form,
        "refused": refused,
        "next_url": next_url,
        "back_url": next_url,
    }
    return render(request, "voice/desk/bulk.html", context, status=422 if refused else 200)


def _picked(acting: Acting, sent: QueryDict) -> list[Demand]:
    ids = []
    for text in sent.getlist("id")[:MOST]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(seen(acting).filter(pk__in=ids).select_related("unit").order_by("submitted_on", "pk"))


def _dispatch(
    acting: Acting, demands: list[Demand], post_id: UUID, sent: QueryDict
) -> list[tuple[Demand, str]]:
    """Those that could not go, each with its reason."""
    refused = []
    for demand in demands:
        version = sent.get(f"version-{demand.pk}", "")
        try:
            dispatch_demand(
                acting=acting,
                demand_id=demand.pk,
                post_id=post_id,
                version=int(version) if version.isdigit() else None,
            )
        except NotNow as why:
            refused.append((demand, told(why.reason)))
        except Conflict:
            refused.append((demand, str(CONFLICT)))
    return refused
