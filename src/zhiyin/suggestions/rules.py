"""States of a suggestion from idea to effect, who may take which step, and what a step needs. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Final

from zhiyin.journal.refusal import NotNow


class State(StrEnum):
    FILED = "filed"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    RECONSIDERING = "reconsidering"
    NOT_ADOPTED = "not_adopted"
    ADOPTED = "adopted"
    TRIAL = "trial"
    IMPLEMENTING = "implementing"
    DONE = "done"
    EFFECT_STATED = "effect_stated"
    EFFECT_CONFIRMED = "effect_confirmed"
    GRADED = "graded"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """A part that somebody takes in a suggestion."""

    AUTHOR = "author"
    INVITED = "invited"
    OFFICE = "office"
    REVIEWER = "reviewer"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    FINANCE = "finance"
    UNION = "union"


ADOPTED_STATES: Final = frozenset(
    {State.ADOPTED, State.TRIAL, State.IMPLEMENTING, State.DONE, State.EFFECT_STATED,
     State.EFFECT_CONFIRMED, State.GRADED, State.PAID}
)  # fmt: skip
CARRIED_OUT: Final = frozenset(
    {State.DONE, State.EFFECT_STATED, State.EFFECT_CONFIRMED, State.GRADED, State.PAID}
)
BEFORE_DECISION: Final = frozenset({State.FILED, State.RETURNED, State.IN_REVIEW, State.REVIEWED})
UNPAID: Final = frozenset(State) - {State.PAID, State.WITHDRAWN, State.NOT_ADOPTED}
ALIVE: Final = frozenset(State) - {State.WITHDRAWN}
ENDED: Final = frozenset({State.NOT_ADOPTED, State.PAID, State.WITHDRAWN})


@dataclass(frozen=True)
class Step:
    """A row of the table. `to` is None where the state stays or the verb itself decides."""

    verb: str
    by: frozenset[Party]
    sources: frozenset[State]
    to: State | None
    fact: str


def _step(
    verb: str, by: Party | Iterable[Party], sources: State | Iterable[State], to: State | None, fact: str
) -> Step:
    who = frozenset([by]) if isinstance(by, Party) else frozenset(by)
    states = frozenset([sources]) if isinstance(sources, State) else frozenset(sources)
    return Step(verb, who, states, to, f"voice.suggestion.{fact}")


_S, _P = State, Party
STEPS: Final[Mapping[str, Step]] = {
    step.verb: step
    for step in (
        _step("send_back", _P.OFFICE, _S.FILED, _S.RETURNED, "returned"),
        _step("complete", _P.AUTHOR, _S.RETURNED, _S.FILED, "completed"),
        _step("check", _P.OFFICE, _S.FILED, _S.IN_REVIEW, "checked"),
        _step("replace", _P.OFFICE, _S.IN_REVIEW, None, "review_assigned"),
        _step("step_back", _P.REVIEWER, _S.IN_REVIEW, None, "review_declined"),
        _step("evaluate", _P.REVIEWER, _S.IN_REVIEW, None, "review_given"),
        _step("schedule", _P.OFFICE, {_S.REVIEWED, _S.RECONSIDERING}, None, "scheduled"),
        _step("decide", _P.COMMITTEE, {_S.REVIEWED, _S.RECONSIDERING}, None, "decided"),
        _step("reconsider", _P.AUTHOR, _S.NOT_ADOPTED, _S.RECONSIDERING, "reconsider_asked"),
        _step("reopen", _P.AUTHOR, _S.NOT_ADOPTED, _S.FILED, "reopened"),
        _step("start_trial", _P.DEPARTMENT, _S.ADOPTED, _S.TRIAL, "trial_started"),
        _step("end_trial", _P.DEPARTMENT, _S.TRIAL, None, "trial_ended"),
        _step("plan", _P.DEPARTMENT, _S.ADOPTED, _S.IMPLEMENTING, "planned"),
        _step("implement", _P.DEPARTMENT, _S.IMPLEMENTING, _S.DONE, "implemented"),
        _step("state_effect", _P.FINANCE, _S.DONE, _S.EFFECT_STATED, "effect_stated"),
        _step(
            "confirm_effect", {_P.FINANCE, _P.UNION}, _S.EFFECT_STATED, _S.EFFECT_CONFIRMED,
            "effect_confirmed",
        ),
        _step("dispute_effect", {_P.FINANCE, _P.UNION}, _S.EFFECT_STATED, _S.DONE, "effect_disputed"),
        _step("grade", _P.COMMITTEE, _S.EFFECT_CONFIRMED, _S.GRADED, "graded"),
        _step("pay", _P.FINANCE, _S.GRADED, _S.PAID, "paid"),
        _step("share", _P.AUTHOR, ADOPTED_STATES - {_S.PAID}, None, "shared"),
        _step("credit", _P.AUTHOR, frozenset(State), None, "credit_changed"),
        _step("join", _P.INVITED, UNPAID - {_S.GRADED}, None, "author_joined"),
        _step("decline", _P.INVITED, frozenset(State), None, "author_declined"),
        _step("leave", _P.AUTHOR, BEFORE_DECISION, None, "author_left"),
        _step("ask", _P.UNION, ALIVE, None, "questioned"),
    )
}  # fmt: skip

OUTCOMES: Final = ("adopted_full", "in_part", "not_adopted")
REASONS: Final = ("cost", "safety", "done", "law", "other")
OPINIONS: Final = ("adopt", "part", "not")
TRIAL_RESULTS: Final = ("works", "partly", "fails")
EFFECTS: Final = ("safety", "quality", "cost", "time", "environment")
SHORTEST_REASON: Final = 15
FINANCE_SIDE: Final = "finance"
MOST_AUTHORS: Final = 8
REVIEWERS: Final = 2


def step(verb: str, state: str) -> Step:
    """The row for `verb`. Raises NotNow where the state does not allow it."""
    found = STEPS[verb]
    if State(state) not in found.sources:
        raise NotNow("moved_on")
    return found


def needs(text: str, reason: str = "say_why", least: int = 1) -> None:
    """Raises NotNow with `reason` unless `text` has at least so many letters."""
    if len("".join(text.split())) < least:
        raise NotNow(reason)


def kept_out(
    *, author: bool, same_unit: bool, side: str | None, here: bool, assigning: bool, already: bool
) -> str:
    """Why somebody may not review it, as a code; empty if they may. `side` is that of their seat."""
    causes = (
        ("left", not here), ("not_member", side is None), ("finance", side == FINANCE_SIDE),
        ("author", author), ("same_unit", same_unit), ("assigning", assigning), ("already", already),
    )  # fmt: skip
    return next((code for code, holds in causes if holds), "")


def check_outcome(outcome: str, reason: str, text: str) -> None:
    """A decision names its reason in plain words; a refusal by its kind too. Raises NotNow."""
    if outcome not in OUTCOMES:
        raise NotNow("no_outcome")
    needs(text, "reason_too_short", SHORTEST_REASON)
    if outcome == "not_adopted" and reason not in REASONS:
        raise NotNow("no_reason")


def check_meeting(*, present: int, members: int, union_present: bool) -> None:
    """More than half of the members, and the union among them (合理化建议条例 13). Raises NotNow."""
    if 2 * present <= members:
        raise NotNow("no_quorum")
    if not union_present:
        raise NotNow("no_union")


def anniversary(day: date) -> date:
    """The same day a year later: a money effect is that of twelve months (合理化建议条例 15)."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def year_before(day: date) -> date:
    """The latest day whose anniversary has come by `day`."""
    found = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
    after = found + timedelta(days=1)
    return after if anniversary(after) <= day else found


