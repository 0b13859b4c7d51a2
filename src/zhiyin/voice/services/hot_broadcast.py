"""The result to every attached demand: written once, answered one by one by the ordinary verb."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import facts_hot, rules
from zhiyin.voice.models import Demand, HotProblem, PreparedAnswer
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.answers import Written, answer_demand
from zhiyin.voice.services.hot_steps import ORDINARY, allow, locked_problem, move, needed, told_of
from zhiyin.voice.states import ENDED_STATES, State


@dataclass
class Broadcast:
    """What was done and what not: demands answered, those left and why, and those answered before."""

    answered: list[UUID] = field(default_factory=list)
    left: dict[UUID, str] = field(default_factory=dict)
    before: list[UUID] = field(default_factory=list)


@verb(silent="a text not yet given to anybody; each answer made of it is a fact of its demand")
def prepare_answer(
    *, acting: Acting, problem_id: UUID, written: Written, version: int | None = None
) -> PreparedAnswer:
    """Write the answer for all; every handler finds it in the form of their own demand."""
    problem = locked_problem(problem_id, version=version)
    allow(acting, problem, "prepare_answer")
    texts = {name: needed(getattr(written, name)) for name in ("request", "facts", "basis", "opinion")}
    prepared, _new = PreparedAnswer.objects.update_or_create(
        problem=problem,
        defaults={
            **texts,
            "result": written.result,
            "promised_on": written.promised_on,
            "by": acting.employee,
            "written_on": clock.today(),
        },
    )
    return prepared


@verb(may=("voice.hot.broadcast",))
def broadcast_result(*, acting: Acting, problem_id: UUID) -> Broadcast:
    """Answer every attached demand that is this person's to answer. Raises PermissionDenied, NotNow.

    Each keeps its own dates; those answered already stay untouched; those in other hands are left to them
    with the prepared text. A second tap that finds nothing more to answer records nothing.
    """
    problem = locked_problem(problem_id)
    step = allow(acting, problem, "broadcast")
    prepared = PreparedAnswer.objects.filter(problem=problem).first()
    if prepared is None:
        raise NotNow("hot_no_answer_prepared")
    done = _answer_each(acting, problem, written_of(prepared))
    if problem.broadcast_on and not done.answered:
        return done
    problem.broadcast_on = problem.broadcast_on or clock.today()
    counts = {"answered": len(done.answered), "left": len(done.left)}
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_BROADCAST, acting, **counts)])
    return done


def _answer_each(acting: Acting, problem: HotProblem, written: Written) -> Broadcast:
    done = Broadcast()
    attached = Demand.objects.filter(hot__problem=problem, track=ORDINARY)
    known = set(visible(acting).filter(hot__problem=problem).values_list("pk", flat=True))
    for demand in attached.only("state", "handling_post_id", "answered_on").order_by("pk"):
        why = _why_not(acting, demand, known)
        if why == ANSWERED:
            done.before.append(demand.pk)
            continue
        if why:
            done.left[demand.pk] = why
            continue
        try:
            answer_demand(acting=acting, demand_id=demand.pk, written=written)
        except NotNow as refused:
            done.left[demand.pk] = refused.reason
        except PermissionDenied:
            done.left[demand.pk] = "in_other_hands"
        else:
            done.answered.append(demand.pk)
    return done


ANSWERED = "answered"
NOT_YET: Mapping[State, str] = {
    State.SUBMITTED: "not_accepted",
    State.REGISTERED: "not_accepted",
    State.ACCEPTED: "not_dispatched",
    State.OBJECTED: "objected",
    State.AWAITING_EMPLOYEE: "waits_for_speaker",
}


def _why_not(acting: Acting, demand: Demand, known: set[UUID]) -> str:
    """A code, or nothing where the answer may be tried."""
    state = State(demand.state)
    if state not in rules.BEFORE_ANSWER | {State.REWORK}:
        return ANSWERED if demand.answered_on or state in ENDED_STATES else "waits_for_speaker"
    if state in NOT_YET:
        return NOT_YET[state]
    if demand.handling_post_id not in acting.posts or demand.pk not in known:
        return "in_other_hands"
    return "not_signed_in" if state == State.DISPATCHED else ""


def written_of(prepared: PreparedAnswer) -> Written:
    """As the ordinary verb takes it."""
    return Written(
        result=prepared.result,
        request=prepared.request,
        facts=prepared.facts,
        basis=prepared.basis,
        opinion=prepared.opinion,
        promised_on=prepared.promised_on,
    )
