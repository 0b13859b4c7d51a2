"""The states of a hot problem and the words of its reasons. Pure data."""

from enum import StrEnum


class HotState(StrEnum):
    OPENED = "opened"
    PLANNED = "planned"
    RESOLVED = "resolved"
    CLOSED = "closed"


class WhyAgain(StrEnum):
    """Why a hot problem is taken up again."""

    NEW_DEMANDS = "new_demands"
    NOT_SOLVED = "not_solved"
    OTHER = "other"


class WhyDetached(StrEnum):
    """Why a demand is taken out again."""

    ANOTHER_MATTER = "another_matter"
    BY_ITSELF = "by_itself"
    MISTAKE = "mistake"


GATHERING = frozenset({HotState.OPENED, HotState.PLANNED})
GOING_ON = GATHERING | {HotState.RESOLVED}