def check_effect(*, value: Decimal | None, text: str, done_on: date, today: date) -> None:
    """Either a year's value in yuan, not before the year is over, or an effect in words. Raises NotNow."""
    if value is not None and value <= 0:
        raise NotNow("value_not_positive")
    if value is not None and today < anniversary(done_on):
        raise NotNow("year_not_over")
    needs(text, "say_effect", SHORTEST_REASON if value is None else 1)


@dataclass(frozen=True)
class Grade:
    """A row of the house's table: from which yearly value, and how much is paid."""

    code: str
    zh: str
    en: str
    value_from: Decimal
    low: Decimal
    high: Decimal
    in_words: bool


def check_grade(grade: Grade, *, value: Decimal | None, amount: Decimal) -> None:
    """The grade fits the confirmed effect and the amount fits the grade. Raises NotNow."""
    fits = grade.in_words if value is None else value >= grade.value_from
    if not fits:
        raise NotNow("grade_above_effect")
    if not grade.low <= amount <= grade.high:
        raise NotNow("amount_outside")


def check_shares(shares: Sequence[int]) -> None:
    """Whole percents, nobody with nothing, together a hundred. Raises NotNow."""
    if not shares or any(share < 1 for share in shares) or sum(shares) != 100:
        raise NotNow("shares_not_100")


def equal_shares(count: int) -> list[int]:
    """A hundred in parts as equal as whole percents allow, the first ones larger."""
    return [100 // count + (1 if place < 100 % count else 0) for place in range(count)]


def split(amount: Decimal, shares: Sequence[int]) -> list[Decimal]:
    """`amount` by shares in whole fen; what rounding leaves goes to the first."""
    parts = [(amount * share / 100).quantize(Decimal("0.01"), ROUND_DOWN) for share in shares]
    return [parts[0] + amount - sum(parts), *parts[1:]] if parts else []
