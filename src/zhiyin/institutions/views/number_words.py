"""本企业的数 in words: values, who set them and when, and mistakes at their field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiyin.institutions import words
from zhiyin.institutions.dials import amount, label
from zhiyin.institutions.house import dials_of, parts
from zhiyin.institutions.language.problems import Problem
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors.numbers import Setting
from zhiyin.institutions.sentences import sentence, sources
from zhiyin.institutions.services import numbers as services
from zhiyin.institutions.trying import checked, draft_of
from zhiyin.institutions.views.sheet_words import Chip
from zhiyin.institutions.words import GROUP_WORDS
from zhiyin.people.marks import listed

CHIPS: Final = {
    HousePack.State.PROPOSED: Chip("soon", "clock", gettext_noop("等第二人批准")),
    HousePack.State.APPROVED: Chip("kept", "circle-check", gettext_noop("已批准")),
    HousePack.State.REFUSED: Chip("mute", "x", gettext_noop("没有批准")),
    HousePack.State.WITHDRAWN: Chip("mute", "ban", gettext_noop("已撤回")),
}


def values(found: Mapping[str, str]) -> str:
    """多久以内 2 个工作日; several joined."""
    return listed((f"{label(name)} {amount(name, text)}" for name, text in found.items()), "；")


def differences(number: HousePack) -> list[tuple[str, str, str]]:
    """What changed: the number's name, before, after."""
    return [
        (label(name), amount(name, number.before.get(name, "")), amount(name, text))
        for name, text in number.dials.items()
        if number.before.get(name) != text
    ]


def line(number: HousePack | None) -> dict[str, Any] | None:
    """One version or proposal: what, from when, by which posts, why."""
    if number is None:
        return None
    versions = programme().versions(number.rule)
    lang = words.lang()
    chip = CHIPS[HousePack.State(number.state)]
    return {
        "number": number,
        "title": versions[-1].title[lang] if versions else number.rule,
        "url": reverse("institutions:number", args=[number.pk]),
        "changes": differences(number),
        "chip": Chip(chip.chip, chip.icon, _(chip.label)),
    }


def about(rule: Rule) -> dict[str, Any]:
    """The rule as the form shows it."""
    lang = words.lang()
    return {
        "title": rule.title[lang],
        "text": rule.text[lang],
        "sentence": sentence(programme(), rule, lang),
        "source": sources(rule, lang),
        "name": rule.institution,
        "now": values(dials_of(rule)),
        "by_period": rule.shape_name == "every",
    }


def place_of_group(entry: tuple[str, Any]) -> int:
    """Groups in the order of the board."""
    names = list(GROUP_WORDS)
    return names.index(entry[0]) if entry[0] in names else len(names)


def group(name: str, found: Sequence[Setting]) -> dict[str, Any]:
    """One group of the list."""
    lang = words.lang()
    return {
        "title": _(GROUP_WORDS.get(name, name)),
        "lines": [
            {
                "rule": one.rule,
                "title": one.rule.title[lang],
                "force": one.rule.force,
                "numbers": [_present(one.rule, name, text) for name, text in dials_of(one.rule).items()],
                "by_house": one.set_by is not None or one.rule.layer == "house",
                "set_by": line(one.set_by),
                "coming": line(one.coming),
                "waiting": line(one.waiting),
            }
            for one in found
        ],
    }


def _present(rule: Rule, name: str, text: str) -> dict[str, str]:
    bounds = rule.settable[name]
    return {
        "label": label(name),
        "now": amount(name, text),
        "bounds": f"{parts(bounds.low)[0]} – {amount(name, bounds.high)}",
    }


def mistakes(problems: Iterable[Problem], rule: Rule | None) -> list[tuple[str | None, str]]:
    """Each mistake of the packs in words, with the field that it belongs to; None for the whole form."""
    lang = words.lang()
    found: list[tuple[str | None, str]] = []
    names = list(dials_of(rule)) if rule else []
    for one in problems:
        what, fix = (one.what_en, one.fix_en) if lang == "en" else (one.what_zh, one.fix_zh)
        at = next((name for name in names if re.search(rf"\b{name}:", one.what_en)), None)
        field = at or (names[0] if len(names) == 1 else None)
        found.append((field, f"{_named(what)}。{fix}。" if lang == "zh" else f"{_named(what)}. {fix}."))
    return found


def _named(text: str) -> str:
    """A sentence of the packs with titles for the ids of rules."""
    lang = words.lang()
    titles = {rule.id: rule.title[lang] for rule in programme().rules}
    return re.sub(r"[a-z][\w.@-]+", lambda found: titles.get(found[0], found[0]), text)


def checked_reading(rule: Rule, numbers: Mapping[str, str]) -> dict[str, Any]:
    """The packs' mistakes of these numbers, or the rule as it would read."""
    lang = words.lang()
    drafted, problems = checked(draft_of(rule, numbers, services.earliest(rule), services.NOBODY_YET))
    if problems:
        found = mistakes(problems, rule)
        return {"mistakes": [(label(field) if field else "", text) for field, text in found]}
    new = drafted.versions(rule.id)[-1]
    return {"reads": {"title": new.title[lang], "sentence": sentence(drafted, new, lang)}}
