"""Hot problems as a spreadsheet: posts, dates and counts; nobody who spoke or supports."""

from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiyin.people.acting import Acting
from zhiyin.people.spreadsheets import Cell, Column, spreadsheet
from zhiyin.voice.hot_words import chip_of_problem
from zhiyin.voice.models import HotProblem
from zhiyin.voice.selectors.hot import HotRow, rows_of
from zhiyin.voice.selectors.hot_public import people_of

CHUNK = 200


def columns() -> list[Column]:
    return [
        (_("编号"), 12), (pgettext("heading", "热点问题"), 40), (_("状态"), 20), (_("事由"), 12),
        (_("单位"), 18), (_("负责的岗位"), 28), (_("你看得到的诉求"), 14), (_("一共多少人说过"), 14),
        (_("立为热点"), 12),
        (pgettext("heading", "定下办法"), 12), (_("承诺办好"), 12), (pgettext("heading", "公开"), 12),
        (_("办好"), 12), (_("答复日期"), 12), (_("办结"), 12), (_("最近期限"), 12), (_("办法"), 60),
        (_("结果"), 60),
    ]  # fmt: skip


def problems(acting: Acting, chosen: QuerySet[HotProblem]) -> IO[bytes]:
    """All rows of `chosen`."""
    return spreadsheet(_("热点问题"), columns(), _rows(acting, chosen))


def _rows(acting: Acting, chosen: QuerySet[HotProblem]) -> Iterator[list[Cell]]:
    found = list(chosen)
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        people = people_of([problem.pk for problem in part])
        for row in rows_of(acting, part):
            yield _cells(row, people.get(row.problem.pk, 0))


def _cells(row: HotRow, people: int) -> list[Cell]:
    p = row.problem
    return [
        p.number, p.title, str(chip_of_problem(p).label), str(p.get_topic_display()),
        p.unit.name if p.unit else "", f"{p.post.unit.name} · {p.post.title}", row.demands, people,
        p.opened_on, p.planned_on, p.end_on, p.published_on, p.resolved_on, p.broadcast_on, p.closed_on,
        row.clock.due_on if row.clock else None, p.plan, p.result,
    ]  # fmt: skip
