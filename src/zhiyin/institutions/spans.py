"""Lengths of time as institutions write them: 15 days, 5 working days, 2 months, 1 year, 24 hours."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

Unit = Literal["hour", "day", "working_day", "month", "year"]

_FORM: Final = re.compile(r"(\d+(?:\.5|/2)?)\s*(working days?|days?|months?|years?|hours?)")
_FORM_ZH: Final = re.compile(r"(\d+(?:\.5)?)\s*(个工作日|工作日|个月|月|年|个小时|小时|天|日)")
_UNITS: Final[dict[str, Unit]] = {
    "hour": "hour",
    "day": "day",
    "working day": "working_day",
    "month": "month",
    "year": "year",
    "个工作日": "working_day",
    "工作日": "working_day",
    "个月": "month",
    "月": "month",
    "年": "year",
    "个小时": "hour",
    "小时": "hour",
    "天": "day",
    "日": "day",
}
_ZH: Final[dict[Unit, str]] = {
    "hour": "小时",
    "day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
}
_EN: Final[dict[Unit, str]] = {
    "hour": "hour",
    "day": "day",
    "working_day": "working day",
    "month": "month",
    "year": "year",
}
LONGEST: Final[dict[Unit, int]] = {
    "hour": 24 * 366 * 100,
    "day": 366 * 100,
    "working_day": 366 * 100,
    "month": 1200,
    "year": 100,
}


class NotASpan(ValueError):
    """The text is no length of time."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units; halves are allowed for days and working days only."""

    n: Fraction
    unit: Unit
    # Whole units: a half day takes the day it falls in.
    whole: int = field(init=False, compare=False)

    def __init__(self, n: int | Fraction, unit: Unit) -> None:
        number = Fraction(n)
        if number < 0 or number > LONGEST[unit]:
            raise NotASpan(f"{number} {_EN[unit]}s is outside 0 .. {LONGEST[unit]}")
        if number.denominator != 1 and (number.denominator != 2 or unit not in ("day", "working_day")):
            raise NotASpan(f"{number} {_EN[unit]}s: only days and working days may be halved")
        object.__setattr__(self, "n", number)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "whole", -(-number.numerator // number.denominator))

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `15 days`, `5 working days`, `2.5 days`, `24 hours`, or the Chinese `15日`, `5个工作日`."""
        cleaned = " ".join(text.split())
        found = _FORM.fullmatch(cleaned) or _FORM_ZH.fullmatch(cleaned)
        if found is None:
            raise NotASpan(f"'{text}' is not a length of time such as '15 days' or '5 working days'")
        number, word = found.groups()
        if len(number) > 9:
            raise NotASpan(f"'{text}' is too long a time")
        unit = _UNITS.get(word) or _UNITS[word.removesuffix("s")]
        return cls(Fraction(number), unit)

    @property
    def zh(self) -> str:
        return f"{self._number()}{_ZH[self.unit]}"

    @property
    def en(self) -> str:
        return f"{self._number()} {_EN[self.unit]}{'' if self.n == 1 else 's'}"

    def __str__(self) -> str:
        return self.en

    def _number(self) -> str:
        return str(self.n.numerator) if self.n.denominator == 1 else str(float(self.n))
