"""Registers in memory: who or what is a member at the end of a day, with the fields that are kept."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.expr.types import Value
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.slots import RegisterSlot

Kept = Mapping[str, Any]
_Change = tuple[date, int, int, Kept | None]


class Rosters:
    """Every register's members over time; the order in which facts arrive does not matter."""

    def __init__(self, programme: Programme, facts: Iterable[Fact]) -> None:
        self.programme = programme
        gathered: dict[tuple[str, str], list[tuple[date, int, RegisterSlot, Fact]]] = {}
        for fact in facts:
            for slot in programme.register_slots.get(fact.kind, ()):
                member = self._member(slot, fact)
                if member and self._counts(slot, fact):
                    gathered.setdefault((slot.register.name, member), []).append(
                        (fact.day, fact.order, slot, fact)
                    )
        self._history: dict[str, dict[str, tuple[list[date], list[Kept | None]]]] = {
            name: {} for name in programme.registers
        }
        self._days: dict[str, set[date]] = {name: set() for name in programme.registers}
        for (name, member), events in gathered.items():
            self._history[name][member] = self._episodes(events)
            self._days[name].update(day for day, *_ in events)

    def _member(self, slot: RegisterSlot, fact: Fact) -> str:
        name = slot.register.member
        spec = self.programme.catalogue.kinds[fact.kind]
        value = fact.fields.get(name)
        return str(value) if value is not None else (fact.subject if spec.subject == name else "")

    def _counts(self, slot: RegisterSlot, fact: Fact) -> bool:
        early = slot.pattern.early
        return early is None or early.run(Env(fields=fact.fields, day=fact.day, unit=fact.unit)) is True

    def _episodes(
        self, events: list[tuple[date, int, RegisterSlot, Fact]]
    ) -> tuple[list[date], list[Kept | None]]:
        """States at day ends, in order of days; None while not a member."""
        days: list[date] = []
        states: list[Kept | None] = []
        current: Kept | None = None
        for day, _, slot, fact in sorted(events, key=lambda event: (event[0], event[1])):
            kept = {name: fact.fields[name] for name in slot.register.keeps if name in fact.fields}
            about = self.programme.catalogue.kinds[fact.kind].subject
            if about in slot.register.keeps:
                kept.setdefault(about, fact.subject)
            if slot.name == "enter":
                current = kept
            elif slot.name == "leave":
                current = None
            elif current is not None:
                current = {**current, **kept}
            if days and days[-1] == day:
                states[-1] = current
            else:
                days.append(day)
                states.append(current)
        return days, states

    def members(self, register: str, day: date) -> dict[str, Kept]:
        """Members at the end of the day."""
        found = {}
        for member, (days, states) in self._history[register].items():
            index = bisect_right(days, day) - 1
            state = states[index] if index >= 0 else None
            if state is not None:
                found[member] = state
        return found

    def memberships(self, register: str) -> dict[str, list[tuple[date, date | None]]]:
        """For each member the spans [entered, left) of membership."""
        return {member: self.memberships_of(register, member) for member in self._history[register]}

    def memberships_of(self, register: str, member: str) -> list[tuple[date, date | None]]:
        """The spans [entered, left) of one member; empty for one who never was."""
        days, states = self._history[register].get(member, ((), ()))
        spans: list[tuple[date, date | None]] = []
        entered: date | None = None
        for day, state in zip(days, states, strict=True):
            if state is not None and entered is None:
                entered = day
            elif state is None and entered is not None:
                spans.append((entered, day))
                entered = None
        if entered is not None:
            spans.append((entered, None))
        return spans

    def count(self, register: str, day: date, test: Callable[[Env], Value] | None) -> int:
        """Members at the end of the day that satisfy the test; an unknown answer does not."""
        members = self.members(register, day)
        if test is None:
            return len(members)
        return sum(1 for kept in members.values() if test(Env(fields=kept, day=day)) is True)

    def changes(self, registers: Iterable[str]) -> set[date]:
        """Days on which any of the registers changed."""
        return set().union(*(self._days.get(name, set()) for name in registers))
