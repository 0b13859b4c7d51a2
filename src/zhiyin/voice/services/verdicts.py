"""The employee's own verdict, and the union's return visit."""

from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Answer, Call, Demand, Message, Verdict
from zhiyin.voice.services.speaking import message_of
from zhiyin.voice.services.steps import Actor, advance, advance_all, allow, locked, next_place
from zhiyin.voice.speakers import Speaker


@verb("voice.demand.rated", may=("voice.demand.rework",))
def rate_demand(*, speaker: Speaker, demand_id: UUID, solved: str, satisfied: str, why: str = "") -> Demand:
    """Solved? Satisfied? The last word inside the window counts; 没解决 means rework, once."""
    demand = locked(demand_id)
    allow(speaker, demand, "rate")
    answer = _answer_to_rate(demand)
    _give(demand, answer, solved, satisfied, why, by_union=False)
    _advance_rated(demand, speaker, solved, satisfied, "speaker")
    return demand


def _answer_to_rate(demand: Demand) -> Answer:
    answer = demand.answers.last()
    if answer is None or demand.answered_on is None:
        raise rules.NotNow("nothing_to_rate")
    asked = rules.verdict_asked_on(demand.answered_on, demand.promised_on)
    if not rules.verdict_open(state=demand.state, asked_on=asked, today=clock.today()):
        raise rules.NotNow("verdict_window_over")
    return answer


def _give(demand: Demand, answer: Answer, solved: str, satisfied: str, why: str, *, by_union: bool) -> None:
    Verdict.objects.create(
        demand=demand,
        answer=answer,
        place=next_place(demand, "verdicts"),
        solved=solved,
        satisfied=satisfied,
        why=why,
        by_union=by_union,
        given_on=clock.today(),
    )
    demand.solved, demand.satisfied = solved, satisfied


def _advance_rated(demand: Demand, acting: Actor, solved: str, satisfied: str, by: str) -> None:
    advance(demand, "rate", acting, solved=solved, satisfied=satisfied, by=by)
    if rules.rework_follows(solved=solved, earlier=demand.reworks):
        demand.reworks += 1
        # Rework follows by rule from the speaker's word: no officer decides it, so none can delay it.
        advance(demand, "rework", None)


@verb("voice.promise.denied")
def deny_promise(*, speaker: Speaker, demand_id: UUID, text: str) -> Demand:
    """The speaker says that what was promised is not done: back to work, with what they say in the talk."""
    demand = locked(demand_id)
    if demand.promised_on is None:
        raise rules.NotNow("nothing_promised")
    allow(speaker, demand, "deny_promise")
    answer = demand.answers.filter(promised_on__isnull=False).last()
    if answer:
        answer.denied_on = clock.today()
        answer.save()
    demand.reworks += 1
    digest = message_of(demand, Message.Side.SPEAKER, text) if text.strip() else None
    advance(demand, "deny_promise", speaker, text=digest)
    return demand


@verb("voice.visit.opened")
def open_visit(*, acting: Acting | None, demand_id: UUID) -> Demand:
    """The union's turn: five days after the silent answer, or because of what the speaker said."""
    demand = locked(demand_id)
    advance(demand, "begin_visit", acting)
    return demand


@verb("voice.visit.tried")
def try_visit(*, acting: Acting, demand_id: UUID, channel: str, note: str = "") -> Demand:
    """Nobody answered this time."""
    demand = locked(demand_id)
    allow(acting, demand, "try_visit")
    _check_caller(acting, demand)
    _call(acting, demand, channel, note, reached=False)
    advance(demand, "try_visit", acting, caller=acting.actor, channel=channel)
    return demand


def _check_caller(acting: Acting, demand: Demand) -> None:
    """Never the handler (北京市接诉即办工作条例 23)."""
    if demand.handler_id == acting.employee.pk or demand.handling_post_id in acting.posts:
        raise rules.NotNow("caller_is_handler")


def _call(acting: Acting, demand: Demand, channel: str, note: str, *, reached: bool) -> None:
    Call.objects.create(
        demand=demand,
        caller=acting.employee,
        channel=channel,
        reached=reached,
        note=note,
        made_on=clock.today(),
    )


@verb("voice.visit.reached", may=("voice.demand.rated", "voice.demand.rework"))
def reach_speaker(
    *,
    acting: Acting,
    demand_id: UUID,
    channel: str,
    solved: str = "",
    satisfied: str = "",
    why: str = "",
    note: str = "",
) -> Demand:
    """The union reached the speaker; without both words it counts as reached and not rated."""
    demand = locked(demand_id)
    allow(acting, demand, "reach")
    _check_caller(acting, demand)
    rated = bool(solved and satisfied)
    _call(acting, demand, channel, note, reached=True)
    reached: dict[str, Value | None] = {"caller": acting.actor, "channel": channel, "rated": rated}
    advance_all(demand, acting, ("reach", reached))
    if rated:
        answer = demand.answers.last()
        if answer is None:
            raise rules.NotNow("nothing_to_rate")
        _give(demand, answer, solved, satisfied, why, by_union=True)
        _advance_rated(demand, acting, solved, satisfied, "union")
    return demand


@verb("voice.visit.given_up")
def give_up_visit(*, acting: Acting, demand_id: UUID) -> Demand:
    """Out of reach after three tries on two days by two channels; the speaker may still rate."""
    demand = locked(demand_id)
    allow(acting, demand, "give_up_visit")
    _check_caller(acting, demand)
    rules.check_giving_up([(call.made_on, call.channel) for call in demand.calls.filter(reached=False)])
    advance(demand, "give_up_visit", acting, caller=acting.actor)
    return demand


@verb("voice.demand.rework")
def send_to_rework(*, acting: Acting, demand_id: UUID) -> Demand:
    """The union sends a rated demand back to work, when the rule has not already done so."""
    demand = locked(demand_id)
    allow(acting, demand, "rework")
    if demand.reworks:
        raise rules.NotNow("reworked_before")
    demand.reworks += 1
    advance(demand, "rework", acting)
    return demand
