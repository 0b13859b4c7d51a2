"""The Excel template and the list of problems as Excel."""

import io
from collections.abc import Iterable
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from zhiyin.people.roster import words
from zhiyin.people.roster.check import Problem
from zhiyin.people.roster.columns import EMPLOYEES, UNITS, Column
from zhiyin.people.spreadsheets import spreadsheet

ROWS_WITH_LISTS = 5000
SAMPLE = (
    "206318",
    "王强",
    "YS0101",
    "男",
    "技能操作",
    "是",
    "一般员工",
    "无固定期限",
    "在岗",
    "三班",
    "是",
    "2012-07-09",
)
# The template is Chinese whatever the reader's language: so are its headings.
NOTES = (
    "红底的列新职工必须填；已有的职工，空着的格子不改动。",
    "工号和编码按文本填，开头的 0 才不会丢。",
    "日期写成 2020-01-05。",
    "列的先后可以调，不用的列可以删。",
    "“单位”表只在有新单位、改名或划转时才填；没有变动就留空。",
)


def template() -> bytes:
    """Two sheets with headings and lists to choose from, and one that tells how to fill them in."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#E6EEF7", "border": 1})
    must = book.add_format({"bold": True, "bg_color": "#F7E3DE", "border": 1})
    text = book.add_format({"num_format": "@"})
    for name, columns in (("职工", EMPLOYEES), ("单位", UNITS)):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, column.title, must if _must(column) else head)
            sheet.set_column(index, index, 16, text)
            allowed = column.shown or (("是", "否") if column.kind == "yes_no" else ())
            if allowed:
                sheet.data_validation(
                    1, index, ROWS_WITH_LISTS, index, {"validate": "list", "source": list(allowed)}
                )
    notes = book.add_worksheet("怎么填")
    notes.set_column(0, 1, 40)
    for line, sentence in enumerate(NOTES):
        notes.write_string(line, 0, sentence)
    for line, (column, sample) in enumerate(zip(EMPLOYEES, SAMPLE, strict=True), start=len(NOTES) + 1):
        notes.write_string(line, 0, f"比如 {column.title}")
        notes.write_string(line, 1, sample)
    book.close()
    return buffer.getvalue()


def _must(column: Column) -> bool:
    return column.needed or column.needed_for_new


def problem_list(problems: Iterable[Problem]) -> IO[bytes]:
    """One line for each problem: sheet, line, cell, what to do."""
    columns = [(_("表"), 12), (_("行"), 8), (_("单元格"), 8), (_("怎么改"), 80)]
    rows = ((one.sheet, one.line or None, one.address, words.what(one)) for one in problems)
    return spreadsheet(_("要改的地方"), columns, rows)
