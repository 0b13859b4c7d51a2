"""The committee: its seats, its meetings, and what it decides."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.suggestions import facts, rules
from zhiyin.suggestions.models import Decision, Meeting, Member, Presence, Suggestion
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.services.steps import advance, allow, is_here, locked, salted

# The union names its own members, the leader and the office the others.
SEATED_BY = {
    Member.Side.UNION: (Role.UNION_OFFICER,),
    Member.Side.MANAGEMENT: (Role.LEADER, Role.DEMAND_OFFICER),
    Member.Side.TECHNICAL: (Role.LEADER, Role.DEMAND_OFFICER),
    Member.Side.FINANCE: (Role.LEADER, Role.DEMAND_OFFICER),
}


def may_seat(acting: Acting, side: str) -> bool:
    """Whoever has such a role over the top of the enterprise."""
    top = "/" + acting.employee.unit.path.strip("/").split("/")[0] + "/"
    return acting.over(top, *SEATED_BY[Member.Side(side)])


@verb("voice.committee.joined")
def seat_member(*, acting: Acting, employee: Employee, side: str) -> Member:
    """Give somebody a seat. Raises PermissionDenied, Refused."""
    if not may_seat(acting, side):
        raise PermissionDenied(side)
    Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
    if not is_here(employee):
        raise Refused(_("这个人已经离开单位。"))
    if Member.objects.filter(employee=employee, until_on=None).exists():
        raise Refused(_("这个人已经是评审委员。"))
    member = Member.objects.create(employee=employee, side=side, from_on=clock.today())
    record(facts.COMMITTEE_JOINED, member.pk, actor=acting.actor, unit=_top(employee).pk)
    return member


@verb("voice.committee.left")
def unseat_member(*, acting: Acting, member_id: UUID) -> Member:
    """End a seat. What they still had to evaluate waits for another. Raises PermissionDenied, Refused."""
    member = Member.objects.select_for_update(of=("self",)).select_related("employee__unit").get(pk=member_id)
    if not may_seat(acting, member.side):
        raise PermissionDenied(member.side)
    if member.until_on:
        raise Refused(_("这位委员已经不在评审组织里。"))
    member.until_on = clock.today()
    member.save()
    record(facts.COMMITTEE_LEFT, member.pk, actor=acting.actor, unit=_top(member.employee).pk)
    return member


def _top(employee: Employee) -> Unit:
    path = "/" + employee.unit.path.strip("/").split("/")[0] + "/"
    return Unit.objects.get(path=path)


@verb("voice.committee.called", may=("voice.suggestion.scheduled",))
def call_meeting(*, acting: Acting, held_on: date, place: str, items: Sequence[UUID]) -> Meeting:
    """The office sets a day and what is on the agenda. Raises NotNow, PermissionDenied."""
    if not acting.has(Role.DEMAND_OFFICER):
        raise PermissionDenied("call")
    if held_on < clock.today():
        raise NotNow("day_is_past")
    if not items:
        raise NotNow("empty_agenda")
    meeting = Meeting.objects.create(held_on=held_on, place=place.strip(), called_by=acting.employee)
    record(facts.COMMITTEE_CALLED, meeting.pk, actor=acting.actor, unit=_top(acting.employee).pk, on=held_on)
    for suggestion_id in sorted(items):
        put_on_agenda(acting=acting, suggestion_id=suggestion_id, meeting_id=meeting.pk)
    return meeting


@verb("voice.suggestion.scheduled")
def put_on_agenda(
    *, acting: Acting, suggestion_id: UUID, meeting_id: UUID, version: int | None = None
) -> Suggestion:
    """One more item for a meeting that has not been held."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "schedule")
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.opened:
        raise NotNow("meeting_over")
    suggestion.meeting = meeting
    advance(suggestion, "schedule", acting, meeting=meeting.pk)
    return suggestion


@verb("voice.committee.met")
def open_meeting(*, acting: Acting, meeting_id: UUID, present: Sequence[UUID]) -> Meeting:
    """Who came; more than half of the members and the union among them. Raises NotNow, PermissionDenied."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if not acting.has(Role.DEMAND_OFFICER):
        raise PermissionDenied("open")
    if meeting.opened:
        raise NotNow("meeting_over")
    if meeting.held_on > clock.today():
        raise NotNow("meeting_to_come")
    seats = list(Member.objects.filter(until_on=None).select_related("employee"))
    here = [member for member in seats if member.pk in set(present)]
    union = any(member.side == Member.Side.UNION for member in here)
    rules.check_meeting(present=len(here), members=len(seats), union_present=union)
    Presence.objects.bulk_create(Presence(meeting=meeting, member=member) for member in here)
    meeting.opened, meeting.members = True, len(seats)
    meeting.save()
    record(
        facts.COMMITTEE_MET, meeting.pk, actor=acting.actor, unit=_top(acting.employee).pk,
        present=len(here), members=len(seats),
    )  # fmt: skip
    return meeting


@verb("voice.suggestion.decided")
def decide_suggestion(
    *, acting: Acting, suggestion_id: UUID, outcome: str, text: str, reason: str = "",
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """A member who was there writes down what the meeting decided; a reconsideration, not the same one."""
    suggestion = locked(suggestion_id, version=version)
    one = allow(acting, suggestion, "decide")
    meeting = suggestion.meeting
    if meeting is None or not meeting.opened:
        raise NotNow("not_on_agenda")
    if not meeting.present.filter(member=one.seat).exists():
        raise NotNow("was_not_there")
    reason = reason if outcome == "not_adopted" else ""
    rules.check_outcome(outcome, reason, text)
    before = list(suggestion.decisions.all())
    if suggestion.state == State.RECONSIDERING and before and before[-1].by_id == acting.employee.pk:
        raise NotNow("another_decides")
    salt, digest = salted(text)
    Decision.objects.create(
        suggestion=suggestion, place=len(before) + 1, meeting=meeting, outcome=outcome, reason=reason,
        text=text.strip(), salt=salt, by=acting.employee, on=clock.today(),
    )  # fmt: skip
    suggestion.outcome, suggestion.meeting = outcome, None
    to = State.NOT_ADOPTED if outcome == "not_adopted" else State.ADOPTED
    advance(
        suggestion, "decide", acting, to=to, adopted=outcome, reason=reason or None, meeting=meeting.pk,
        text=digest,
    )  # fmt: skip
    return suggestion
