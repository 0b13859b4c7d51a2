"""What may follow what in a violation and its 督办单: transitions, the ladder, and the guards. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from zhiyin.journal.refusal import NotNow as NotNow


class State(StrEnum):
    """Where a violation stands. The last three are ends."""

    SUSPECTED = "suspected"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    SIGNED = "signed"
    RECTIFIED = "rectified"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    EXPLAINED = "explained"
    CORRECTED = "record_corrected"


class Party(StrEnum):
    """Who may take a step. SIGNER: the desk on which the sheet lies now."""

    OWING = "owing"
    SIGNER = "signer"
    SUPERVISOR = "supervisor"
    DECIDER = "decider"
    SYSTEM = "system"


class Side(StrEnum):
    """Whose duty it was: the union never supervises itself, nor what it owes together with management."""

    ENTERPRISE = "enterprise"
    UNION = "union"
    BOTH = "both"


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` None: an event, the state stays."""

    verb: str
    sources: frozenset[State]
    to: State | None
    by: frozenset[Party]
    fact: str


S, P = State, Party
ENDED: Final = frozenset({S.CLOSED, S.EXPLAINED, S.CORRECTED})
OPEN: Final = frozenset(State) - ENDED
UNCONFIRMED: Final = frozenset({S.SUSPECTED, S.CONTESTED})
TO_SIGN_AGAIN: Final = frozenset({S.CONFIRMED, S.SIGNED, S.RETURNED})


def _step(verb: str, sources: Iterable[State], to: State | None, by: Sequence[Party], fact: str) -> Step:
    return Step(verb, frozenset(sources), to, frozenset(by), fact)


OPENED: Final = "institutions.violation.opened"
CLIMBED: Final = "institutions.violation.climbed"
RELAYED: Final = "institutions.violation.relayed"
ACCEPTED: Final = "institutions.rectification.accepted"

STEPS: Final[Mapping[str, Step]] = {
    step.verb: step
    for step in (
        _step("open", (), S.SUSPECTED, (P.SYSTEM,), OPENED),
        _step("contest", (S.SUSPECTED,), S.CONTESTED, (P.OWING,), "institutions.violation.contested"),
        _step(
            "confirm", UNCONFIRMED, S.CONFIRMED, (P.SUPERVISOR, P.SYSTEM), "institutions.violation.confirmed"
        ),
        _step("explain", UNCONFIRMED, S.EXPLAINED, (P.SUPERVISOR,), "institutions.violation.explained"),
        _step(
            "correct_record",
            OPEN - {S.ACCEPTED},
            S.CORRECTED,
            (P.SUPERVISOR, P.SYSTEM),
            "institutions.violation.record_corrected",
        ),
        _step("sign", (S.CONFIRMED,), S.SIGNED, (P.SIGNER,), "institutions.violation.signed"),
        _step(
            "rectify",
            (S.SIGNED, S.RETURNED),
            S.RECTIFIED,
            (P.OWING, P.SIGNER),
            "institutions.rectification.reported",
        ),
        _step("accept", (S.RECTIFIED,), S.ACCEPTED, (P.SUPERVISOR,), ACCEPTED),
        _step("send_back", (S.RECTIFIED,), S.RETURNED, (P.SUPERVISOR,), ACCEPTED),
        _step("decide_outcome", (S.ACCEPTED,), S.CLOSED, (P.DECIDER,), "institutions.violation.closed"),
        # A missed desk asks the next one to sign; what waits for acceptance or outcome keeps its state.
        _step("climb", TO_SIGN_AGAIN, S.CONFIRMED, (P.SYSTEM,), CLIMBED),
        _step("climb_waiting", (S.RECTIFIED, S.ACCEPTED), None, (P.SYSTEM,), CLIMBED),
        # The desk stands empty: who is next up the line has the sheet, its rung and date unchanged.
        _step("relay", OPEN, None, (P.SYSTEM,), RELAYED),
    )
}


def step(verb: str, state: str) -> Step:
    """The row for `verb` from `state`. Raises NotNow."""
    found = STEPS[verb]
    if State(state) not in found.sources:
        raise NotNow("not_in_this_state")
    return found


def climbing(state: str) -> Step:
    """How a missed deadline in this state moves the sheet up. Raises NotNow."""
    return step("climb" if State(state) in TO_SIGN_AGAIN else "climb_waiting", state)


