"""A limit that may be extended and paused; the same machine derives the due date and recomputes its trace."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.spans import Span

Step = Mapping[str, Any]
Adjustment = Mapping[str, Any]


class Limit:
    """`unmoved` is the end before rolling; extensions and pauses are counted from it, then rolled once."""

    def __init__(self, calendar: Calendar, span: Span, start: date, roll: bool) -> None:
        self.calendar = calendar
        self.span = span
        self.start = start
        self.roll = roll
        self.unmoved, self.due = calendar.forward(start, span, roll)
        self.paused = 0

    @property
    def provisional(self) -> bool:
        return self.calendar.is_forward_provisional(self.start, self.due, self.span, self.roll)

    def extended_to(self, span: Span) -> date:
        """Where an extension from the unmoved end would lead, before rolling."""
        return self.calendar.forward(self.unmoved, span, roll=False)[0]

    def extend(self, span: Span) -> None:
        self._end_on(self.extended_to(span))

    def pause(self, since: date, until: date | None, cap: int) -> int:
        """Add the days of waiting, capped in working days; returns the clock's own days added."""
        end = self.pause_end(since, until, cap)
        added = self._own_days(since, end)
        self.paused += self.calendar.working_days_between(since, end)
        if self.span.unit == "working_day":
            self._end_on(self.calendar.add_working_days(self.unmoved, added))
        else:
            self._end_on(self.unmoved + timedelta(days=added))
        return added

    def pause_end(self, since: date, until: date | None, cap: int) -> date:
        """The day the waiting counts until: the answer, or the day the cap is used up."""
        left = max(cap - self.paused, 0)
        latest = self.calendar.add_working_days(since, left) if left else since
        return latest if until is None else min(until, latest)

    def due_if_paused_since(self, since: date, cap: int) -> date:
        """The latest possible due date while a pause is open."""
        end = self.pause_end(since, None, cap)
        added = self._own_days(since, end)
        if self.span.unit == "working_day":
            return self.calendar.add_working_days(self.unmoved, added)
        return self._rolled(self.unmoved + timedelta(days=added))

    def _own_days(self, since: date, until: date) -> int:
        if self.span.unit == "working_day":
            return self.calendar.working_days_between(since, until)
        return (until - since).days

    def _rolled(self, day: date) -> date:
        return self.calendar.next_working_day(day) if self.roll else day

    def _end_on(self, unmoved: date) -> None:
        self.unmoved = unmoved
        self.due = self._rolled(unmoved)


def limit_steps(
    calendar: Calendar,
    span: Span,
    start: date,
    roll: bool,
    adjustments: tuple[Adjustment, ...],
    cap: int = 0,
    start_at: datetime | None = None,
) -> list[Step]:
    """The trace of a forward limit with its adjustments; it ends on the due date."""
    if span.unit == "hour":
        return _hour_steps(calendar, span, start, start_at)
    limit = Limit(calendar, span, start, roll)
    steps = [step for step in calendar.count_forward(start, span, roll).steps if step["op"] != "provisional"]
    for adjustment in adjustments:
        steps.extend(_adjusted(calendar, limit, adjustment, cap))
    if limit.provisional:
        years = range(start.year if span.unit == "working_day" else limit.due.year, limit.due.year + 1)
        year = next(year for year in years if year not in calendar.years)
        steps.append({"op": "provisional", "day": limit.due.isoformat(), "year": year})
    return steps


def _adjusted(calendar: Calendar, limit: Limit, adjustment: Adjustment, cap: int) -> list[Step]:
    op = adjustment["op"]
    if op in ("refused", "fixed"):
        return [dict(adjustment)]
    if op == "extend":
        span = Span(adjustment["n"], adjustment["unit"])
        limit.extend(span)
        step: dict[str, Any] = {**adjustment, "day": limit.unmoved.isoformat()}
    else:
        since = date.fromisoformat(adjustment["from"])
        until = date.fromisoformat(adjustment["to"]) if adjustment["to"] else None
        end = limit.pause_end(since, until, cap)
        unit = "working_day" if limit.span.unit == "working_day" else "day"
        n = limit.pause(since, until, cap)
        step = {
            **adjustment,
            "n": n,
            "unit": unit,
            "cap": cap,
            "until": end.isoformat(),
            "day": limit.unmoved.isoformat(),
        }
    steps: list[Step] = [step]
    if limit.due != limit.unmoved:
        steps.append(calendar.roll_step(limit.unmoved, limit.due))
    return steps


def _hour_steps(calendar: Calendar, span: Span, start: date, start_at: datetime | None) -> list[Step]:
    if start_at is not None:
        return calendar.count_hours(start_at, span)[1]
    day = start + timedelta(days=hour_days(span))
    return [
        {"op": "from", "day": start.isoformat()},
        {"op": "count", "n": span.whole, "unit": "hour", "day": day.isoformat()},
    ]


def hour_days(span: Span) -> int:
    """Whole days of a limit in hours, for facts whose time of day nobody keeps."""
    return -(-span.whole // 24)
