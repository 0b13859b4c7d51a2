"""Suggestions as a spreadsheet, without a word of whose idea they are."""

import tempfile
from typing import IO, cast

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.words import chip_of, effects_said, unit_said

CHUNK = 500


def suggestions(rows: QuerySet[Suggestion]) -> IO[bytes]:
    """All rows, written as they are read; the file rewound."""
    file = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    # Strings stay strings: a cell that begins with = is somebody's text, not a formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        heads = (
            _("编号"), _("建议"), _("现在怎样"), _("怎样更好"), _("好在哪里"), _("单位"), _("地点"),
            _("主管单位"), _("状态"), _("提出日期"), _("实施日期"), _("年价值（元）"),
        )  # fmt: skip
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        for number, one in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
            texts = (
                one.number, one.title, one.now_text, one.better_text, effects_said(one.effect_codes),
                one.unit.name, one.place, unit_said(one.handling_unit),
                str(chip_of(one).label),
            )  # fmt: skip
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text)
            sheet.write_datetime(number, 9, one.filed_on, day)
            if one.done_on:
                sheet.write_datetime(number, 10, one.done_on, day)
            if one.value is not None:
                sheet.write_number(number, 11, float(one.value))
    file.seek(0)
    return file