def replay(history: Iterable[tuple[str, Mapping[str, Any]]]) -> State | None:
    """The state that (kind, payload) facts end in: the row must always agree with it."""
    state: State | None = None
    for kind, payload in history:
        found = _row_of(kind, payload, state)
        if found is not None and found.to is not None:
            state = found.to
    return state


def _row_of(kind: str, payload: Mapping[str, Any], state: State | None) -> Step | None:
    if kind == ACCEPTED:
        return STEPS["accept" if payload.get("recheck") == "passed" else "send_back"]
    if kind == CLIMBED:
        return None if state is None else climbing(state)
    return next((one for one in STEPS.values() if one.fact == kind), None)


@dataclass(frozen=True)
class Rung:
    """One desk of the ladder: the role that holds the sheet there, and its days. All numbers are ours."""

    number: int
    role: str
    working_days: int


# 督办 numbers of the house (本企业承诺), not of law: working days to sign on each desk.
LADDER: Final = (
    Rung(1, "unit_head", 3),
    Rung(2, "leader_in_charge", 3),
    Rung(3, "main_head", 3),
    Rung(4, "party_committee", 10),
    Rung(5, "higher_union", 10),
)
UNION_LADDER: Final = ("union_chair", "higher_union", "higher_union", "party_committee", "discipline")
TOP: Final = len(LADDER)
CONTEST_WORKING_DAYS: Final = 5
CONTEST_DECISION_WORKING_DAYS: Final = 5
ACCEPT_WORKING_DAYS: Final = 10
OUTCOME_WORKING_DAYS: Final = 10
RECTIFY_DAYS: Final = 30
REPEAT_MONTHS: Final = 12
OUTCOMES: Final = ("talk", "notice", "accountability", "none")


def rung_role(number: int, side: str, ladder: Sequence[str] = ()) -> str:
    """The role that holds the sheet at a rung; a rule may name its own ladder."""
    if side == Side.UNION:
        return UNION_LADDER[number - 1]
    roles = ladder or tuple(rung.role for rung in LADDER)
    return roles[min(number, len(roles)) - 1]


def rung_days(number: int) -> int:
    """Working days to sign at a rung."""
    return LADDER[number - 1].working_days


def next_rung(number: int) -> int:
    """One up, never beyond the top. Raises NotNow."""
    if number >= TOP:
        raise NotNow("at_the_top")
    return number + 1


UNION_ROLES: Final = frozenset(
    {"union", "union_chair", "union_service_desk", "higher_union", "electoral_unit", "delegate"}
)


JOINT_ROLES: Final = frozenset(
    {
        "enterprise_and_union", "both_sides", "bargaining_side", "presiding_officer", "suggestion_committee",
        "employee_director",
    }
)  # fmt: skip


def side_of(must: str) -> Side:
    """Whose duty a rule is."""
    if must in JOINT_ROLES:
        return Side.BOTH
    return Side.UNION if must in UNION_ROLES else Side.ENTERPRISE


def check_contest(*, contested_before: bool, today: date, until: date, reason: str) -> None:
    """Once, within the window, with reasons."""
    if contested_before:
        raise NotNow("contested_before")
    if today > until:
        raise NotNow("contest_window_over")
    needs(reason, "contest_needs_reason")


def check_signing(*, new_on: date, today: date, latest: date, reason: str) -> None:
    """The leader's own reason, and a date not before today and not after the limit to put it right."""
    needs(reason, "signing_needs_reason")
    if new_on < today:
        raise NotNow("new_date_in_the_past")
    if new_on > latest:
        raise NotNow("new_date_too_late")


def check_rectification(*, cause: str, measure: str, owner: str, evidence: str) -> None:
    """Cause, measure, who is answerable, and what shows it."""
    if not all(text.strip() for text in (cause, measure, owner, evidence)):
        raise NotNow("rectification_incomplete")


def check_outcome(*, outcome: str, reason: str) -> None:
    """One of the four; whoever does not pursue it says why."""
    if outcome not in OUTCOMES:
        raise NotNow("no_such_outcome")
    needs(reason, "outcome_needs_reason")


def needs(text: str, reason: str) -> None:
    if not text.strip():
        raise NotNow(reason)


def repeats(earlier: Iterable[date], opened_on: date) -> int:
    """Which time this is for the same rule and unit within twelve months; 1 for the first."""
    since = opened_on - timedelta(days=366)
    return 1 + sum(1 for day in earlier if since < day <= opened_on)
