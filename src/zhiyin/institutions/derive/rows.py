"""An obligation: dates that are pure functions of its facts; its status is read off them at an instant."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

Step = Mapping[str, Any]


class Status(StrEnum):
    DUE = "due"
    SUSPENDED = "suspended"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BREACHED = "breached"
    UNPROVEN = "unproven"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    PASSED = "passed"


class Obligation(NamedTuple):
    """One row of dates for one rule version, key and opening fact.

    `due_at` stands only for limits in hours. `keeps` marks rows that are fulfilled by the limit passing,
    `may` those of a right that merely lapses.
    `kept_on`, `broken_on` and `ended_on` are days of facts; `adjustments` are pauses and extensions in order.
    """

    rule: str
    uid: str
    key: str
    opened_on: date
    opened_order: int
    opened_by: str
    unit: str | None
    start_on: date
    due_on: date | None
    due_at: datetime | None = None
    start_at: datetime | None = None
    kept_on: date | None = None
    kept_at: datetime | None = None
    broken_on: date | None = None
    unproven_on: date | None = None
    ended_on: date | None = None
    ended_as: str = ""
    suspended_since: date | None = None
    suspended_until: date | None = None
    provisional: bool = False
    keeps: bool = False
    cures: bool = True
    may: bool = False
    have: int | None = None
    need: int | None = None
    period: str = ""
    adjustments: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_open(self) -> bool:
        """Nothing has settled it yet, whatever the date."""
        return self.kept_on is None and self.ended_on is None and self.broken_on is None


def status(row: Obligation, at: date | datetime) -> Status:
    """What the row is at a day's end, or at an instant."""
    if row.ended_on is not None and (_in_time(row, row.ended_on, None) or row.provisional):
        return Status.EXCUSED if row.ended_as == "excused" else Status.CANCELLED
    if row.broken_on is not None:
        return Status.KEPT_LATE if row.cures and row.kept_on is not None else Status.BREACHED
    if row.kept_on is not None:
        if _in_time(row, row.kept_on, row.kept_at) or row.provisional:
            return Status.KEPT
        return Status.KEPT_LATE if row.cures else Status.BREACHED
    passed = _passed(row, at)
    if row.keeps:
        return Status.KEPT if passed else Status.DUE
    if row.unproven_on is not None:
        return Status.UNPROVEN if passed else Status.DUE
    if passed and row.may:
        return Status.PASSED
    if passed and not row.provisional:
        return Status.BREACHED
    return Status.SUSPENDED if _is_suspended(row, at) else Status.DUE


def _in_time(row: Obligation, day: date, instant: datetime | None) -> bool:
    if row.due_at is not None and instant is not None:
        return instant <= row.due_at
    return row.due_on is None or day <= row.due_on


def _passed(row: Obligation, at: date | datetime) -> bool:
    if row.due_on is None:
        return False
    if isinstance(at, datetime):
        if row.due_at is not None:
            return at > row.due_at
        return at.date() > row.due_on
    return at > row.due_on


def _is_suspended(row: Obligation, at: date | datetime) -> bool:
    day = at.date() if isinstance(at, datetime) else at
    until = row.suspended_until
    return row.suspended_since is not None and until is not None and row.suspended_since <= day <= until
