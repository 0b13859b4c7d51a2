"""What waits for a person: the demands in which the next step is theirs, by the parts they take."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.people.acting import Acting, within
from zhiyin.people.roles import Role
from zhiyin.voice import rules
from zhiyin.voice.models import Ask, Extension, Redate, Review
from zhiyin.voice.selectors.due import soon_until, with_due
from zhiyin.voice.selectors.visible import DISCIPLINE, ORDINARY, visible
from zhiyin.voice.services.office import LAPSE_AFTER_REMINDERS, LAPSE_AFTER_WORKING_DAYS
from zhiyin.voice.states import Satisfied, Solved, State

NOBODY = Q(pk__in=[])
ESCALATED_LOOKED_AT = 400
UNHAPPY = Q(solved=Solved.NO) | Q(satisfied=Satisfied.NO)


def about(acting: Acting, role: Role) -> Q:
    """Ordinary demands about units over which `role` is held; with no unit, for the whole tree's holders."""
    paths = acting.paths(role)
    whole = any(path.count("/") <= 2 for path in paths)
    return ORDINARY & (within("unit__path", paths) | (Q(unit__isnull=True) if whole else NOBODY))


def turn(acting: Acting) -> Q:
    """Demands whose next step is this person's. One query for leaders (what was reported up to them)."""
    found = NOBODY
    if acting.has(Role.DEMAND_OFFICER):
        found |= about(acting, Role.DEMAND_OFFICER) & _of_office()
    if acting.has(Role.HANDLER):
        found |= ORDINARY & Q(handling_post_id__in=acting.posts) & _of_handler()
    if acting.has(Role.LEADER):
        found |= ORDINARY & within("handling_unit__path", acting.paths(Role.LEADER)) & _of_head(acting)
    if acting.has(Role.UNION_OFFICER):
        found |= about(acting, Role.UNION_OFFICER) & _of_union()
    if acting.has(Role.REVIEWER):
        deciding = Q(state__in=(State.UNDER_REVIEW, State.UNDER_SECOND_REVIEW))
        mine = Review.objects.filter(reviewer=acting.employee, decided_on__isnull=True)
        found |= ORDINARY & deciding & Q(pk__in=mine.values("demand_id"))
    if acting.has(Role.DISCIPLINE_OFFICER):
        found |= DISCIPLINE & _of_discipline()
    return found


def _of_office() -> Q:
    states = Q(
        state__in=(
            State.SUBMITTED,
            State.REGISTERED,
            State.ACCEPTED,
            State.OBJECTED,
            State.UNREACHABLE,
            State.REVIEW_REQUESTED,
            State.SECOND_REVIEW_REQUESTED,
        )
    )
    contested = Q(kind_contested=True, state__in=sorted(rules.STEPS["change_kind"].sources))
    return states | (Q(state=State.RATED) & ~UNHAPPY) | contested | _lapse_due()


def _lapse_due() -> Q:
    asked = Ask.objects.filter(
        demand=OuterRef("pk"),
        supplied_on__isnull=True,
        reminded__gte=LAPSE_AFTER_REMINDERS,
        asked_on__lte=_working_days_ago(LAPSE_AFTER_WORKING_DAYS),
    )
    return Q(state=State.AWAITING_EMPLOYEE) & Q(Exists(asked))


def _working_days_ago(n: int) -> date:
    return Calendar.shipped().add_working_days(clock.today(), -n)


def _of_handler() -> Q:
    working = Q(state__in=(State.DISPATCHED, State.IN_HANDLING, State.REWORK))
    return working | Q(state=State.PROMISED, promised_on__lte=soon_until())


def _of_head(acting: Acting) -> Q:
    asked = {"demand": OuterRef("pk"), "granted__isnull": True}
    waiting = Q(Exists(Extension.objects.filter(**asked)), state__in=sorted(rules.STEPS["extend"].sources))
    moved = Q(Exists(Redate.objects.filter(**asked)), state=State.PROMISED)
    return waiting | moved | Q(pk__in=escalated_to(acting))


def escalated_to(acting: Acting) -> list[str]:
    """Demands in work under this leader that were reported up, among those with the nearest dates."""
    working = visible(acting).filter(
        within("handling_unit__path", acting.paths(Role.LEADER)),
        state__in=sorted(rules.STEPS["escalate"].sources),
    )
    ids = with_due(working).order_by("due", "pk").values_list("pk", flat=True)[:ESCALATED_LOOKED_AT]
    told = Fact.objects.filter(
        subject_kind="demand", subject_id__in=[str(pk) for pk in ids], kind="voice.demand.escalated"
    )
    return list(told.values_list("subject_id", flat=True))


def _of_union() -> Q:
    return Q(state=State.RETURN_VISIT) | (Q(state=State.RATED) & UNHAPPY)


def _of_discipline() -> Q:
    return Q(
        state__in=(
            State.SUBMITTED,
            State.REGISTERED,
            State.ACCEPTED,
            State.DISPATCHED,
            State.IN_HANDLING,
            State.REWORK,
            State.ANSWERED,
            State.RATED,
        )
    )
