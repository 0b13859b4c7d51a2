"""Suggestions as a spreadsheet, without a word of whose idea they are."""

from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiyin.people.spreadsheets import Cell, Column, spreadsheet
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.words import chip_of, effects_said, unit_said

CHUNK = 500


def columns() -> list[Column]:
    return [
        (_("编号"), 12), (_("建议"), 36), (_("现在怎样"), 60), (_("怎样更好"), 60), (_("好在哪里"), 20),
        (_("单位"), 18), (_("地点"), 14), (_("主管单位"), 18), (_("状态"), 18), (_("提出日期"), 12),
        (_("实施日期"), 12), (_("年价值（元）"), 14),
    ]  # fmt: skip


def suggestions(chosen: QuerySet[Suggestion]) -> IO[bytes]:
    """All rows of `chosen`."""
    return spreadsheet(_("合理化建议"), columns(), map(_cells, chosen.iterator(chunk_size=CHUNK)))


def _cells(one: Suggestion) -> list[Cell]:
    return [
        one.number, one.title, one.now_text, one.better_text, effects_said(one.effect_codes), one.unit.name,
        one.place, unit_said(one.handling_unit), str(chip_of(one).label), one.filed_on, one.done_on,
        one.value,
    ]  # fmt: skip
