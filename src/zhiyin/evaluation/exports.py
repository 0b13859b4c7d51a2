"""The scoreboard as a table: the same figures as on the page, no more."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from zhiyin.evaluation import showing, words
from zhiyin.evaluation.rates import SPECS, Spec
from zhiyin.evaluation.selectors.scoreboard import Board, Row
from zhiyin.people.marks import bracketed
from zhiyin.people.spreadsheets import Cell, Column, spreadsheet

HIDDEN = "—"


def columns() -> list[Column]:
    return [
        (_("单位"), 20), (_("时期"), 12), (_("指标"), 20), (_("分子"), 10), (_("分母"), 10),
        (_("百分比"), 10),
        (_("分母里其余的"), 30), (_("没算在内的"), 12), (_("没算在内的原因"), 40), (_("全部"), 10),
        (_("怎么算"), 40),
    ]  # fmt: skip


def as_xlsx(board: Board) -> IO[bytes]:
    return spreadsheet(_("各单位情况"), columns(), _lines(board))


def as_csv(board: Board) -> IO[bytes]:
    text = io.StringIO()
    rows: list[list[Cell]] = [[heading for heading, _width in columns()], *_lines(board)]
    csv.writer(text).writerows([[_plain(value) for value in row] for row in rows])
    # Spreadsheet programs take UTF-8 for something else without the mark.
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))


FORMS = {"csv": as_csv, "xlsx": as_xlsx}


def _plain(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def _lines(board: Board) -> Iterator[list[Cell]]:
    """One line for each unit shown and each rate, with what was left out and why."""
    for row in (board.own, *board.rows):
        for spec in SPECS:
            yield _line(board, row, spec)


def _line(board: Board, row: Row, spec: Spec) -> list[Cell]:
    said, cell, told = words.RATES[spec.key], row.cells[spec.key], showing.row_words(row)
    name = bracketed(told["name"], told["extra"]) if told["extra"] else told["name"]
    how = f"{said.part} ÷ {said.whole}"
    figure = cell.figure
    if figure is None:
        hidden: list[Cell] = [_("不足 10 件，不单列"), *[HIDDEN] * 6]
        return [name, board.period.code, str(said.title), *hidden, how]
    return [
        name, board.period.code, str(said.title), figure.part, figure.whole, cell.percent,
        showing.misses(figure), sum(figure.left_out.values()), showing.left_out(figure), figure.all, how,
    ]  # fmt: skip
