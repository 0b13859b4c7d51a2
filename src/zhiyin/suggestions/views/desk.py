"""The desk: board, export, meetings with agenda and minutes, and the committee's seats."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.models import Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.spreadsheets import given
from zhiyin.people.tabs import tabs
from zhiyin.suggestions import exports
from zhiyin.suggestions.forms.idea import PLACES
from zhiyin.suggestions.forms.steps import AgendaForm, PresentForm, SeatForm
from zhiyin.suggestions.models import Member, Suggestion
from zhiyin.suggestions.selectors import board as selectors
from zhiyin.suggestions.selectors import one
from zhiyin.suggestions.selectors.mine import rows_of
from zhiyin.suggestions.services import committee
from zhiyin.suggestions.services.steps import seat_of
from zhiyin.suggestions.words import EFFECT_WORDS, told, unit_said, yuan

NOT_TAKEN = 422


def _seat(request: SignedInRequest) -> Member | None:
    """The reader's seat. Raises PermissionDenied for who is neither seated nor oversees suggestions."""
    seat = seat_of(request.acting)
    if not selectors.may_enter(request.acting, seat):
        raise PermissionDenied
    return seat


@signed_in
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    seat = _seat(request)
    acting, wanted = request.acting, _wanted(request.GET)
    views = selectors.conditions(acting, seat)
    counts = selectors.counts(acting, seat, views)
    query = request.GET
    page = selectors.page(
        acting, seat, wanted, views, after=query.get("after", ""), before=query.get("before", "")
    )
    figures = selectors.figures(acting, seat)
    context = {
        "page_title": _("合理化建议"),
        "page": page,
        "rows": rows_of(page.rows),
        "tabs": tabs(request, selectors.VIEWS, counts, wanted.view),
        "wanted": wanted,
        "figures": figures,
        "value": yuan(figures.value) if figures.value else "",
        "units": Unit.objects.filter(closed_on=None, level__in=PLACES).order_by("path"),
        "effects": list(EFFECT_WORDS.items()),
        "states": Suggestion.State.choices,
        "export_url": f"{reverse('suggestions:export')}?{request.GET.urlencode()}",
        "nav_counts": {"suggestions:board": counts["mine"]},
    }
    return render(request, "suggestions/board.html", context)


def _wanted(query: QueryDict) -> selectors.Filter:
    """An address is anybody's to type: what is not known counts as nothing."""
    view = query.get("view", "")
    return selectors.Filter(
        view=view if view in selectors.VIEW_NAMES else "mine",
        q=query.get("q", "").strip()[:60],
        unit=query.get("unit", "")[:32],
        effect=query.get("effect", "")[:16],
        state=query.get("state", "")[:20],
    )


@signed_in
@require_safe
def export(request: SignedInRequest) -> FileResponse:
    """The rows of the view as it is narrowed."""
    seat, acting, wanted = _seat(request), request.acting, _wanted(request.GET)
    rows = selectors.listed(acting, seat, wanted, selectors.conditions(acting, seat))
    return given(exports.suggestions(rows), _("合理化建议"), clock.today())


def _may_read(request: SignedInRequest, seat: Member | None) -> bool:
    """Evaluations are for the committee, the office and the union."""
    return seat is not None or request.acting.has(Role.DEMAND_OFFICER, Role.UNION_OFFICER)


@signed_in
def meetings(request: SignedInRequest) -> HttpResponse:
    """All meetings; the office calls the next one."""
    seat = _seat(request)
    ready = one.ready()
    items = one.to_schedule(request.acting, ready)
    form, refused, status = AgendaForm(items=items), "", 200
    if request.method == "POST":
        form = AgendaForm(request.POST, items=items)
        status = NOT_TAKEN
        if form.is_valid():
            try:
                meeting = committee.call_meeting(acting=request.acting, **form.cleaned_data)
                return HttpResponseRedirect(reverse("suggestions:meeting", args=[meeting.pk]))
            except NotNow as refusal:
                refused = told(refusal.reason)
    context = {
        "page_title": _("评审会"),
        "back_url": reverse("suggestions:board"),
        "page": one.meetings(after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "ready": ready,
        "may_read": _may_read(request, seat),
        "form": form if items else None,
        "refused": refused,
    }
    return render(request, "suggestions/meetings.html", context, status=status)


@signed_in
def meeting(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Agenda with evaluations; who came; then minutes. Its print is the same page."""
    if not _may_read(request, _seat(request)):
        raise PermissionDenied
    found = one.meeting_for(meeting_id)
    if found is None:
        raise Http404
    seats = one.seats()
    form, refused, status = PresentForm(seats=seats), "", 200
    if request.method == "POST":
        form, status = PresentForm(request.POST, seats=seats), NOT_TAKEN
        if form.is_valid():
            try:
                committee.open_meeting(
                    acting=request.acting, meeting_id=meeting_id, present=form.cleaned_data["present"]
                )
                return HttpResponseRedirect(reverse("suggestions:meeting", args=[meeting_id]))
            except NotNow as refusal:
                refused = told(refusal.reason)
    items = one.items_of(found)
    own = _blind(request, items)
    context = {
        "page_title": _("评审会纪要") if found.opened else _("评审会议程"),
        "back_url": reverse("suggestions:meetings"),
        "meeting": found,
        "items": own,
        "present": [(p.member.employee.name, p.member.get_side_display()) for p in found.present.all()],
        "form": form if _may_open(request, found) else None,
        "refused": refused,
    }
    return render(request, "suggestions/meeting.html", context, status=status)


def _blind(request: SignedInRequest, items: list[one.Item]) -> list[one.Item]:
    """An author does not read the evaluations of their own suggestion here."""
    mine = Suggestion.objects.filter(
        pk__in=[item.suggestion.pk for item in items], authors__employee=request.acting.employee
    ).values_list("pk", flat=True)
    hidden = set(mine)
    return [
        item if item.suggestion.pk not in hidden else one.Item(item.suggestion, [], None) for item in items
    ]


def _may_open(request: SignedInRequest, found: Any) -> bool:
    return not found.opened and found.held_on <= clock.today() and request.acting.has(Role.DEMAND_OFFICER)


@signed_in
def seats(request: SignedInRequest) -> HttpResponse:
    """Who sits in the committee."""
    _seat(request)
    form, refused, status = SeatForm(), "", 200
    if request.method == "POST":
        form, status = SeatForm(request.POST), NOT_TAKEN
        if form.is_valid():
            try:
                committee.seat_member(
                    acting=request.acting,
                    employee=form.cleaned_data["number"],
                    side=form.cleaned_data["side"],
                )
                return HttpResponseRedirect(reverse("suggestions:seats"))
            except Refused as refusal:
                refused = str(refusal)
    members = one.seats()
    sides = [side for side in Member.Side.values if committee.may_seat(request.acting, side)]
    context = {
        "page_title": _("评审组织"),
        "back_url": reverse("suggestions:board"),
        "members": [(seat, unit_said(seat.employee.unit), seat.side in sides) for seat in members],
        "form": form if sides else None,
        "refused": refused,
        "without_union": not any(member.side == Member.Side.UNION for member in members),
    }
    return render(request, "suggestions/seats.html", context, status=status)


@signed_in
@require_POST
def unseat(request: SignedInRequest, member_id: UUID) -> HttpResponse:
    """End a seat."""
    try:
        committee.unseat_member(acting=request.acting, member_id=member_id)
    except Member.DoesNotExist:
        raise Http404 from None
    except Refused:
        # Somebody else has ended it: it is off the list that follows.
        pass
    return HttpResponseRedirect(reverse("suggestions:seats"))
