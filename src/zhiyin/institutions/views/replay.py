"""用新数试算旧事: change numbers the house may set, and see the past year by them. Writes nothing."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from zhiyin.institutions.compare import Pair
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.selectors import institution as institutions
from zhiyin.institutions.trying import TooMuch, dials_of, try_numbers
from zhiyin.institutions.views.board import lang_now
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import Unit
from zhiyin.people.roles import OFFICERS

YEAR: Final = timedelta(days=365)
_NUMBER: Final = re.compile(r"(\d+)\s*(.*)")
DIAL_WORDS: Final = {
    "within": gettext_noop("多久以内"),
    "at_least": gettext_noop("至少提前"),
    "grace": gettext_noop("宽限"),
    "for": gettext_noop("保持多久"),
    "after_end": gettext_noop("期末后多久"),
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
    """One number of the form: its bounds, its present value, and what was typed."""

    name: str
    label: str
    unit: str
    written: str
    low: int
    high: int
    now: int
    value: int


@roles(*OFFICERS)
@require_safe
def replay(request: SignedInRequest, name: str) -> HttpResponse:
    """The form, and side by side what was and what would have been."""
    today = clock.today()
    settable = settable_rules(name, today)
    if not settable:
        raise Http404
    rule = next((one for one in settable if one.id == request.GET.get("rule")), settable[0])
    dials = [_dial(rule, one, text, request.GET.get(one, "")) for one, text in dials_of(rule).items()]
    lang = lang_now()
    context: dict[str, Any] = {
        "page_title": _("用新数试算旧事"),
        "institution": name,
        "rule": rule,
        "title": rule.title[lang],
        "rules": [(one.id, one.title[lang]) for one in settable],
        "dials": dials,
        "since": today - YEAR,
        "until": today,
        "back_url": reverse("institutions:institution", args=[name]),
    }
    if "rule" in request.GET and any(one.value != one.now for one in dials):
        context |= _tried(rule, dials, today, lang)
    return render(request, "institutions/replay/replay.html", context)


def settable_rules(name: str, today: date) -> list[Rule]:
    """The versions in force today of an institution's rules that leave numbers to the house."""
    return [rule for rule in institutions.rules_of(name) if rule.in_force(today) and dials_of(rule)]


def _dial(rule: Rule, name: str, text: str, typed: str) -> Dial:
    bounds = rule.settable[name]
    low, high, now = (_parts(one)[0] for one in (bounds.low, bounds.high, text))
    written = _parts(bounds.high)[1]
    unit = UNIT_WORDS.get(written.removesuffix("s"), written)
    value = int(typed) if typed.isdecimal() and len(typed) < 6 else now
    label = _(DIAL_WORDS[name]) if name in DIAL_WORDS else name
    return Dial(name, label, _(unit) if unit else "", written, low, high, now, min(max(value, low), high))


def _parts(text: str) -> tuple[int, str]:
    found = _NUMBER.match(text)
    return (int(found[1]), found[2]) if found else (0, "")


def values_of(dials: list[Dial]) -> dict[str, str]:
    """The numbers as packs write them."""
    return {
        one.name: f"{one.value}{one.written}" if one.written == "%" else f"{one.value} {one.written}".strip()
        for one in dials
    }


def _tried(rule: Rule, dials: list[Dial], today: date, lang: str) -> dict[str, Any]:
    try:
        problems, tried = try_numbers(rule, values_of(dials), today - YEAR, today)
    except TooMuch:
        return {"too_much": True}
    if tried is None:
        told = [one.what_zh if lang == "zh" else one.what_en for one in problems]
        return {"problems": told}
    found = tried.compared
    names = dict(Unit.objects.filter(pk__in=[UUID(u) for u in found.units if u]).values_list("pk", "name"))
    rows = [(names.get(UUID(unit), "") if unit else "", pair) for unit, pair in found.units.items()]
    changed = [(name or _("全企业"), pair) for name, pair in rows if pair.was != pair.would]
    return {
        "total": found.total,
        "newly_late": found.newly_late,
        "newly_kept": found.newly_kept,
        "units": sorted(changed, key=_worse),
        "same": len(rows) - len(changed),
    }


def _worse(row: tuple[str, Pair]) -> tuple[int, str]:
    """Units that lose most come first."""
    name, pair = row
    return pair.would.kept - pair.was.kept, name
