"""Joint handling (首接负责): one lead, sub-tasks with days of their own inside the lead's. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from zhiyin.journal.refusal import NotNow
from zhiyin.voice.states import State

MOST_OPEN: Final = 8
MOST_RETURNS: Final = 1


class TaskState(StrEnum):
    GIVEN = "given"
    SIGNED = "signed"
    ANSWERED = "answered"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


class Because(StrEnum):
    """Why a sub-task was taken back."""

    LEAD = "lead"
    ANSWERED_WITHOUT = "answered_without"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


T = TaskState
# Nobody is done with these.
OPEN: Final = frozenset({T.GIVEN, T.SIGNED, T.RETURNED})
WITH_HELPER: Final = frozenset({T.GIVEN, T.SIGNED})
STEPS: Final = {
    "sign": (frozenset({T.GIVEN}), T.SIGNED),
    "answer": (frozenset({T.SIGNED}), T.ANSWERED),
    "return": (WITH_HELPER, T.RETURNED),
    "give_again": (frozenset({T.RETURNED}), T.GIVEN),
    "take_back": (OPEN, T.TAKEN_BACK),
}
LEAD_STATES: Final = frozenset({State.IN_HANDLING, State.REWORK, State.AWAITING_EMPLOYEE, State.PROMISED})


def after(verb: str, state: str) -> TaskState:
    """The state that follows. Raises NotNow."""
    sources, to = STEPS[verb]
    if TaskState(state) not in sources:
        raise NotNow("task_not_at_this_point")
    return to


def limit_of(*, house: Iterable[date], ceiling: date | None, today: date) -> date | None:
    """The last day for a sub-task: the nearest date of the lead that still lies ahead; None without one."""
    dates = [day for day in (*house, ceiling) if day and day >= today]
    return min(dates, default=None)


def check_due(*, due_on: date, limit: date | None, today: date) -> None:
    """A sub-task is due from today to the lead's own date. Raises NotNow."""
    if due_on < today:
        raise NotNow("task_due_in_the_past")
    if limit and due_on > limit:
        raise NotNow("task_due_after_lead")


def check_return(earlier: int) -> None:
    """Returned once; the second time the lead's word stands. Raises NotNow."""
    if earlier >= MOST_RETURNS:
        raise NotNow("task_returned_before")


def check_final_answer(*, open_tasks: int, why: str) -> None:
    """No final answer while a sub-task is open, unless the lead says why. Raises NotNow."""
    if open_tasks and not why.strip():
        raise NotNow("tasks_still_open")
