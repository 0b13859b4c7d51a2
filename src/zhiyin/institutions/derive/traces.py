"""The trace of a row, recomputed from its start and adjustments; it ends on the row's due date."""

from collections.abc import Mapping
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.limit import limit_steps
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.language.rules import After, Always, Before, Each, Every, Keep, Rule
from zhiyin.institutions.spans import Span

Step = Mapping[str, Any]


def trace_of(rule: Rule, row: Obligation, calendar: Calendar) -> list[Step]:
    """Why the row is due on that day; empty for a standing state that was never broken."""
    if row.due_on is None:
        return []
    match rule.shape:
        case After(within=within, roll=roll, pause=pause):
            cap = pause.at_most if pause else 0
            steps = limit_steps(calendar, within, row.start_on, roll, row.adjustments, cap, row.start_at)
        case Keep(span=span, roll=roll):
            steps = limit_steps(calendar, span, row.start_on, roll, ())
        case Always(grace=grace):
            steps = limit_steps(calendar, grace or Span(0, "day"), row.start_on, grace is not None, ())
        case Before(at_least=at_least):
            steps = _backward(calendar, row, at_least)
        case Every():
            return [{"op": "fixed", "day": row.due_on.isoformat(), "period": row.period}]
        case Each():
            return [{"op": "fixed", "day": row.due_on.isoformat(), "fact": row.opened_by}]
    # A limit counted from a date that the fact names begins at that date, not at the fact.
    field = getattr(rule.shape, "counted_from", None)
    named = {"fact": row.opened_by} | ({"field": field} if field else {})
    return [{**steps[0], **named}, *steps[1:]]


def _backward(calendar: Calendar, row: Obligation, at_least: Span | None) -> list[Step]:
    if at_least is not None:
        return calendar.count_backward(row.start_on, at_least).steps
    day = row.start_on.isoformat()
    return [{"op": "from", "day": day}, {"op": "back", "n": 0, "unit": "day", "day": day}]
