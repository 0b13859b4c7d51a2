"""What is wrong in a roster only against what exists: unknown units, cycles, units beyond reach. Pure."""

from collections.abc import Mapping

from zhiyin.people.roster.check import MAX_PROBLEMS, Known, Problem, Roster, UnitRow
from zhiyin.people.rules import cycle, is_within

MAX_DEPTH = 10


def comparable(roster: Roster) -> bool:
    """Whether comparing with what exists would find more, and not just follow from what was found."""
    wrong_units = roster.places.get("units", ("-", {}))[0]
    fatal = {"no_header", "no_rows", "no_column", "column_twice", "which_sheet"}
    return not any(p.code in fatal or p.sheet == wrong_units for p in roster.problems)


def compare(roster: Roster, known: Known) -> list[Problem]:
    """Problems that show only against what exists: unknown units, cycles, units beyond the admin's reach."""
    problems: list[Problem] = []
    parents = {code: parent for code, (parent, _path, _open) in known.units.items() if parent}
    for unit in roster.units:
        if unit.parent:
            parents[unit.code] = unit.parent
    listed = {u.code: u for u in roster.units}
    ring = cycle(parents)
    if ring:
        line = next((listed[c].line for c in ring if c in listed), 0)
        codes = " → ".join([*ring, ring[0]])
        problems.append(roster.place("cycle", "units", line, "parent", codes=codes))
        return problems
    deep = [u for u in roster.units if _depth(u.code, parents) > MAX_DEPTH]
    if deep:
        return [roster.place("too_deep", "units", u.line, "parent", unit=u.code) for u in deep]
    problems += _unit_problems(roster, known, listed)
    paths = _Paths(known, parents)
    for unit in roster.units:
        known_parents = unit.code in known.units or unit.parent in known.units or unit.parent in listed
        if known_parents and not all(paths.reached(code) for code in (unit.code, unit.parent) if code):
            problems.append(roster.place("beyond_reach", "units", unit.line, "code", unit=unit.code))
    for row in roster.employees:
        if len(problems) >= MAX_PROBLEMS:
            break
        state = known.units.get(row.unit)
        if state is None and row.unit not in listed:
            problems.append(roster.place("unknown_unit", "employees", row.line, "unit", unit=row.unit))
        elif state is not None and not state[2]:
            problems.append(roster.place("closed_unit", "employees", row.line, "unit", unit=row.unit))
        elif not paths.reached(row.unit):
            problems.append(roster.place("beyond_reach", "employees", row.line, "unit", unit=row.unit))
        elif (now := known.employees.get(row.number)) and not paths.reached(now):
            problems.append(
                roster.place("person_beyond_reach", "employees", row.line, "number", number=row.number)
            )
    return problems


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 1
    while code in parents and depth <= MAX_DEPTH:
        code, depth = parents[code], depth + 1
    return depth


def _unit_problems(roster: Roster, known: Known, listed: Mapping[str, UnitRow]) -> list[Problem]:
    problems = []
    roots = {code for code, (parent, _p, _o) in known.units.items() if not parent}
    for unit in roster.units:
        if unit.parent and unit.parent not in known.units and unit.parent not in listed:
            problems.append(roster.place("unknown_parent", "units", unit.line, "parent", unit=unit.parent))
        if unit.code not in known.units:
            if not unit.level:
                problems.append(roster.place("no_level", "units", unit.line, "level", unit=unit.code))
            if not unit.parent:
                if roots:
                    problems.append(roster.place("second_root", "units", unit.line, "parent", unit=unit.code))
                roots.add(unit.code)
    return problems


class _Paths:
    """Whether a unit, old or new, lies within the admin's reach."""

    def __init__(self, known: Known, parents: Mapping[str, str]) -> None:
        self.known, self.parents, self.answers = known, parents, dict[str, bool]()

    def reached(self, code: str) -> bool:
        if code not in self.answers:
            self.answers[code] = self._reached(code)
        return self.answers[code]

    def _reached(self, code: str) -> bool:
        state = self.known.units.get(code)
        if state:
            return any(is_within(state[1], path) for path in self.known.reach)
        parent = self.parents.get(code)
        return self.reached(parent) if parent else "/" in self.known.reach
