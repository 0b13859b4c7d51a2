"""What is wrong in a roster, cell by cell. Pure: it is told what exists and asks no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiyin.people.roster.columns import EMPLOYEES, UNITS, YES_NO, Column, Header, find_header
from zhiyin.people.roster.read import Sheet
from zhiyin.people.roster.values import as_code, as_date, as_text, letter
from zhiyin.people.roster.zeros import zeros_of
from zhiyin.people.rules import is_code

MAX_PROBLEMS = 2000
NAME_MAX = 64


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
    # What was read otherwise than it was written, to be looked at; nothing to mend
    notes: list[Problem] = field(default_factory=list)
    # Sheets that could each be the roster, when it is not clear which is meant
    choices: tuple[str, ...] = ()

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


def parse(sheets: Sequence[Sheet], known_numbers: Mapping[str, Any], *, chosen: str = "") -> Roster:
    """Rows out of sheets, with the problems that a line has by itself. `chosen`: the sheet of the people."""
    roster = Roster()
    staff = [(s, h) for s in sheets if (h := find_header(s.rows, EMPLOYEES)) and "number" in h.at]
    names = {sheet.name for sheet, _header in staff}
    others = [(s, h) for s in sheets if s.name not in names and (h := find_header(s.rows, UNITS))]
    if not staff and not others:
        roster.problems.append(Problem("no_header"))
        return roster
    staff = _one_of(staff, chosen)
    if len(staff) > 1:
        roster.choices = tuple(sheet.name for sheet, _header in staff)
        roster.problems.append(Problem("which_sheet", params={"sheets": "、".join(roster.choices)}))
        return roster
    for sheet, header in staff:
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


def _one_of(staff: list[tuple[Sheet, Header]], chosen: str) -> list[tuple[Sheet, Header]]:
    """The sheet that is meant: the chosen one, or the only one with people and all needed columns."""
    named = [one for one in staff if one[0].name == chosen]
    if named:
        return named[:1]
    needed = {column.key for column in EMPLOYEES if column.needed}
    whole = [one for one in staff if needed <= one[1].at.keys()] or staff[:1]
    filled = [one for one in whole if next(_lines(*one), None)]
    return filled or whole[:1]


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
        said = any(row[i] not in ("", None) for i in header.at.values())
        if said or (sheet.broken and any((index, i) in sheet.broken for i in header.at.values())):
            yield index + 1, row


def _broken(add: Any, sheet: Sheet, columns: Sequence[Column], at: Mapping[str, int], line: int) -> bool:
    """Whether a cell of this line holds a formula without a value."""
    wrong = [(c, at[c.key]) for c in columns if c.key in at and (line - 1, at[c.key]) in sheet.broken]
    for column, index in wrong:
        add(sheet.broken[line - 1, index], line, index, column=column.title)
    return bool(wrong)


def _employee_rows(roster: Roster, sheet: Sheet, header: Header, known_numbers: Mapping[str, Any]) -> None:
    at = header.at
    rest = [(c, at[c.key]) for c in EMPLOYEES if not c.needed and c.key in at]
    new_needs = [c for c in EMPLOYEES if c.needed_for_new]
    zeros = zeros_of(known_numbers)
    first_line: dict[str, int] = {}
    add = _adder(roster, sheet)
    for line, row in _lines(sheet, header):
        if sheet.broken and _broken(add, sheet, EMPLOYEES, at, line):
            continue
        number, name = as_code(row[at["number"]]), as_text(row[at["name"]])
        if number not in known_numbers and number:
            typed = isinstance(row[at["number"]], str) and sheet.name != ""
            restored = zeros.restored(number, typed_as_text=typed)
            if restored != number:
                note = {"number": number, "known": restored}
                roster.notes.append(Problem("zeros_restored", sheet.name, line, letter(at["number"]), note))
                number = restored
        unit = as_code(row[at["unit"]])
        if _line_problems(add, line, at, number, name, unit):
            continue
        if number in first_line:
            add("number_twice", line, at["number"], number=number, first=str(first_line[number]))
            continue
        first_line[number] = line
        values = _values(add, line, row, rest)
        if number not in known_numbers:
            if known := zeros.candidates(number):
                add("lost_zeros", line, at["number"], number=number, known="、".join(known))
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
        if sheet.broken and _broken(add, sheet, UNITS, at, line):
            continue
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
