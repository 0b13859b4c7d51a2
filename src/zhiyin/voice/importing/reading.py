"""The table of an old record: its heading and rows as text, each with its line in the file."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiyin.people.roster import read as files

LONGEST_FIELD = 1_000_000


class Unreadable(ValueError):
    """Not a table of records; `reason` is a code of `sentences`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Table:
    """`lines` counts from 1, as spreadsheets do."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes) -> Table:
    """The first sheet with anything in it. Raises Unreadable."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        sheet = files.read(data)[0]
    except files.Unreadable as problem:
        raise Unreadable(problem.code) from problem
    lines = [(line, [_text(cell) for cell in row]) for line, row in enumerate(sheet.rows, start=1)]
    filled = [(line, row) for line, row in lines if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise Unreadable("empty_file")
    return Table(filled[0][1], filled[1:])


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if cell is not None else ""
