"""The uploaded tables once more, each row told in words what is wrong with it. To be mended and sent back."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from zhiyin.people.roster import words
from zhiyin.people.roster.check import Problem
from zhiyin.people.roster.columns import EMPLOYEES, UNITS, find_header
from zhiyin.people.roster.read import Sheet
from zhiyin.people.roster.workbook import position

WIDE = 60
TITLES = 15


def marked(sheets: Iterable[Sheet], problems: Iterable[Problem], *, only_wrong: bool = False) -> bytes:
    """`only_wrong`: rows without a problem are left out, except the heading and what stands above it."""
    by_sheet: dict[str, dict[int, list[Problem]]] = {}
    for problem in problems:
        by_sheet.setdefault(problem.sheet, {}).setdefault(problem.line, []).append(problem)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    used = [sheet for sheet in sheets if sheet.name in by_sheet]
    for sheet in used:
        _write(book, sheet, by_sheet[sheet.name], only_wrong=only_wrong)
    if not used:
        book.add_worksheet().write_string(0, 0, _("没有标出错的行。"))
    book.close()
    return buffer.getvalue()


def _write(book: Any, sheet: Sheet, wrong: dict[int, list[Problem]], *, only_wrong: bool) -> None:
    page = book.add_worksheet(sheet.name or _("职工"))
    why = book.add_format({"text_wrap": True, "bg_color": "#FBEDE9", "valign": "top"})
    bad = book.add_format({"bg_color": "#F7C9BF", "border": 1})
    plain, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    bad_day = book.add_format({"bg_color": "#F7C9BF", "border": 1, "num_format": "yyyy-mm-dd"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.set_column(0, 0, WIDE)
    page.set_column(1, max((len(row) for row in sheet.rows[:TITLES]), default=1), 14)
    heading = _heading_line(sheet.rows, min((line for line in wrong if line), default=1))
    at = 0
    for line, row in enumerate(sheet.rows, start=1):
        found = wrong.get(line, [])
        if only_wrong and line > heading and not found:
            continue
        coloured = {position(problem.address)[1] for problem in found if problem.address}
        if line == heading:
            page.write_string(at, 0, "\n".join([_("要改什么"), *map(words.what, found)]), head)
        elif found:
            page.write_string(at, 0, "\n".join(map(words.what, found)), why)
        for column in range(max([len(row), *(c + 1 for c in coloured)])):
            cell = row[column] if column < len(row) else ""
            ink, ink_day = (bad, bad_day) if column in coloured else (plain, day)
            _put(page, at, column + 1, cell, ink, ink_day)
        at += 1
    page.freeze_panes(min(heading, TITLES), 1)


def _heading_line(rows: Sequence[Sequence[Any]], first_wrong: int) -> int:
    """The line of the headings: the last of the top rows before the people that names two columns."""
    header = find_header(rows, EMPLOYEES) or find_header(rows, UNITS)
    return header.row + 1 if header else first_wrong


def _put(page: Any, row: int, column: int, cell: Any, ink: Any, ink_day: Any) -> None:
    """Texts stay texts, so that no cell becomes a formula and no number loses its zeros."""
    if isinstance(cell, datetime | date):
        page.write_datetime(row, column, cell, ink_day)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, ink)
    elif isinstance(cell, float | int):
        page.write_number(row, column, cell, ink)
    elif isinstance(cell, time | timedelta):
        page.write_string(row, column, str(cell), ink)
    else:
        page.write_string(row, column, str(cell)[:32_767], ink)
