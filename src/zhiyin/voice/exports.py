"""The rows of a list as a spreadsheet: no speaker but those who gave their name, and no formula."""

from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiyin.people.acting import Acting
from zhiyin.people.spreadsheets import Cell, Column, spreadsheet
from zhiyin.voice.desk_words import KINDS, OLD_RECORD, SATISFIED, SOLVED, WAYS
from zhiyin.voice.models import Demand
from zhiyin.voice.permissions import sees_verdict
from zhiyin.voice.selectors.case_at_desk import telling_for
from zhiyin.voice.selectors.due import NEVER
from zhiyin.voice.selectors.inbox import LIKE_ANSWERED
from zhiyin.voice.states import Way

CHUNK = 500


def columns() -> list[Column]:
    return [
        (_("编号"), 14),
        (_("事项"), 36),
        (pgettext("heading", "原话"), 60),
        (_("单位"), 18),
        (_("地点"), 14),
        (_("方式"), 8),
        (_("姓名"), 10),
        (_("事由"), 12),
        (_("类型"), 10),
        (_("状态"), 16),
        (_("提出日期"), 12),
        (_("承办单位"), 18),
        (_("承办岗位"), 18),
        (_("最近期限"), 12),
        (_("答复日期"), 12),
        (_("承诺日期"), 12),
        (_("解决了吗"), 10),
        (_("满意吗"), 10),
    ]


def cells(acting: Acting, demand: Demand) -> list[Cell]:
    """One row. Verdicts and dates of visits only for those who may know them."""
    knows = sees_verdict(acting, demand)
    due = getattr(demand, "due", NEVER)
    hidden = demand.state in LIKE_ANSWERED and not knows
    named = demand.way == Way.NAMED and demand.author is not None
    return [
        demand.number,
        demand.title,
        demand.text,
        demand.unit.name if demand.unit else "",
        demand.place,
        str(OLD_RECORD if demand.channel == Demand.Channel.IMPORT else WAYS[demand.way]),
        demand.author.name if named and demand.author else "",
        str(demand.get_topic_display()),
        str(KINDS.get(demand.kind, "")),
        _(telling_for(acting, demand).officer),
        demand.submitted_on,
        demand.handling_unit.name if demand.handling_unit else "",
        demand.handling_post.title if demand.handling_post else "",
        None if due == NEVER or hidden else due,
        demand.answered_on,
        demand.promised_on,
        str(SOLVED.get(demand.solved, "")) if knows else "",
        str(SATISFIED.get(demand.satisfied, "")) if knows else "",
    ]


def demands(acting: Acting, chosen: QuerySet[Demand]) -> IO[bytes]:
    """All rows of `chosen`, already narrowed to what `acting` sees."""
    rows = (cells(acting, demand) for demand in chosen.iterator(chunk_size=CHUNK))
    return spreadsheet(_("诉求清单"), columns(), rows)
