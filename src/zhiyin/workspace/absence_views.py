"""/app/me/absence: who deputises while one is away, and what passes on meanwhile."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people import notices
from zhiyin.people import selectors_absences as selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.forms.absences import AbsenceForm
from zhiyin.people.models import Holding
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import OFFICERS
from zhiyin.people.sent import id_in
from zhiyin.people.services import absences
from zhiyin.workspace.handover.left import waiting_at

A_WEEK = timedelta(days=6)


@roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: SignedInRequest) -> HttpResponse:
    """What concerns oneself; the form marks an absence at one post, `?of=` says which."""
    own = selectors.own_holdings(request.acting)
    holding = _chosen(request, own)
    people = (
        selectors.deputies_for(holding.post, [holding.employee_id, request.acting.employee.pk])
        if holding
        else []
    )
    form = AbsenceForm(request.POST or None, people=people, initial=_next_week())
    if request.method == "POST" and holding and form.is_valid():
        data = form.cleaned_data
        try:
            absences.mark_absence(
                acting=request.acting, post=holding.post, employee=holding.employee, deputy=data["deputy"],
                from_on=data["from_on"], until_on=data["until_on"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return notices.go("workspace:absence", "absence_marked")
    context = {**_context(request), "form": form, "people": people, "own": own, "holding": holding}
    if holding:
        pair = (holding.post_id, holding.employee_id)
        context["marked"] = any((row.post_id, row.employee_id) == pair for row in context["rows"])
        context["work"] = waiting_at(request.acting, holding.post_id)
        context["others"] = [one for one in own if one.pk != holding.pk]
    return render(request, "workspace/absence.html", context)


@roles(*OFFICERS)
@require_safe
def printed(request: SignedInRequest) -> HttpResponse:
    """Who deputises for whom and what waits, on paper."""
    holdings = selectors.own_holdings(request.acting)
    own = [(one, waiting_at(request.acting, one.post_id)) for one in holdings]
    context = {**_context(request), "own": own, "back_url": reverse("workspace:absence")}
    return render(request, "workspace/absence_print.html", context)


@roles(*OFFICERS)
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = selectors.absence_for(request.acting, pk)
    if row is None:
        raise Http404
    try:
        absences.end_absence(acting=request.acting, absence=row)
    except Refused as refused:
        form = AbsenceForm(people=[], initial=_next_week())
        context = {**_context(request), "form": form, "refused": str(refused)}
        return render(request, "workspace/absence.html", context, status=409)
    return notices.go("workspace:absence", "absence_ended")


def _context(request: SignedInRequest) -> dict[str, Any]:
    return {
        "page_title": _("请人代岗"),
        "rows": selectors.absences_of(request.acting),
        "me": request.acting.employee.pk,
        "today": clock.today(),
        "done": notices.said(request),
        "back_url": reverse("people:me"),
    }


def _chosen(request: SignedInRequest, own: list[Holding]) -> Holding | None:
    """The holding that is asked for, or the first of one's own."""
    text = request.GET.get("of", "")
    if not text:
        return own[0] if own else None
    pk = id_in(text)
    found = selectors.holding_for(request.acting, pk) if pk else None
    if found is None:
        raise Http404
    return found


def _next_week() -> dict[str, Any]:
    today = clock.today()
    return {"from_on": today, "until_on": today + A_WEEK}
