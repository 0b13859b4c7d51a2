"""A derived obligation as a database row: its id, its status today, and its next reminder."""

import json
from datetime import date, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from zhiyin.institutions.derive.rows import Obligation, status
from zhiyin.institutions.language.rules import Remind, Rule

Row = tuple[Any, ...]
NAMESPACE: Final = uuid5(NAMESPACE_URL, "zhiyin:obligation")
COLUMNS: Final = (
    "id", "rule_id", "key", "opened_seq", "opened_by", "unit_id", "opened_on", "start_on", "start_at",
    "due_on", "due_at", "kept_on", "kept_at", "broken_on", "unproven_on", "ended_on", "ended_as",
    "suspended_since", "suspended_until", "provisional", "keeps", "cures", "may", "have", "need", "period",
    "adjustments", "status", "next_step", "next_on", "told_on",
)  # fmt: skip


def obligation_id(row: Obligation) -> UUID:
    """UUIDv5 of rule version, key and opening: equal after every rebuild."""
    return uuid5(NAMESPACE, f"{row.uid}|{database_key(row)}|{row.opened_order}")


def database_key(row: Obligation) -> str:
    """The key; a spell of a standing state has no opening fact, so its first day tells it from others."""
    return f"{row.key}|{row.opened_on.isoformat()}" if not row.opened_order and not row.period else row.key


def database_row(row: Obligation, rule: Rule, rule_id: int, today: date) -> Row:
    """The row as it stands today; `told_on` is never derived."""
    step, on = next_reminder(rule, row, today)
    return (
        obligation_id(row), rule_id, database_key(row), row.opened_order, row.opened_by,
        UUID(row.unit) if row.unit else None, row.opened_on, row.start_on, row.start_at,
        row.due_on, row.due_at, row.kept_on, row.kept_at, row.broken_on, row.unproven_on, row.ended_on,
        row.ended_as, row.suspended_since, row.suspended_until, row.provisional, row.keeps, row.cures,
        row.may, row.have, row.need, row.period,
        json.dumps(row.adjustments, separators=(",", ":")) if row.adjustments else "",
        str(status(row, today)), step, on, None,
    )  # fmt: skip


def next_reminder(rule: Rule, row: Obligation, after: date) -> tuple[int | None, date | None]:
    """The first reminder of an open row that lies on or after a day, as (step, day)."""
    if not row.is_open or row.due_on is None:
        return None, None
    return next_of(rule.remind, row.start_on, row.due_on, after)


def next_of(
    reminders: tuple[Remind, ...], start: date, due: date, after: date
) -> tuple[int | None, date | None]:
    """(step, day) of the first reminder on or after `after`."""
    days = [(reminder_day(one, start, due), step) for step, one in enumerate(reminders)]
    left = sorted((day, step) for day, step in days if day >= after)
    return (left[0][1], left[0][0]) if left else (None, None)


def reminder_day(remind: Remind, start: date, due: date) -> date:
    """A share of the time, or so many days before (negative) or after the due date."""
    if remind.share is not None:
        return start + timedelta(days=-(-(due - start).days * remind.share // 100))
    return due + timedelta(days=remind.days)
