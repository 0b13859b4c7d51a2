"""The scoreboard as a table: the same figures as on the page, no more."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from zhiyin.evaluation import showing, words
from zhiyin.evaluation.rates import SPECS
from zhiyin.evaluation.selectors.scoreboard import Board, Cell, Row
from zhiyin.people.marks import bracketed

Table = list[list[str | int | None]]
HIDDEN = "—"


def table(board: Board) -> Table:
    """One line for each unit shown and each rate, with what was left out and why."""
    heads: Table = [
        [
            _("单位"), _("时期"), _("指标"), _("分子"), _("分母"), _("百分比"), _("分母里其余的"),
            _("没算在内的"), _("没算在内的原因"), _("全部"), _("怎么算"),
        ]
    ]  # fmt: skip
    for row in (board.own, *board.rows):
        heads += [_line(board, row, row.cells[spec.key]) for spec in SPECS]
    return heads


def _line(board: Board, row: Row, cell: Cell) -> list[str | int | None]:
    said = words.RATES[cell.spec.key]
    told = showing.row_words(row)
    name = bracketed(told["name"], told["extra"]) if told["extra"] else told["name"]
    how = f"{said.part} ÷ {said.whole}"
    figure = cell.figure
    if figure is None:
        hidden: list[str | int | None] = [_("不足 10 件，不单列"), *[HIDDEN] * 6]
        return [name, board.period.code, str(said.title), *hidden, how]
    return [
        name, board.period.code, str(said.title), figure.part, figure.whole, cell.percent,
        showing.misses(figure), sum(figure.left_out.values()), showing.left_out(figure), figure.all, how,
    ]  # fmt: skip


def as_csv(rows: Table) -> IO[bytes]:
    text = io.StringIO()
    csv.writer(text).writerows([[_plain(value) for value in row] for row in rows])
    # Spreadsheet programs take UTF-8 for something else without the mark.
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))


def _plain(value: str | int | None) -> str | int | None:
    """A text that a spreadsheet would take for a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" else value


def as_xlsx(rows: Table) -> IO[bytes]:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            _write(sheet, number, row, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 2, 20)
        sheet.set_column(6, 6, 30)
        sheet.set_column(8, 10, 40)
    file.seek(0)
    return file


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet", number: int, row: Sequence[str | int | None], form: object
) -> None:
    for column, value in enumerate(row):
        if value is not None:
            sheet.write(number, column, value, form)


FORMS: dict[str, Callable[[Table], IO[bytes]]] = {"csv": as_csv, "xlsx": as_xlsx}
