"""What may follow what in a hot problem, and its guards. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhiyin.journal.refusal import NotNow
from zhiyin.voice.rules import VERDICT_WINDOW, verdict_asked_on
from zhiyin.voice.states import ENDED_STATES, State
from zhiyin.voice.states_hot import GATHERING, GOING_ON, HotState

FEWEST_SHOWN = 5
MARKS_KEPT = timedelta(days=30)


class HotParty(StrEnum):
    """Who may take a step: the demand office, the leader whose post owns the problem, a handler in it."""

    OFFICE = "office"
    OWNER = "owner"
    HANDLER = "handler"


@dataclass(frozen=True)
class HotStep:
    """One row of the table; `to` None: the state stays."""

    verb: str
    sources: frozenset[HotState]
    to: HotState | None
    by: frozenset[HotParty]


S, P = HotState, HotParty


def _step(verb: str, sources: Iterable[HotState], to: HotState | None, *by: HotParty) -> HotStep:
    return HotStep(verb, frozenset(sources), to, frozenset(by))


HOT_STEPS: dict[str, HotStep] = {
    step.verb: step
    for step in (
        _step("open", (), S.OPENED, P.OFFICE),
        _step("attach", GATHERING, None, P.OFFICE),
        _step("detach", GOING_ON, None, P.OFFICE),
        _step("change_owner", GOING_ON, None, P.OFFICE),
        _step("plan", (S.OPENED,), S.PLANNED, P.OWNER),
        _step("set_milestone", (S.PLANNED,), None, P.OWNER),
        _step("finish_milestone", (S.PLANNED,), None, P.OWNER),
        _step("drop_milestone", (S.PLANNED,), None, P.OWNER),
        _step("publish", GOING_ON, None, P.OFFICE, P.OWNER),
        _step("resolve", (S.PLANNED,), S.RESOLVED, P.OWNER),
        _step("prepare_answer", GOING_ON, None, P.OFFICE, P.OWNER, P.HANDLER),
        _step("broadcast", (S.RESOLVED,), None, P.OFFICE, P.OWNER, P.HANDLER),
        _step("close", (S.RESOLVED,), S.CLOSED, P.OFFICE),
        _step("reopen", (S.RESOLVED, S.CLOSED), S.OPENED, P.OFFICE),
    )
}


def hot_step(verb: str, state: str) -> HotStep:
    """The row for `verb` from `state`. Raises NotNow."""
    found = HOT_STEPS[verb]
    if HotState(state) not in found.sources:
        raise NotNow("hot_not_in_this_state")
    return found


def check_attaching(
    *, accusation: bool, anonymous: bool, submitted_on: date, state: str, in_another: bool, today: date
) -> None:
    """Whether a demand may be gathered into a hot problem. Raises NotNow.

    Never an accusation. An anonymous one from the next day on: the hour of attaching would otherwise bound
    the hour of speaking.
    """
    if accusation:
        raise NotNow("hot_never_an_accusation")
    if in_another:
        raise NotNow("hot_attached_elsewhere")
    if State(state) in ENDED_STATES:
        raise NotNow("hot_demand_has_ended")
    if anonymous and submitted_on >= today:
        raise NotNow("hot_anonymous_from_tomorrow")


def check_planning(*, end_on: date, today: date) -> None:
    if end_on < today:
        raise NotNow("hot_end_in_the_past")


def check_milestone(*, planned_on: date, end_on: date | None, today: date) -> None:
    """Ahead of us, and not after the day on which all is to be done."""
    if planned_on < today:
        raise NotNow("hot_milestone_in_the_past")
    if end_on and planned_on > end_on:
        raise NotNow("hot_milestone_after_end")


@dataclass(frozen=True)
class Standing:
    """What of an attached demand decides whether its speaker has had the last word."""

    state: str
    answered_on: date | None
    promised_on: date | None
    solved: str


def speaker_heard(demand: Standing, today: date) -> bool:
    """Whether the verdict was asked and given, or the window for it is over (decision 17)."""
    state = State(demand.state)
    if state in ENDED_STATES or state == State.LAPSED:
        return True
    if demand.answered_on is None or state == State.REWORK:
        return False
    if demand.solved:
        return True
    asked_on = verdict_asked_on(demand.answered_on, demand.promised_on)
    return today > asked_on + VERDICT_WINDOW


def check_closing(attached: Sequence[Standing], today: date) -> None:
    """Every attached demand has its own answer and its own verdict first. Raises NotNow."""
    if any(not speaker_heard(one, today) for one in attached):
        raise NotNow("hot_speakers_not_heard")


def verdict_until(resolved_on: date) -> date:
    """The last day on which supporters may say whether it is solved."""
    return resolved_on + VERDICT_WINDOW


def told(n: int) -> int | None:
    """A count as anybody may read it: None stands for 不到 5 人."""
    return n if n >= FEWEST_SHOWN else None
