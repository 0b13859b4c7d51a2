"""What is wrong in a roster, cell by cell. Pure: it is told what exists and asks no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiyin.people.roster.columns import EMPLOYEES, UNITS, YES_NO, Column, Header, find_header
from zhiyin.people.roster.read import Sheet
from zhiyin.people.roster.values import as_code, as_date, as_text, letter
from zhiyin.people.rules import cycle, is_code, is_within

MAX_PROBLEMS = 2000
NAME_MAX = 64
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; `code` and `params` become a sentence in words.py."""

    code: str
    sheet: str = ""
    line: int = 0
    column: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.column}{self.line}" if self.column and self.line else ""


@dataclass(slots=True)
class EmployeeRow:
    """One line of the roster: `values` holds only the fields that the line fills in."""

    line: int
    number: str
    name: str
    unit: str
    values: dict[str, Any]


@dataclass(slots=True)
class UnitRow:
    line: int
    code: str
    name: str
    level: str
    parent: str


@dataclass(slots=True)
class Roster:
    """What was read; `problems` empty means that it may be written."""

    employees: list[EmployeeRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_headings: tuple[str, ...] = ()
    # "employees" or "units" → the sheet's name and the letter of each column, for addresses
    places: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def place(self, code: str, which: str, line: int, key: str, **params: str) -> Problem:
        """A problem in one column of one line."""
        sheet, letters = self.places.get(which, ("", {}))
        return Problem(code, sheet, line, letters.get(key, ""), params)


@dataclass(frozen=True)
class Known:
    """What exists: unit code → (parent code, path, open); employee number → unit code; the admin's reach."""

    units: Mapping[str, tuple[str, str, bool]]
    employees: Mapping[str, str]
    reach: tuple[str, ...] = ("/",)


def parse(sheets: Sequence[Sheet], known_numbers: Mapping[str, Any]) -> Roster:
    """Rows out of sheets, with the problems that a line has by itself."""
    roster = Roster()
    staff = [(s, h) for s in sheets if (h := find_header(s.rows, EMPLOYEES)) and "number" in h.at]
    others = [(s, h) for s in sheets if s not in [x for x, _h in staff] and (h := find_header(s.rows, UNITS))]
    if not staff and not others:
        roster.problems.append(Problem("no_header"))
        return roster
    for sheet, header in staff[:1]:
        roster.unknown_headings = header.unknown
        roster.places["employees"] = (sheet.name, {k: letter(i) for k, i in header.at.items()})
        if not _headings(roster, sheet, header, EMPLOYEES):
            _employee_rows(roster, sheet, header, known_numbers)
    for sheet, header in others[:1]:
        roster.places["units"] = (sheet.name, {k: letter(i) for k, i in header.at.items()})
        if not _headings(roster, sheet, header, UNITS):
            _unit_rows(roster, sheet, header)
    if not roster.employees and not roster.units and not roster.problems:
        roster.problems.append(Problem("no_rows"))
    return roster


def _headings(roster: Roster, sheet: Sheet, header: Header, columns: Sequence[Column]) -> bool:
    """Whether the heading row itself is wrong."""
    before = len(roster.problems)
    for column in columns:
        if column.needed and column.key not in header.at:
            roster.problems.append(
                Problem("no_column", sheet.name, header.row + 1, "", {"column": column.title})
            )
    for name in header.twice:
        roster.problems.append(Problem("column_twice", sheet.name, header.row + 1, "", {"column": name}))
    return len(roster.problems) > before


def _lines(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Any]]]:
    width = max(header.at.values()) + 1
    for index in range(header.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        if any(row[i] not in ("", None) for i in header.at.values()):
            yield index + 1, row


def _employee_rows(roster: Roster, sheet: Sheet, header: Header, known_numbers: Mapping[str, Any]) -> None:
    at = header.at
    rest = [(c, at[c.key]) for c in EMPLOYEES if not c.needed and c.key in at]
    new_needs = [c for c in EMPLOYEES if c.needed_for_new]
    zeros = {n.lstrip("0"): n for n in known_numbers if n.startswith("0")}
    first_line: dict[str, int] = {}
    add = _adder(roster, sheet)
    for line, row in _lines(sheet, header):
        number, name = as_code(row[at["number"]]), as_text(row[at["name"]])
        unit = as_code(row[at["unit"]])
        if _line_problems(add, line, at, number, name, unit):
            continue
        if number in first_line:
            add("number_twice", line, at["number"], number=number, first=str(first_line[number]))
            continue
        first_line[number] = line
        values = _values(add, line, row, rest)
        if number not in known_numbers:
            if number in zeros:
                add("lost_zeros", line, at["number"], number=number, known=zeros[number])
            for column in new_needs:
                if column.key not in values and column.key not in at:
                    add("needed_for_new_column", line, None, column=column.title)
                elif column.key not in values and row[at[column.key]] in ("", None):
                    add("needed_for_new", line, at[column.key], column=column.title)
        roster.employees.append(EmployeeRow(line, number, name, unit, values))


def _line_problems(add: Any, line: int, at: Mapping[str, int], number: str, name: str, unit: str) -> bool:
    if not number:
        add("no_number", line, at["number"])
    elif not is_code(number):
        add("bad_number", line, at["number"], number=number)
    if not name:
        add("no_name", line, at["name"])
    elif len(name) > NAME_MAX:
        add("long_name", line, at["name"])
    if not unit:
        add("no_unit", line, at["unit"])
    return not (number and name and unit and is_code(number) and len(name) <= NAME_MAX)


def _values(add: Any, line: int, row: list[Any], rest: list[tuple[Column, int]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, index in rest:
        cell = row[index]
        if cell == "" or cell is None:
            continue
        if column.kind == "date":
            day = as_date(cell)
            if day is None:
                add("bad_date", line, index, value=as_text(cell), column=column.title)
            else:
                values[column.key] = day
            continue
        text = as_text(cell).upper()
        if not text:
            continue
        found = YES_NO.get(text) if column.kind == "yes_no" else column.words.get(text)
        if found is None:
            allowed = "、".join(column.shown or ("是", "否"))
            add("bad_word", line, index, value=as_text(cell), column=column.title, allowed=allowed)
        else:
            values[column.key] = found
    return values


def _unit_rows(roster: Roster, sheet: Sheet, header: Header) -> None:
    at, add = header.at, _adder(roster, sheet)
    first_line: dict[str, int] = {}
    levels = next(c for c in UNITS if c.key == "level")
    for line, row in _lines(sheet, header):
        code, name = as_code(row[at["code"]]), as_text(row[at["name"]])
        parent = as_code(row[at["parent"]]) if "parent" in at else ""
        level_text = as_text(row[at["level"]]).upper() if "level" in at else ""
        level = levels.words.get(level_text, "")
        if not is_code(code):
            add("bad_code", line, at["code"], code=code)
        elif code in first_line:
            add("code_twice", line, at["code"], code=code, first=str(first_line[code]))
        elif not name:
            add("no_unit_name", line, at["name"])
        elif len(name) > NAME_MAX:
            add("long_name", line, at["name"])
        elif level_text and not level:
            add(
                "bad_word", line, at["level"],
                value=level_text, column=levels.title, allowed="、".join(levels.shown),
            )  # fmt: skip
        else:
            first_line[code] = line
            roster.units.append(UnitRow(line, code, name, level, parent))


def _adder(roster: Roster, sheet: Sheet) -> Any:
    def add(code: str, line: int, index: int | None, **params: str) -> None:
        if len(roster.problems) < MAX_PROBLEMS:
            column = "" if index is None else letter(index)
            roster.problems.append(Problem(code, sheet.name, line, column, params))

    return add


def comparable(roster: Roster) -> bool:
    """Whether comparing with what exists would find more, and not just follow from what was found."""
    wrong_units = roster.places.get("units", ("-", {}))[0]
    fatal = {"no_header", "no_rows", "no_column", "column_twice"}
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
