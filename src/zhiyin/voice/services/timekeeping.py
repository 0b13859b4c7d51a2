"""What time itself brings: registration of what waits, visits that fall due, finality. Safe to run twice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.verbs import verb
from zhiyin.voice import rules
from zhiyin.voice.duties import Duty, house_answers
from zhiyin.voice.models import Answer, Ask, Call, Demand
from zhiyin.voice.services.office import LAPSE_AFTER_REMINDERS, escalate_demand, register_demand
from zhiyin.voice.services.steps import SUBJECT, advance, locked
from zhiyin.voice.services.verdicts import open_visit
from zhiyin.voice.states import Satisfied, Solved, State

BATCH = 200


def register_waiting() -> int:
    """Register what nobody registered on its own day (信访工作条例 21: everything is registered)."""
    waiting = Demand.objects.filter(state=State.SUBMITTED, submitted_on__lt=clock.today())
    return _each(waiting, lambda pk: register_demand(acting=None, demand_id=pk))


def open_due_visits() -> int:
    """Five days after being asked, the union calls the silent, the unsolved, the dissatisfied and a tenth."""
    asked_before = clock.today() - rules.OWN_VERDICT_FIRST
    last = Answer.objects.filter(demand=OuterRef("pk")).order_by("-place")
    # Asked when it was done, else on the promised day, else with the answer.
    asked = Coalesce(Subquery(last.values("done_on")[:1]), "promised_on", "answered_on")
    unsolved = Q(solved=Solved.NO) | Q(satisfied=Satisfied.NO) | Q(visit_sampled=True)
    wanted = Q(state__in=(State.ANSWERED, State.PROMISED)) | Q(state=State.RATED) & unsolved
    called = Call.objects.filter(demand=OuterRef("pk"), made_on__gte=OuterRef("answered_on"))
    due = Demand.objects.alias(asked_on=asked).filter(
        wanted, ~Exists(called), asked_on__lte=asked_before, track=Demand.Track.ORDINARY
    )
    return _each(due, lambda pk: open_visit(acting=None, demand_id=pk))


REMIND_EVERY = timedelta(days=4)


def remind_asked() -> int:
    """Two reminders, some days apart, to a speaker who was asked for facts; they show in the case."""
    today = clock.today()
    waiting = Ask.objects.filter(
        supplied_on__isnull=True,
        reminded__lt=LAPSE_AFTER_REMINDERS,
        demand__state=State.AWAITING_EMPLOYEE,
        asked_on__lte=today - REMIND_EVERY,
    )
    due = waiting.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=today - REMIND_EVERY))
    return sum(remind_speaker(ask_id=ask.pk) for ask in due[:BATCH])


@verb(silent="a reminder changes nothing that is owed; the ask itself is the fact")
def remind_speaker(*, ask_id: UUID) -> int:
    """Count one reminder and make the case news again."""
    today = clock.today()
    changed = (
        Ask.objects.filter(pk=ask_id, reminded__lt=LAPSE_AFTER_REMINDERS)
        .exclude(reminded_on=today)
        .update(reminded=F("reminded") + 1, reminded_on=today)
    )
    if changed:
        Demand.objects.filter(asks__pk=ask_id).update(version=F("version") + 1)
    return changed


def escalate_running_out() -> int:
    """Report once, at four fifths of the house promise (接诉即办 20), to the leader of the unit."""
    promised = house_answers(Duty.ANSWER, Duty.ANSWER_AGAIN)
    running = clocks.running_out(SUBJECT, rules=promised, share_used=(4, 5))
    escalated = Fact.objects.filter(
        kind="voice.demand.escalated", subject_kind=SUBJECT, subject_id__in=[str(i) for i in running]
    ).values_list("subject_id", flat=True)
    told = set(escalated)
    states = rules.STEPS["escalate"].sources
    due = Demand.objects.filter(pk__in=[i for i in running if str(i) not in told], state__in=states)
    return _each(due, lambda pk: escalate_demand(acting=None, demand_id=pk, why="time"))


@verb("voice.demand.finalised")
def finalise_demand(*, demand_id: UUID) -> Demand:
    """Time to ask for review has passed; new facts open a new, linked case."""
    demand = locked(demand_id)
    advance(demand, "finalise", None)
    return demand


def finalise_due() -> int:
    """Closed, and the 30 days for review over; or reviewed, and the 30 days for second review over."""
    limit = clock.today() - rules.REVIEW_WINDOW - timedelta(days=1)
    closed = Demand.objects.filter(
        Q(promised_on__isnull=True) | Q(promised_on__lte=limit), state=State.CLOSED, answered_on__lte=limit
    )
    reviewed = Demand.objects.filter(
        state=State.REVIEW_DECIDED, reviews__second=False, reviews__decided_on__lte=limit
    )
    return sum(_each(due, lambda pk: finalise_demand(demand_id=pk)) for due in (closed, reviewed))


def _each(demands: QuerySet[Demand], act: Callable[[UUID], object]) -> int:
    """Each in its own transaction: one that has moved on meanwhile is left for the next run."""
    done = 0
    for pk in list(demands.values_list("pk", flat=True).distinct()[:BATCH]):
        try:
            act(pk)
            done += 1
        except rules.NotNow:
            continue
    return done
