"""A sheet in words: its chip, its row in a list, what was written on it, and the steps it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.institutions import words
from zhiyin.institutions.models import SheetEntry, Violation
from zhiyin.institutions.rules import ENDED, State
from zhiyin.journal import clock


@dataclass(frozen=True)
class Chip:
    """What `state_chip` draws."""

    chip: str
    icon: str
    label: str


CHIPS: Final = {
    State.SUSPECTED: ("info", "info-circle"),
    State.CONTESTED: ("soon", "arrows-split"),
    State.CONFIRMED: ("soon", "writing"),
    State.SIGNED: ("info", "progress"),
    State.RETURNED: ("soon", "rotate-clockwise"),
    State.RECTIFIED: ("soon", "alarm"),
    State.ACCEPTED: ("soon", "gavel"),
    State.CLOSED: ("kept", "circle-check"),
    State.EXPLAINED: ("mute", "ban"),
    State.CORRECTED: ("mute", "history"),
}


def chip_of(sheet: Violation) -> Chip:
    chip, icon = CHIPS[State(sheet.state)]
    return Chip(chip, icon, sheet.get_state_display())


@dataclass(frozen=True)
class Row:
    """One line of the board. `late`: days over this step's date."""

    sheet: Violation
    title: str
    must: str
    chip: Chip
    role: str
    late: bool


def row_of(sheet: Violation) -> Row:
    open_still = State(sheet.state) not in ENDED
    return Row(
        sheet=sheet,
        title=words.title_of(sheet),
        must=words.role_word(sheet.must),
        chip=chip_of(sheet),
        role=str(RUNG_WORDS[sheet.rung - 1]),
        late=open_still and sheet.step_due_on < clock.today(),
    )


RUNG_WORDS: Final = (
    gettext_lazy("单位负责人"),
    gettext_lazy("分管领导"),
    gettext_lazy("主要负责人"),
    gettext_lazy("党委会"),
    gettext_lazy("上级工会、纪检"),
)


@dataclass(frozen=True)
class Written:
    """Texts that somebody wrote on the sheet, for the reader of its table."""

    entry: SheetEntry
    lines: list[tuple[str, str]]


LABELS: Final = {
    "reason": gettext_lazy("原因"),
    "ground": gettext_lazy("理由"),
    "cause": gettext_lazy("原因"),
    "measure": gettext_lazy("改了什么"),
    "owner": gettext_lazy("责任岗位"),
    "evidence": gettext_lazy("拿什么证明"),
    "opinion": gettext_lazy("验收意见"),
}


def past_of(_sheet: Violation, entries: Sequence[SheetEntry]) -> dict[str, list[Written]]:
    """What was written, by the part of the sheet it belongs to."""
    parts = {
        "contest": "contest", "confirm": "contest", "explain": "contest", "correct_record": "contest",
        "sign": "sign", "rectify": "rectify", "accept": "accept", "send_back": "accept",
        "decide_outcome": "outcome",
    }  # fmt: skip
    found: dict[str, list[Written]] = {name: [] for name in dict.fromkeys(parts.values())}
    for entry in entries:
        if entry.verb in parts and entry.by:
            lines = [(str(LABELS[name]), text) for name, text in entry.parts.items()]
            found[parts[entry.verb]].append(Written(entry, lines))
    return found


@dataclass(frozen=True)
class Stop:
    """One stop of the way a sheet goes: `when` is done, now or next."""

    when: str
    icon: str
    title: str
    meta: str


VERBS: Final[dict[str, tuple[str, str | Promise]]] = {
    "open": ("alert-triangle", gettext_lazy("违反，开出督办单")),
    "contest": ("arrows-split", gettext_lazy("单位提出异议")),
    "confirm": ("check", gettext_lazy("违反已确认")),
    "explain": ("ban", gettext_lazy("有理由，免除")),
    "correct_record": ("history", gettext_lazy("记录更正")),
    "sign": ("writing", gettext_lazy("签字：原因和新日期")),
    "miss_again": ("alert-triangle", gettext_lazy("改过的日期又过了，没有做到")),
    "relay": ("users", gettext_lazy("岗位空缺，由上一级代管")),
    "climb": ("trending-up", gettext_lazy("逾期没办，升一级")),
    "rectify": ("check", gettext_lazy("单位说改好了")),
    "accept": ("shield-check", gettext_lazy("验收")),
    "send_back": ("rotate-clockwise", gettext_lazy("退回再改")),
    "decide_outcome": ("gavel", gettext_lazy("记下处理结果")),
}
AHEAD: Final = ("sign", "rectify", "accept", "decide_outcome")
AHEAD_FROM: Final = {
    State.SUSPECTED: 0, State.CONTESTED: 0, State.CONFIRMED: 0, State.SIGNED: 1, State.RETURNED: 1,
    State.RECTIFIED: 2, State.ACCEPTED: 3,
}  # fmt: skip


def steps_of(sheet: Violation, entries: Sequence[SheetEntry]) -> list[Stop]:
    """What happened, what is on now, and what is still to come."""
    found = [Stop("done", VERBS[entry.verb][0], str(VERBS[entry.verb][1]), _who(entry)) for entry in entries]
    state = State(sheet.state)
    if state in ENDED:
        return found
    if state in (State.SUSPECTED, State.CONTESTED):
        found.append(Stop("now", "clock", sheet.get_state_display(), _until(sheet.step_due_on)))
    for n, verb in enumerate(AHEAD[AHEAD_FROM[state] :]):
        first = n == 0 and state not in (State.SUSPECTED, State.CONTESTED)
        icon, title = VERBS[verb]
        meta = _now(sheet, verb) if first else ""
        found.append(Stop("now" if first else "next", icon, str(title), meta))
    if sheet.times > 1:
        times = _("十二个月内第 %(n)s 次，列入党委会议程") % {"n": sheet.times}
        found.append(Stop("next", "speakerphone", _("屡犯：党委会、纪检"), times))
    return found


def _who(entry: SheetEntry) -> str:
    day = _day(entry.on)
    if entry.verb == "miss_again" and entry.new_on:
        return f"{day} {_('日期')} {_day(entry.new_on)}"
    if entry.verb == "climb":
        return f"{day} {RUNG_WORDS[entry.rung - 1]}"
    return f"{day} {entry.post.unit.name} {entry.post.title}" if entry.post else f"{day} {_('系统')}"


def _day(day: date) -> str:
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def _until(day: date) -> str:
    return _("%(day)s前") % {"day": _day(day)}


def _now(sheet: Violation, verb: str) -> str:
    who = f"{RUNG_WORDS[sheet.rung - 1]} · " if verb == "sign" else ""
    return f"{who}{_until(sheet.step_due_on)}"
