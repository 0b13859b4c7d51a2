"""The states of a demand and how each is told to its reader. Pure data."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    REDIRECTED = "redirected"
    MERGED = "merged"
    DISPATCHED = "dispatched"
    OBJECTED = "objected"
    IN_HANDLING = "in_handling"
    AWAITING_EMPLOYEE = "awaiting_employee"
    ANSWERED = "answered"
    PROMISED = "promised"
    RETURN_VISIT = "return_visit"
    RATED = "rated"
    REWORK = "rework"
    REVIEW_REQUESTED = "review_requested"
    UNDER_REVIEW = "under_review"
    REVIEW_DECIDED = "review_decided"
    SECOND_REVIEW_REQUESTED = "second_review_requested"
    UNDER_SECOND_REVIEW = "under_second_review"
    FINAL = "final"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What the demand is, set by the demand officer at acceptance (decides the house promise)."""

    CONSULT = "consult"
    HELP = "help"
    APPEAL = "appeal"
    SUGGESTION = "suggestion"
    REPORT = "report"


class Way(StrEnum):
    """How one speaks: under one's name, in confidence, or anonymously."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Satisfied(StrEnum):
    YES = "yes"
    BASICALLY = "basically"
    NO = "no"


@dataclass(frozen=True)
class Telling:
    """How a state reads to each side: message ids, the colour family and the shape."""

    employee: str
    officer: str
    chip: str
    icon: str


OPEN_STATES = frozenset(
    {
        State.SUBMITTED,
        State.REGISTERED,
        State.ACCEPTED,
        State.DISPATCHED,
        State.OBJECTED,
        State.IN_HANDLING,
        State.AWAITING_EMPLOYEE,
        State.PROMISED,
        State.REWORK,
        State.REVIEW_REQUESTED,
        State.UNDER_REVIEW,
        State.SECOND_REVIEW_REQUESTED,
        State.UNDER_SECOND_REVIEW,
    }
)
ENDED_STATES = frozenset({State.REDIRECTED, State.MERGED, State.FINAL, State.CLOSED, State.WITHDRAWN})
# What a handler may know once the answer is out: that it is out, and nothing of any rating.
SHOWN_AS_ANSWERED = frozenset({State.RETURN_VISIT, State.RATED, State.UNREACHABLE, State.CLOSED})
