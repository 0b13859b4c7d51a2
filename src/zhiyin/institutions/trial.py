"""Trying things out without a database: a list of facts against packs, and counting days from a line."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from zhiyin.institutions.calendar import Calendar, OutOfCalendar
from zhiyin.institutions.derive.always import registers_in
from zhiyin.institutions.evaluate import evaluate, status, trace_of
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE
from zhiyin.institutions.language.examples import ZONE, BadLine, field_value, read_fact, spread
from zhiyin.institutions.language.problems import offer
from zhiyin.institutions.language.rules import Always, Every, Rule, leaves
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.spans import NotASpan, Span
from zhiyin.institutions.trace import render

_DUE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?\s+(.+)")


class BadFacts(ValueError):
    """Lines that are no facts; `lines` says which and why."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


def read_facts(text: str, programme: Programme) -> list[Fact]:
    """Facts, one a line; empty lines and what follows a # are left out. Raises BadFacts."""
    facts: list[Fact] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cleaned = re.split(r"(?:^|\s)#", line)[0].strip()
        if not cleaned:
            continue
        try:
            for one in spread(cleaned):
                facts.append(read_fact(one, len(facts) + 1, programme.catalogue))
        except BadLine as error:
            wrong.append(f"{number}: {error}")
    if wrong:
        raise BadFacts(wrong)
    return facts


def read_profile(words: Iterable[str], programme: Programme) -> dict[str, object]:
    """`name=value` words. Raises BadFacts."""
    types = programme.catalogue.profile
    found: dict[str, object] = {}
    for word in words:
        name, mark, value = word.partition("=")
        if not mark or name not in types:
            raise BadFacts([f"--profile {word}: {offer(name, types)[1]}"])
        try:
            found[name] = field_value("profile", name, types[name], value)
        except BadLine as error:
            raise BadFacts([f"--profile {word}: {error}"]) from None
    return found


def try_facts(
    programme: Programme, text: str, on: date, profile: Iterable[str] = (), since: date | None = None
) -> list[dict[str, Any]]:
    """One dictionary for each obligation: rule, key, status, due, trace, zh, en. Raises BadFacts."""
    facts = read_facts(text, programme)
    values = read_profile(profile, programme)
    calendar = Calendar.shipped()
    asked = programme.only(rule for rule in programme.rules if concerns(programme, rule, facts))
    labels = programme.catalogue.labels()
    found = []
    for row in evaluate(asked, facts, calendar, on, standing=True, since=since, profile=values):
        rule = asked.version(row.uid)
        trace = trace_of(rule, row, calendar)
        found.append(
            {
                "rule": row.rule,
                "version": rule.start.isoformat(),
                "title": dict(rule.title),
                "force": rule.force,
                "key": row.key,
                "status": str(status(row, on)),
                "due": row.due_on.isoformat() if row.due_on else None,
                "due_at": row.due_at.isoformat() if row.due_at else None,
                "provisional": row.provisional,
                "have": row.have,
                "need": row.need,
                "trace": trace,
                "zh": render(trace, "zh", labels),
                "en": render(trace, "en", labels),
            }
        )
    return found


def concerns(programme: Programme, rule: Rule, facts: Sequence[Fact]) -> bool:
    """Do the facts say anything about the rule? Duties of periods and states are owed without any fact."""
    kinds = {fact.kind for fact in facts}
    match rule.shape:
        case Every(do=do, per=per):
            named = {pattern.kind for pattern in leaves(do)}
            return bool(kinds & named) or (per is not None and bool(kinds & _enters(programme, per)))
        case Always(check=check, per=per):
            registers = set(registers_in(check.tree)) | ({per} if per else set())
            if any(kinds & _enters(programme, name) for name in registers):
                return True
            return not registers and PROFILE in kinds
        case _:
            return True


def _enters(programme: Programme, register: str) -> set[str]:
    return {pattern.kind for pattern in programme.registers[register].enters}


def due_of_line(line: str, roll: bool = True, backward: bool = False) -> dict[str, Any]:
    """`2025-09-17 15 working days` → {line, date, provisional, trace}. Raises ValueError with a sentence."""
    found = _DUE.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"'{line}': write a day and a length, such as 2025-09-17 15 working days")
    day_text, clock, length = found.groups()
    try:
        day = date.fromisoformat(day_text)
        at = datetime.fromisoformat(f"{day_text}T{clock or '00:00'}{ZONE}")
    except ValueError:
        raise ValueError(f"'{day_text}' is not a day") from None
    calendar = Calendar.shipped()
    try:
        span = Span.parse(length)
        if span.unit == "hour":
            return _hours(line, at, span, calendar, backward, bool(clock))
        counted = calendar.count_backward(day, span) if backward else calendar.count_forward(day, span, roll)
    except (NotASpan, OutOfCalendar) as error:
        raise ValueError(f"'{line}': {error}") from None
    return {
        "line": line,
        "date": counted.day.isoformat(),
        "provisional": counted.provisional,
        "trace": counted.steps,
    }


def _hours(
    line: str, at: datetime, span: Span, calendar: Calendar, backward: bool, timed: bool
) -> dict[str, Any]:
    if backward:
        raise OutOfCalendar("hours do not count backward")
    end, steps = calendar.count_hours(at, span)
    result: dict[str, Any] = {
        "line": line,
        "date": end.date().isoformat(),
        "provisional": False,
        "trace": steps,
    }
    return result | ({"at": end.isoformat(timespec="minutes")} if timed else {})
