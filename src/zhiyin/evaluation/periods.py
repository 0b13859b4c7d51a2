"""Months, quarters and years: `2026-09`, `2026-Q3`, `2026`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FREEZE_AFTER = timedelta(days=30)
_CODE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """From `first` until the day before `after`."""

    first: date
    after: date

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def kind(self) -> str:
        months = (self.after.year - self.first.year) * 12 + self.after.month - self.first.month
        return next(kind for kind, n in MONTHS.items() if n == months)

    @property
    def code(self) -> str:
        if self.kind == "year":
            return f"{self.first.year:04}"
        if self.kind == "quarter":
            return f"{self.first.year:04}-Q{self.first.month // 3 + 1}"
        return f"{self.first:%Y-%m}"

    @property
    def freezes_on(self) -> date:
        """From this day on nothing changes the figures of the period."""
        return self.last + FREEZE_AFTER

    def holds(self, day: date) -> bool:
        return self.first <= day < self.after

    def before(self) -> "Period":
        return period_of(self.first - timedelta(days=1), self.kind)

    def parts(self, kind: str) -> list["Period"]:
        """The shorter periods within it."""
        found = [period_of(self.first, kind)]
        while found[-1].after < self.after:
            found.append(period_of(found[-1].after, kind))
        return found


def period_of(day: date, kind: str) -> Period:
    """The month, quarter or year of a day."""
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    index = first.month - 1 + months
    return Period(first, date(first.year + index // 12, index % 12 + 1, 1))


def read_period(code: str) -> Period:
    """The period of that code. Raises ValueError."""
    found = _CODE.fullmatch(code)
    if not found or not 2000 <= int(found[1]) < 9999:
        raise ValueError(code)
    year = int(found[1])
    if found[2]:
        return period_of(date(year, int(found[2]) * 3, 1), "quarter")
    if found[3]:
        return period_of(date(year, int(found[3]), 1), "month")
    return period_of(date(year, 1, 1), "year")


def latest(period: Period, n: int) -> list[Period]:
    """`n` periods of its kind up to this one, oldest first."""
    found = [period]
    while len(found) < n:
        found.append(found[-1].before())
    return found[::-1]


def frozen_by(first: date, today: date) -> Iterator[Period]:
    """All periods with a day on or after `first` that are to be frozen on `today`, oldest first."""
    for kind in MONTHS:
        period = period_of(first, kind)
        while period.freezes_on < today:
            yield period
            period = period_of(period.after, kind)
