"""A derived obligation as a database row: its id, its status today, and its next reminder."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from zhiyin.institutions.derive.rows import Obligation, status
from zhiyin.institutions.language.rules import Remind, Rule

Row = tuple[Any, ...]
NAMED: Final = sha1(uuid5(NAMESPACE_URL, "zhiyin:obligation").bytes, usedforsecurity=False)
VARIANT: Final = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
COLUMNS: Final = (
    "id", "rule_id", "key", "opened_seq", "opened_by", "unit_id", "opened_on", "start_on", "start_at",
    "due_on", "due_at", "kept_on", "kept_at", "broken_on", "unproven_on", "ended_on", "ended_as",
    "suspended_since", "suspended_until", "provisional", "keeps", "cures", "may", "have", "need", "period",
    "adjustments", "status", "next_step", "next_on", "told_on",
)  # fmt: skip


def obligation_id(row: Obligation) -> str:
    """UUIDv5 of rule version, key and opening, as hex: equal after every rebuild."""
    digest = NAMED.copy()
    digest.update(f"{row.uid}|{database_key(row)}|{row.opened_order}".encode())
    found = digest.hexdigest()
    return f"{found[:12]}5{found[13:16]}{VARIANT[found[16]]}{found[17:32]}"


def database_key(row: Obligation) -> str:
    """The key; a spell of a standing state has no opening fact, so its first day tells it from others."""
    return f"{row.key}|{row.opened_on.isoformat()}" if not row.opened_order and not row.period else row.key


class Stamp:
    """Rows as they stand at one moment (in the enterprise's zone), as text that both databases take."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.today = moment.date()

    def row(self, row: Obligation, rule: Rule, rule_id: int) -> Row:
        """`told_on` is never derived."""
        step, on = next_reminder(rule, row, self.today)
        return (
            obligation_id(row), rule_id, database_key(row), row.opened_order, row.opened_by,
            row.unit.replace("-", "") if row.unit else None, row.opened_on.isoformat(),
            row.start_on.isoformat(), _instant(row.start_at), _day(row.due_on), _instant(row.due_at),
            _day(row.kept_on), _instant(row.kept_at), _day(row.broken_on), _day(row.unproven_on),
            _day(row.ended_on), row.ended_as, _day(row.suspended_since), _day(row.suspended_until),
            int(row.provisional), int(row.keeps), int(row.cures), int(row.may), row.have, row.need,
            row.period, json.dumps(row.adjustments, separators=(",", ":")) if row.adjustments else "",
            str(status(row, self.moment)), step, _day(on), None,
        )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _instant(moment: datetime | None) -> str | None:
    """As Django stores it on SQLite; PostgreSQL reads it in the session's zone, which is UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if moment is not None else None


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
