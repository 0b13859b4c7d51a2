"""Worked examples: facts as lines, a day, and the rows that must come out."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.fields import Fields
from zhiyin.institutions.language.nodes import Mapping, Text
from zhiyin.institutions.language.problems import offer
from zhiyin.institutions.language.rules import Example

_SERIES: Final = re.compile(r"(?<==)([a-z]+)(\d{1,5})\.\.\1(\d{1,5})(?=\s|$)")
LONGEST_SERIES: Final = 20_000
EARLIEST: Final = 1949
LATEST: Final = 2199
_LINE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?\s+(\S+)\s*(.*)", re.DOTALL)
ZONE: Final = "+08:00"


class BadLine(ValueError):
    """A line that is no fact."""


def read_examples(fields: Fields) -> tuple[Example, ...]:
    found = []
    for item in fields.items("examples"):
        if not isinstance(item, Mapping):
            fields.mistake(
                "examples",
                "例子写得不对",
                "an example must have entries",
                "写成 - name: …",
                "write - name: …",
            )
            continue
        entry = Fields(item, f"{fields.who} example", fields.problems)
        entry.only("name", "facts", "on", "expect", "profile", "since")
        on = entry.day("on")
        profile = entry.sub("profile")
        if on is None or not entry.items("expect"):
            entry.mistake(
                "on" if on is None else "expect",
                "例子要有 on 和 expect",
                "an example needs 'on' and 'expect'",
                "加上 on: 2025-06-01 和 expect: [D1 kept due 2025-05-06]",
                "add on: 2025-06-01 and expect: [D1 kept due 2025-05-06]",
            )
            continue
        found.append(
            Example(
                name=entry.label("name"),
                facts=entry.texts("facts"),
                on=on,
                expect=entry.texts("expect"),
                profile={key: profile.text(key) for key in profile.node.entries} if profile else {},
                since=entry.day("since"),
                place=item.place,
                places=tuple(node.place for node in entry.items("facts") if isinstance(node, Text)),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Line:
    day: date
    at: datetime | None
    kind: str
    words: dict[str, str]


def split_line(text: str) -> Line:
    """`DATE[THH:MM] kind field=value …`; raises BadLine."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        raise BadLine(f"'{text}' is no fact; write DATE kind field=value …")
    day_text, clock, kind, rest = found.groups()
    day = _day(day_text)
    try:
        at = datetime.fromisoformat(f"{day_text}T{clock}{ZONE}") if clock else None
    except ValueError:
        raise BadLine(f"'{clock}' is not a time of day") from None
    words: dict[str, str] = {}
    for word in rest.split():
        name, mark, value = word.partition("=")
        if not mark or not value:
            raise BadLine(f"'{word}' is not field=value")
        if name in words:
            raise BadLine(f"'{name}' stands twice")
        words[name] = value
    return Line(day, at, kind, words)


def spread(text: str) -> list[str]:
    """`employee=e1..e300` stands for three hundred lines; raises BadLine."""
    found = _SERIES.search(text)
    if found is None:
        return [text]
    first, last = int(found[2]), int(found[3])
    if not first <= last < first + LONGEST_SERIES:
        raise BadLine(f"'{found[0]}' is no series; write it like e1..e300")
    head, tail = text[: found.start()], text[found.end() :]
    return [f"{head}{found[1]}{number}{tail}" for number in range(first, last + 1)]


def read_fact(text: str, order: int, catalogue: Catalogue) -> Fact:
    """One line as a fact, its fields typed; raises BadLine with a sentence."""
    line = split_line(text)
    spec = catalogue.kinds.get(line.kind)
    if spec is None:
        raise BadLine(f"there is no fact '{line.kind}': {offer(line.kind, catalogue.kinds)[1]}")
    words = dict(line.words)
    unit, actor = words.pop("unit", None), words.pop("actor", None)
    subject = words.pop(spec.subject, None)
    values: dict[str, object] = {}
    for name, word in words.items():
        field = spec.fields.get(name)
        if field is None:
            raise BadLine(f"{line.kind} has no field '{name}': {offer(name, spec.fields)[1]}")
        values[name] = field_value(line.kind, name, field.type, word)
    return Fact(line.kind, subject or "", unit, actor, line.day, line.at, order, values)


def _day(word: str) -> date:
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise BadLine(f"'{word}' is not a day") from None
    if not EARLIEST <= day.year <= LATEST:
        raise BadLine(f"'{word}' is not between {EARLIEST} and {LATEST}")
    return day


def field_value(kind: str, name: str, type_: Type, word: str) -> object:
    """A word as the field's value, the way facts hold it."""
    if type_.kind == "bool":
        if word not in ("yes", "no"):
            raise BadLine(f"{kind} {name}: '{word}' is not yes or no")
        return word == "yes"
    if type_.kind == "code":
        if word not in type_.options:
            raise BadLine(f"{kind} {name}: '{word}' is not a code: {offer(word, type_.options)[1]}")
        return word
    if type_.kind == "date":
        return _day(word)
    if type_.kind == "yuan" and not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", word):
        raise BadLine(f"{kind} {name}: '{word}' is not an amount of money")
    if type_.kind in ("people", "items", "days", "hours", "number"):
        if not word.isdigit() or len(word) > 15:
            raise BadLine(f"{kind} {name}: '{word}' is not a whole number")
        return int(word)
    return word
