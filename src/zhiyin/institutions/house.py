"""The house's numbers as packs write them: dials, the entry that sets them, words that name them. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.layering import DIAL_SHAPES
from zhiyin.institutions.spans import NotASpan, Span

PACK: Final = "house-numbers"
TITLE: Final = "title: {zh: 本企业改过的数, en: numbers set by the house}"
_NUMBER: Final = re.compile(r"(\d+)\s*(.*)")
_WORDS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of one rule from a day on; `values` holds every dial of the rule, as packs write them."""

    rule: Rule
    values: Mapping[str, str]
    start: date
    by_whom: str


def dials_of(rule: Rule) -> dict[str, str]:
    """The present value of every number that the house may set, as packs write it."""
    found = {}
    for name in rule.settable:
        if name in rule.numbers:
            found[name] = rule.numbers[name].text
        else:
            found[name] = getattr(rule.shape, DIAL_SHAPES[name]).en
    return found


def parts(text: str) -> tuple[int, str]:
    """`5 working days` → 5, `working days`; `80%` → 80, `%`."""
    found = _NUMBER.match(text)
    return (int(found[1]), found[2]) if found else (0, "")


def written(number: int, unit: str) -> str:
    """The other way round; a single day is `1 day`."""
    if unit == "%":
        return f"{number}%"
    unit = unit.removesuffix("s")
    return f"{number} {unit}{'' if number == 1 or not unit else 's'}".strip()


def entry(change: Change) -> str:
    """One `set` of a pack: numbers, who decided them, and the words that name them."""
    rule = change.rule
    now = dials_of(rule)
    named = {name: value for name, value in change.values.items() if name in rule.numbers}
    lines = [f"  - set: {quoted(rule.id)}"]
    for key in ("title", "text"):
        before: Mapping[str, str] = getattr(rule, key)
        after = {lang: reworded(text, lang, now, change.values) for lang, text in before.items()}
        if after != dict(before):
            lines.append(f"    {key}: {{zh: {quoted(after['zh'])}, en: {quoted(after['en'])}}}")
    lines.append(f"    from: {change.start.isoformat()}")
    lines += [f"    {name}: {quoted(v)}" for name, v in change.values.items() if name not in named]
    if named:
        numbers = ", ".join(f"{name}: {quoted(value)}" for name, value in named.items())
        lines.append(f"    numbers: {{{numbers}}}")
    lines.append(f"    by_whom: {quoted(change.by_whom)}")
    return "\n".join(lines) + "\n"


def pack(entries: Iterable[str]) -> str:
    """A whole house pack of such entries."""
    body = "".join(entries)
    return f"pack: {PACK}\nlayer: house\n{TITLE}\nrules:{chr(10) + body if body else ' []' + chr(10)}"


def entries_of(text: str) -> str:
    """The entries inside a pack that `pack` wrote."""
    return text.partition("\nrules:\n")[2]


def quoted(text: str) -> str:
    """A text in double quotes on one line."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def reworded(text: str, lang: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A title or a text that names the old number, with the new one; told at the end where it is unclear."""
    for name, old in before.items():
        new = after.get(name, old)
        if old == new:
            continue
        found = _mentions(text, lang, old)
        if len(found) == 1:
            (where,) = found
            text = text[: where.start()] + _spoken(new, lang) + text[where.end() :]
        elif len(found) > 1:
            text += (
                f"（本企业定为{_spoken(new, lang)}）" if lang == "zh" else f" (set to {_spoken(new, lang)})"
            )
    return text


def _spoken(value: str, lang: str) -> str:
    try:
        span = Span.parse(value)
    except NotASpan:
        number, unit = parts(value)
        return f"{number}{unit}" if unit == "%" else str(number)
    return span.zh if lang == "zh" else span.en


def _mentions(text: str, lang: str, value: str) -> list[re.Match[str]]:
    number, unit = parts(value)
    if unit == "%":
        pattern = rf"(?<!\d){number}%"
    elif lang == "zh":
        spoken = {
            "day": "[日天]",
            "month": "个月",
            "working day": "个工作日",
            "year": "年",
            "hour": "个?小时",
        }
        tail = spoken.get(unit.removesuffix("s"), "")
        pattern = rf"(?<!\d){number}{tail}" if tail else rf"(?<!\d){number}(?!\d)"
    else:
        word = f"|{_WORDS[number]}" if number < len(_WORDS) else ""
        tail = rf"[ -]{re.escape(unit.removesuffix('s'))}s?" if unit else ""
        pattern = rf"(?<!\w)(?:{number}{word}){tail}(?!\w)"
    return list(re.finditer(pattern, text, re.IGNORECASE))
