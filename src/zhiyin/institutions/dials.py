"""Numbers on forms: names, units and bounds in words, and what they would have done to the past year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhiyin.institutions.compare import Pair
from zhiyin.institutions.house import dials_of, parts, written
from zhiyin.institutions.language.problems import Problem
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.trying import TooMuch, try_numbers
from zhiyin.people.models import Unit

YEAR: Final = timedelta(days=365)
DIAL_WORDS: Final = {
    "within": gettext_noop("多久以内"),
    "at_least": gettext_noop("至少提前"),
    "grace": gettext_noop("宽限"),
    "for": gettext_noop("保持多久"),
    "after_end": gettext_noop("期末后多久"),
    "need": gettext_noop("一年至少几个半天"),
    "frontline": gettext_noop("用在一线职工身上的比例"),
    "multiple": gettext_noop("低保标准的百分之几"),
}
UNIT_WORDS: Final = {
    "working day": gettext_noop("个工作日"),
    "day": gettext_noop("天"),
    "month": gettext_noop("个月"),
    "hour": gettext_noop("小时"),
    "year": gettext_noop("年"),
    "item": gettext_noop("次"),
    "%": "%",
}


@dataclass(frozen=True)
class Dial:
    """One number of a form: its bounds, its present value, and what was typed."""

    name: str
    label: str
    unit: str
    written: str
    low: int
    high: int
    now: int
    value: int

    @property
    def text(self) -> str:
        """What was typed, as packs write it."""
        return written(self.value, self.written)


def dial(rule: Rule, name: str, text: str, typed: str = "") -> Dial:
    """A number of the rule; what was typed is brought within its bounds."""
    bounds = rule.settable[name]
    low, high, now = (parts(one)[0] for one in (bounds.low, bounds.high, text))
    unit = parts(bounds.high)[1]
    value = int(typed) if typed.isdecimal() and len(typed) < 6 else now
    value = min(max(value, low), high)
    return Dial(name, label(name), unit_word(name, unit), unit, low, high, now, value)


def label(name: str) -> str:
    return _(DIAL_WORDS[name]) if name in DIAL_WORDS else name


def unit_word(name: str, unit: str) -> str:
    if name == "need":
        return _("个半天")
    word = UNIT_WORDS.get(unit.removesuffix("s"), unit)
    return _(word) if word else ""


def amount(name: str, text: str) -> str:
    """`5 working days` → 5 个工作日."""
    if get_language() == "en" and name != "need":
        return text
    number, unit = parts(text)
    word = unit_word(name, unit)
    return f"{number}{word}" if word == "%" else f"{number} {word}".strip()


def dials(rule: Rule, typed: Mapping[str, str] | None = None) -> list[Dial]:
    """Every number of the rule that the house may set."""
    return [dial(rule, name, text, (typed or {}).get(name, "")) for name, text in dials_of(rule).items()]


def values_of(found: Iterable[Dial]) -> dict[str, str]:
    """The numbers as packs write them."""
    return {one.name: one.text for one in found}


def tried(rule: Rule, values: Mapping[str, str], today: date, lang: str) -> dict[str, Any]:
    """What these numbers would have done to the past year, for `replay/result.html`."""
    try:
        problems, found = try_numbers(rule, values, today - YEAR, today)
    except TooMuch:
        return {"too_much": True}
    if found is None:
        return {"problems": [said(one, lang) for one in problems]}
    compared = found.compared
    known = [UUID(unit) for unit in compared.units if unit]
    names = dict(Unit.objects.filter(pk__in=known).values_list("pk", "name"))
    rows = [(names.get(UUID(unit), "") if unit else "", pair) for unit, pair in compared.units.items()]
    changed = [(name or _("全企业"), pair) for name, pair in rows if pair.was != pair.would]
    return {
        "total": compared.total,
        "newly_late": compared.newly_late,
        "newly_kept": compared.newly_kept,
        "units": sorted(changed, key=_worse),
        "same": len(rows) - len(changed),
    }


def said(problem: Problem, lang: str) -> str:
    """A mistake in the reader's language."""
    return problem.what_en if lang == "en" else problem.what_zh


def _worse(row: tuple[str, Pair]) -> tuple[int, str]:
    """Units that lose most come first."""
    name, pair = row
    return pair.would.kept - pair.was.kept, name
