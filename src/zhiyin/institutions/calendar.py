"""Counting days the way institutions do (民法典 201-203, the State Council's yearly tables).

The trigger's day is not counted. A forward limit that ends on a day off moves to the next working day;
backward limits, periods and hours never move. A year without a table counts weekends only, provisionally.
"""

import calendar as _months
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from zhiyin.institutions.spans import Span
from zhiyin.institutions.tables import HolidayTable, TableDay, merge, shipped_and_own

MAKE_UP = "调休上班"
WEEKEND = "周末"

MOST_REMEMBERED = 100_000

Step = Mapping[str, Any]
_DAY = timedelta(days=1)


class OutOfCalendar(ValueError):
    """The count leaves the years that a calendar has."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a count ends on; `steps` say how, `unmoved` is the end before it was moved off a holiday."""

    day: date
    provisional: bool
    unmoved: date
    steps: list[Step] = field(default_factory=list, compare=False)


class Calendar:
    """Working days of every year, from weekends and tables; counting takes O(log exceptions)."""

    def __init__(self, tables: Iterable[HolidayTable] = ()) -> None:
        loaded = tuple(tables)
        self._named: dict[date, TableDay]
        self._named, self.years = merge(loaded)
        self.version = _digest(self._named, self.years)
        self._exceptions: list[int] = []
        self._shift: list[int] = [0]
        self._work_at: list[int] = []
        self._limits: dict[tuple[date, int, str, bool], tuple[date, date, bool]] = {}
        for day in sorted(self._named):
            change = int(not self._named[day].off) - int(day.weekday() < 5)
            if change:
                ordinal = day.toordinal()
                self._exceptions.append(ordinal)
                self._shift.append(self._shift[-1] + change)
                self._work_at.append(_weekdays(ordinal) + self._shift[-1])

    @classmethod
    def shipped(cls) -> "Calendar":
        """The calendar of the tables that come with the product and of those in the data folder."""
        return _shipped()

    def is_working_day(self, day: date) -> bool:
        entry = self._named.get(day)
        return day.weekday() < 5 if entry is None else not entry.off

    def is_make_up_day(self, day: date) -> bool:
        """A Saturday or Sunday that is worked in exchange for a holiday."""
        return day.weekday() >= 5 and self.is_working_day(day)

    def name_of(self, day: date) -> str | None:
        """The holiday's name, 调休上班 for a make-up day, None for any other day."""
        entry = self._named.get(day)
        if entry is None:
            return None
        if entry.off:
            return entry.name
        return MAKE_UP if day.weekday() >= 5 else None

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        return self._worked(end.toordinal()) - self._worked(start.toordinal())

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is worked, else the first working day after it."""
        if self.is_working_day(day):
            return day
        return self._nth(self._worked(day.toordinal()) + 1)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (n > 0); `day` itself for 0; the n-th before it (n < 0)."""
        if n == 0:
            return day
        if n > 0:
            return self._nth(self._worked(day.toordinal()) + n)
        return self._nth(self._worked(day.toordinal() - 1) + n + 1)

    def forward(self, start: date, span: Span, roll: bool = True) -> tuple[date, date]:
        """(unmoved end, end) of a forward limit, without the steps: for deriving many rows."""
        end = self._plain(start, span, 1)
        return (end, self.next_working_day(end)) if roll and span.unit != "working_day" else (end, end)

    def limit(self, start: date, span: Span, roll: bool = True) -> tuple[date, date, bool]:
        """(unmoved end, end, provisional) of a forward limit; asked for often, so remembered."""
        asked = (start, span.whole, span.unit, roll)
        found = self._limits.get(asked)
        if found is None:
            if len(self._limits) >= MOST_REMEMBERED:
                self._limits.clear()
            unmoved, end = self.forward(start, span, roll)
            found = (unmoved, end, self.is_forward_provisional(start, end, span, roll))
            self._limits[asked] = found
        return found

    def is_forward_provisional(self, start: date, end: date, span: Span, roll: bool = True) -> bool:
        """Would a missing table change a forward limit from `start` that ends on `end`?"""
        if span.unit == "working_day":
            return any(year not in self.years for year in range(start.year, end.year + 1))
        return roll and (end.year not in self.years)

    def count_forward(self, start: date, span: Span, roll: bool = True) -> Counted:
        """A limit of `span` after `start`; hours count whole clock hours, so use `count_hours` for them."""
        if span.unit == "hour":
            raise OutOfCalendar("hours run from an instant, not from a day")
        unmoved, day = self.forward(start, span, roll)
        steps: list[Step] = [{"op": "from", "day": start.isoformat()}]
        if span.n:
            first = self.next_working_day(start + _DAY) if span.unit == "working_day" else start + _DAY
            steps.append({"op": "first", "day": first.isoformat(), "unit": span.unit})
        steps.append(self._count_step(start, unmoved, span))
        if day != unmoved:
            steps.append(self.roll_step(unmoved, day))
        provisional = self.is_forward_provisional(start, day, span, roll)
        if provisional:
            steps.append(
                {"op": "provisional", "day": day.isoformat(), "year": self._missing_year(start, day, span)}
            )
        return Counted(day, provisional, unmoved, steps)

    def count_backward(self, day: date, span: Span) -> Counted:
        """The last day that lies at least `span` before `day`; it never moves."""
        end = self._plain(day, span, -1)
        provisional = span.unit == "working_day" and any(
            year not in self.years for year in range(end.year, day.year + 1)
        )
        steps: list[Step] = [
            {"op": "from", "day": day.isoformat()},
            {"op": "back", "n": _number(span), "unit": span.unit, "day": end.isoformat()},
        ]
        if provisional:
            steps.append(
                {"op": "provisional", "day": end.isoformat(), "year": self._missing_year(end, day, span)}
            )
        return Counted(end, provisional, end, steps)

    def count_hours(self, at: datetime, span: Span) -> tuple[datetime, list[Step]]:
        """Hours run by the clock and never move."""
        if span.unit != "hour":
            raise OutOfCalendar(f"'{span}' is not a number of hours")
        if at.tzinfo is None:
            raise OutOfCalendar("hours need an instant with its time zone")
        end = at + timedelta(hours=span.whole)
        steps: list[Step] = [
            {"op": "from", "day": at.date().isoformat(), "at": at.isoformat()},
            {
                "op": "count",
                "n": span.whole,
                "unit": "hour",
                "day": end.date().isoformat(),
                "at": end.isoformat(),
            },
        ]
        return end, steps

    def roll_step(self, unmoved: date, day: date) -> Step:
        because = self.names_off(unmoved, day - _DAY)
        return {"op": "roll", "from": unmoved.isoformat(), "day": day.isoformat(), "because": because}

    def names_off(self, first: date, last: date) -> str:
        """Why nobody works from `first` to `last`: holiday names, or 周末."""
        names: list[str] = []
        for offset in range((last - first).days + 1):
            name = self.name_of(first + timedelta(days=offset))
            for part in (name or "").split("、"):
                if part and part != MAKE_UP and part not in names:
                    names.append(part)
        return "、".join(names) or WEEKEND

    def _plain(self, day: date, span: Span, sign: int) -> date:
        try:
            if span.unit == "working_day":
                return self.add_working_days(day, sign * span.whole)
            if span.unit == "day":
                return day + timedelta(days=sign * span.whole)
            if span.unit in ("month", "year"):
                return _add_months(day, sign * span.whole * (12 if span.unit == "year" else 1))
        except (OverflowError, ValueError):
            raise OutOfCalendar(f"{span} from {day} leaves the calendar") from None
        raise OutOfCalendar("hours run from an instant, not from a day")

    def _count_step(self, start: date, end: date, span: Span) -> Step:
        step: dict[str, Any] = {"op": "count", "n": _number(span), "unit": span.unit, "day": end.isoformat()}
        if span.unit == "working_day" and end > start:
            weekend, holidays, made_up = self._skipped(start, end)
            step["skipped"] = {"weekend": weekend, "holidays": holidays, "make_up": made_up}
        return step

    def _skipped(self, start: date, end: date) -> tuple[int, dict[str, int], list[str]]:
        weekend, holidays, made_up = 0, dict[str, int](), list[str]()
        for offset in range(1, (end - start).days + 1):
            day = start + timedelta(days=offset)
            entry = self._named.get(day)
            if entry is None:
                weekend += day.weekday() >= 5
            elif entry.off:
                holidays[entry.name] = holidays.get(entry.name, 0) + 1
            elif day.weekday() >= 5:
                made_up.append(day.isoformat())
        return weekend, holidays, made_up

    def _missing_year(self, start: date, end: date, span: Span) -> int:
        first = start.year if span.unit == "working_day" else end.year
        return next(year for year in range(first, end.year + 1) if year not in self.years)

    def _worked(self, ordinal: int) -> int:
        return _weekdays(ordinal) + self._shift[bisect_right(self._exceptions, ordinal)]

    def _nth(self, n: int) -> date:
        # Between two exceptions the count runs like weekdays alone, shifted by a constant.
        index = bisect_left(self._work_at, n)
        ordinal = _nth_weekday(n - self._shift[index])
        if index < len(self._exceptions):
            ordinal = min(ordinal, self._exceptions[index])
        try:
            return date.fromordinal(ordinal)
        except (OverflowError, ValueError):
            raise OutOfCalendar("the count leaves the calendar") from None


@lru_cache(maxsize=1)
def _shipped() -> Calendar:
    return Calendar(shipped_and_own())


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays among the days 1 .. ordinal; 0001-01-01 was a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _nth_weekday(n: int) -> int:
    weeks, rest = divmod(n - 1, 5)
    return 7 * weeks + rest + 1


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month, min(day.day, _months.monthrange(year, month)[1]))


def _number(span: Span) -> int | float:
    return span.n.numerator if span.n.denominator == 1 else float(span.n)


def _digest(named: Mapping[date, TableDay], years: frozenset[int]) -> str:
    body = ";".join(f"{day}{int(named[day].off)}{named[day].name}" for day in sorted(named))
    return hashlib.sha256(f"{sorted(years)}{body}".encode()).hexdigest()[:16]
