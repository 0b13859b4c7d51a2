"""A demand's state as its speaker reads it: the word, its colour and its shape."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhiyin.voice.duties import Duty
from zhiyin.voice.models import Demand
from zhiyin.voice.states import Kind, Satisfied, Solved, State, Way
from zhiyin.voice.tellings import TELLINGS


@dataclass(frozen=True)
class Chip:
    """A word with its colour and shape; `promised_on` is said as part of the word."""

    label: str
    chip: str
    icon: str
    promised_on: date | None = None


def chip_of(demand: Demand) -> Chip:
    """The state for its speaker; `handling_unit` should be loaded."""
    state = State(demand.state)
    told = TELLINGS[state]
    label, chip = _(told.employee), told.chip
    if state == State.DISPATCHED and demand.handling_unit:
        label = _("已交给%(unit)s") % {"unit": demand.handling_unit.name}
    elif state == State.RATED and demand.solved:
        label = _("你说：%(word)s") % {"word": solved_word(demand.solved)}
        chip = "kept" if demand.solved == Solved.YES else "soon"
    return Chip(label, chip, told.icon, demand.promised_on if state == State.PROMISED else None)


def solved_word(value: str) -> str:
    return {Solved.YES: _("解决了"), Solved.PARTLY: _("部分解决"), Solved.NO: _("没解决")}[Solved(value)]


def satisfied_word(value: str) -> str:
    words = {Satisfied.YES: _("满意"), Satisfied.BASICALLY: _("基本满意"), Satisfied.NO: _("不满意")}
    return words[Satisfied(value)]


def kind_word(value: str) -> str:
    return {
        Kind.CONSULT: _("咨询"),
        Kind.HELP: _("求助"),
        Kind.APPEAL: _("申诉"),
        Kind.SUGGESTION: _("建议"),
        Kind.REPORT: _("检举"),
    }[Kind(value)]


def kind_note(value: str) -> str:
    return {
        Kind.CONSULT: _("想问清楚一条规定、一个办法"),
        Kind.HELP: _("有困难，要人搭把手"),
        Kind.APPEAL: _("觉得处理得不对，要个说法"),
        Kind.SUGGESTION: _("对管理有意见、有主意"),
        Kind.REPORT: _("有人违纪违法；只交给纪检，别的部门看不到"),
    }[Kind(value)]


def way_chip(demand: Demand) -> Chip:
    """How the speaker spoke."""
    return {
        Way.NAMED: Chip(_("实名"), "", "id-badge-2"),
        Way.CONFIDENTIAL: Chip(_("保密"), "", "shield-lock"),
        Way.ANONYMOUS: Chip(_("匿名"), "", "eye-off"),
    }[Way(demand.way)]


def by_then(duty: Duty | None) -> str:
    """What is owed by a date, to follow the date."""
    words = {
        Duty.ACCEPT: _("前告诉你受不受理"),
        Duty.ANSWER: _("前答复你"),
        Duty.ANSWER_AGAIN: _("前再答复你"),
        Duty.REVIEW: _("前给复查意见"),
        Duty.SECOND_REVIEW: _("前给复核意见"),
        Duty.FINISH: _("前办结"),
    }
    return words.get(duty, "") if duty else ""
