"""What rules look at: the patterns each version waits for, and the fields it must remember of a fact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from zhiyin.institutions.expr.compiler import Compiled
from zhiyin.institutions.language.catalogue import FINDING
from zhiyin.institutions.language.rules import (
    After,
    Always,
    Before,
    Each,
    Every,
    Keep,
    Pattern,
    Register,
    Rule,
    leaves,
)

SlotName = Literal[
    "open",
    "do",
    "never",
    "unless",
    "cancel",
    "extend",
    "pause",
    "resume",
    "finding",
    "enter",
    "leave",
    "change",
]


@dataclass(frozen=True, slots=True)
class Slot:
    """One reason why a rule looks at a kind; `index` is the pattern's number within its slot."""

    rule: Rule
    name: SlotName
    pattern: Pattern
    index: int
    keeps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RegisterSlot:
    register: Register
    name: Literal["enter", "leave", "change"]
    pattern: Pattern


def slots_of(rule: Rule, registers: Mapping[str, Register]) -> list[Slot]:
    """What a rule looks at, and which fields of each fact it must remember."""
    found: list[Slot] = []
    opening = _opening_fields(rule, registers)
    members = _member_fields(rule, registers)

    def add(name: SlotName, patterns: Iterable[Pattern], keeps: frozenset[str] = frozenset()) -> None:
        for index, pattern in enumerate(patterns):
            found.append(Slot(rule, name, pattern, index, keeps | _own_fields(pattern)))

    match rule.shape:
        case After(on=on, do=do, extend=extend, pause=pause):
            add("open", on, opening)
            add("do", leaves(do))
            if extend is not None:
                add("extend", extend.by, frozenset({extend.days}) | _fields(extend.valid))
            if pause is not None:
                add("pause", pause.start)
                add("resume", pause.end)
        case Before(on=on, do=do):
            add("open", on, opening)
            add("do", leaves(do), members)
        case Every(do=do):
            add("do", leaves(do))
        case Each(on=on):
            add("open", on, opening)
        case Keep(on=on, never=never):
            add("open", on, opening)
            add("never", never)
        case Always():
            pass
    add("unless", rule.unless)
    add("cancel", rule.cancel)
    if rule.judged_by:
        add("finding", (Pattern(FINDING),), frozenset({"finding"}))
    return found


def register_slots_of(register: Register) -> list[RegisterSlot]:
    """What changes a register."""
    found = [RegisterSlot(register, "enter", pattern) for pattern in register.enters]
    found += [RegisterSlot(register, "leave", pattern) for pattern in register.leaves]
    return found + [RegisterSlot(register, "change", pattern) for pattern in register.changes]


def _fields(condition: Compiled | None) -> frozenset[str]:
    return condition.fields if condition else frozenset()


def _own_fields(pattern: Pattern) -> frozenset[str]:
    return _fields(pattern.late) | _fields(pattern.enough)


def _opening_fields(rule: Rule, registers: Mapping[str, Register]) -> frozenset[str]:
    """Fields of the opening that conditions read, its date field, and what joins registers."""
    shape = rule.shape
    conditions: list[Compiled | None] = []
    extra: set[str] = set()
    if isinstance(shape, After | Before):
        conditions += [pattern.late for pattern in leaves(shape.do)]
        conditions += [pattern.enough for pattern in leaves(shape.do)]
        extra |= {shape.counted_from} if shape.counted_from else set()
    if isinstance(shape, After) and shape.extend:
        conditions.append(shape.extend.valid)
    if isinstance(shape, After) and shape.pause:
        conditions += [pattern.late for pattern in (*shape.pause.start, *shape.pause.end)]
    if isinstance(shape, Keep):
        conditions += [pattern.late for pattern in shape.never]
    if isinstance(shape, Each):
        extra |= shape.check.fields
    if isinstance(shape, Before):
        extra |= {within for name in shape.for_each if (within := registers[name].within)}
    conditions += [pattern.late for pattern in (*rule.unless, *rule.cancel)]
    found = frozenset(extra)
    for condition in conditions:
        found |= condition.opening if condition else frozenset()
    return found


def _member_fields(rule: Rule, registers: Mapping[str, Register]) -> frozenset[str]:
    shape = rule.shape
    if not isinstance(shape, Before):
        return frozenset()
    return frozenset(registers[name].member for name in shape.for_each)
