"""A version with `transition: open too` takes over what is open on its first day; nothing settled moves."""

from collections.abc import Sequence
from datetime import date

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.after import derive_after
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.language.rules import Rule


def derive_versioned(
    rule: Rule, key: str, evidence: Sequence[Evidence], calendar: Calendar
) -> list[Obligation]:
    """The rows of an `after` rule that this version owns."""
    rows = derive_after(rule, key, evidence, calendar)
    if rule.replaced_on is not None:
        rows = [row for row in rows if not is_open_on(row, rule.replaced_on)]
    if rule.replaces is None:
        return rows
    earlier = derive_after(rule.replaces, key, evidence, calendar)
    taken = {(row.opened_on, row.opened_order) for row in earlier if is_open_on(row, rule.start)}
    return [
        _taken_over(row, rule.start)
        for row in rows
        if row.opened_on >= rule.start or (row.opened_on, row.opened_order) in taken
    ]


def is_open_on(row: Obligation, day: date) -> bool:
    """Was the row neither settled nor overdue before that day?"""
    settled = (row.kept_on, row.ended_on, row.broken_on, row.due_on)
    return all(one is None or one >= day for one in settled)


def _taken_over(row: Obligation, start: date) -> Obligation:
    """A new limit never falls before the version's first day."""
    if row.opened_on >= start or row.due_on is None or row.due_on >= start:
        return row
    step = {"op": "fixed", "day": start.isoformat(), "because": "version"}
    return row._replace(due_on=start, adjustments=(*row.adjustments, step))
