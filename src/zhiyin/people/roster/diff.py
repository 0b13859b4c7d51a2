"""What a roster would change. Pure: the same rows and the same state always give the same list."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from zhiyin.people.roster.check import EmployeeRow, UnitRow

FIELDS = (
    "name", "sex", "category", "frontline", "rank", "form", "status", "shift", "union_member", "joined_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """An employee as the database has them now."""

    number: str
    unit: str
    values: tuple[Any, ...]

    @property
    def name(self) -> str:
        return str(self.values[0])

    @property
    def gone(self) -> bool:
        return bool(self.values[6] == "left")


@dataclass(frozen=True, slots=True)
class Changed:
    """One employee's fields that change: name → (before, after)."""

    number: str
    name: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Moved:
    number: str
    name: str
    old: str
    new: str


@dataclass(slots=True)
class Diff:
    """Everything the roster would do, in the roster's order."""

    new: list[EmployeeRow] = field(default_factory=list)
    returned: list[EmployeeRow] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    unchanged: int = 0
    units_new: list[UnitRow] = field(default_factory=list)
    units_changed: list[UnitRow] = field(default_factory=list)
    units_moved: list[UnitRow] = field(default_factory=list)

    COUNTED = ("new", "returned", "changed", "moved", "left", "units_new", "units_changed", "units_moved")

    def counts(self) -> dict[str, int]:
        return {**{name: len(getattr(self, name)) for name in self.COUNTED}, "unchanged": self.unchanged}

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in self.COUNTED)

    def digest(self) -> str:
        """What was shown is what is written: the digest of every single change."""
        said = [
            [[r.number, r.name, r.unit, r.values] for r in self.new + self.returned],
            [[c.number, dict(c.fields)] for c in self.changed],
            [[m.number, m.old, m.new] for m in self.moved],
            [p.number for p in self.left],
            [
                [u.code, u.name, u.level, u.parent]
                for u in self.units_new + self.units_changed + self.units_moved
            ],
        ]
        return sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def employees(
    rows: Sequence[EmployeeRow], now: Mapping[str, Person], *, complete_for: frozenset[str] = frozenset()
) -> Diff:
    """`complete_for`: codes of the units of which the roster lists everybody; whoever is absent has left."""
    diff = Diff()
    seen: set[str] = set()
    for row in rows:
        seen.add(row.number)
        person = now.get(row.number)
        leaves = row.values.get("status") == "left"
        if person is None:
            if not leaves:
                diff.new.append(row)
        elif person.gone:
            if leaves or "status" not in row.values:
                diff.unchanged += 1
            else:
                diff.returned.append(row)
        elif leaves:
            diff.left.append(person)
        else:
            _same_person(diff, row, person)
    if complete_for:
        for number, person in now.items():
            if number not in seen and not person.gone and person.unit in complete_for:
                diff.left.append(person)
    return diff


def _same_person(diff: Diff, row: EmployeeRow, person: Person) -> None:
    fields: dict[str, tuple[Any, Any]] = {}
    if row.name != person.values[0]:
        fields["name"] = (person.values[0], row.name)
    values = row.values
    for index, name in enumerate(FIELDS):
        if name in values and values[name] != person.values[index]:
            fields[name] = (person.values[index], values[name])
    if fields:
        diff.changed.append(Changed(row.number, row.name, fields))
    if row.unit != person.unit:
        diff.moved.append(Moved(row.number, row.name, person.unit, row.unit))
    if not fields and row.unit == person.unit:
        diff.unchanged += 1


def units(diff: Diff, rows: Sequence[UnitRow], now: Mapping[str, tuple[str, str, str]]) -> Diff:
    """Add the changes of units; `now`: code → (name, level, parent code)."""
    for row in rows:
        before = now.get(row.code)
        if before is None:
            diff.units_new.append(row)
            continue
        if row.name != before[0] or (row.level and row.level != before[1]):
            diff.units_changed.append(row)
        if row.parent and row.parent != before[2]:
            diff.units_moved.append(row)
    return diff


def parents_first(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """New units in an order in which each comes after its parent (there is no cycle)."""
    by_code = {row.code: row for row in rows}
    ordered: dict[str, UnitRow] = {}

    def put(row: UnitRow) -> None:
        if row.code not in ordered:
            if row.parent in by_code:
                put(by_code[row.parent])
            ordered[row.code] = row

    for row in rows:
        put(row)
    return list(ordered.values())
