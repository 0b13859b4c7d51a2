"""What a clock shows: tone, dial, date, what is left, and why it is this day. Values in, values out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, pi
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiyin.institutions import little_calendar, trace
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock as time
from zhiyin.journal import kinds
from zhiyin.people.marks import bracketed
from zhiyin.workspace.dates import as_day, english, say_day, say_moment

CIRCUMFERENCE: Final = 2 * pi * 42
MOST_TICKS: Final = 62
ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?! \d\d:)")
ISO_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
ENDED: Final = frozenset({"excused", "cancelled", "passed"})


@dataclass(frozen=True, slots=True)
class Dial:
    """`stroke-dasharray` of the ground ring and of the ring of days gone by."""

    ground: str
    gone: str


@dataclass(frozen=True, slots=True)
class Face:
    """A clock made ready to draw; `tone` is info, soon, kept, breach or mute."""

    tone: str
    what: str
    date: str
    say: str
    icon: str = ""
    left: int | None = None
    left_unit: str = ""
    dial: Dial | None = None
    force: str = ""
    ceiling: bool = False
    provisional: bool = False
    line: str = ""
    line_icon: str = "clock"
    phrases: list[str] = field(default_factory=list)
    weeks: list[list[little_calendar.DayCell]] = field(default_factory=list)


def face_of(clock: Any, *, calendar: Calendar | None = None, why: bool = True, dial: bool = True) -> Face:
    """The face of an `institutions.clocks.Clock`, seen today; without `dial` as lists need it."""
    calendar = calendar or Calendar.shipped()
    today = time.today()
    due = _due_day(clock)
    steps: Sequence[Mapping[str, Any]] = clock.why or ()
    count: Mapping[str, Any] = next((step for step in steps if step["op"] == "count"), {})
    # Lists come without a trace: working days are then a true measure of any limit but a ceiling.
    unit = count.get("unit", "day" if clock.ceiling else "working_day")
    total = ceil(count["n"]) if count else _between(calendar, clock.opened_on, due, unit)
    left = _between(calendar, today, due, unit)
    done = _done_day(clock)
    tone, icon = _tone(clock, left, total)
    return Face(
        tone=tone,
        what=_what(clock, total, unit),
        date=_date(clock, due),
        say=_say(clock, calendar, today, due, unit, done),
        icon=icon,
        left=None if icon else _shown_left(clock, left),
        left_unit=_("小时") if clock.due_at else _unit_word(unit),
        dial=_dial_of(clock, total, left, calendar, done, due, unit) if dial else None,
        force=clock.force,
        ceiling=clock.ceiling,
        provisional=clock.provisional,
        line=_line(clock, due),
        line_icon={"soon": "alarm", "breach": "alert-triangle", "kept": "circle-check"}.get(tone, "clock"),
        phrases=phrases(steps) if why else [],
        weeks=little_calendar.weeks(calendar, steps, done) if why and total <= MOST_TICKS else [],
    )


def phrases(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """A trace as sentences, its dates said as people say them."""
    known = kinds.published().values()
    names = {kind.name: {"zh": kind.zh, "en": kind.en} for kind in known}
    for kind in known:
        dates = {name: spec for name, spec in kind.fields.items() if spec.type == "date"}
        names |= {f"{kind.name}#{name}": {"zh": spec.zh, "en": spec.en} for name, spec in dates.items()}
    spoken = trace.phrases_of(steps, "en" if english() else "zh", names)
    return [_spoken_dates(phrase) for phrase in spoken]


def _spoken_dates(phrase: str) -> str:
    phrase = ISO_MOMENT.sub(lambda m: f"{say_day(date.fromisoformat(m[0][:10]))} {m[0][11:]}", phrase)
    return ISO_DAY.sub(lambda m: say_day(date.fromisoformat(m[0])), phrase)


def _due_day(clock: Any) -> date:
    return as_day(clock.due_at or clock.due_on)


def _done_day(clock: Any) -> date | None:
    return as_day(clock.kept_on) if clock.kept_on else None


def _between(calendar: Calendar, start: date, end: date, unit: str) -> int:
    if unit == "working_day":
        return calendar.working_days_between(start, end)
    return (end - start).days


def _unit_word(unit: str) -> str:
    return _("工作日") if unit == "working_day" else _("天")


def _amount(n: int, unit: str) -> str:
    if unit == "working_day":
        return ngettext("%(n)d 个工作日", "%(n)d 个工作日", n) % {"n": n}
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}


def _tone(clock: Any, left: int, total: int) -> tuple[str, str]:
    """Tone and, for all but running clocks, the icon in the middle of the dial."""
    if clock.status == "kept":
        return "kept", "check"
    if clock.status == "kept_late":
        return "soon", "rotate-clockwise"
    if clock.status in ("breached", "unproven"):
        return "breach", "alert-triangle"
    if clock.status in ENDED:
        return "mute", "minus"
    if clock.paused_since is not None:
        return "mute", "player-pause"
    soon = clock.status == "soon" or left <= max(3, ceil(total / 5))
    return ("soon" if soon else "info"), ""


def _what(clock: Any, total: int, unit: str) -> str:
    title = title_of(clock)
    # Titles of promises mostly name their days already.
    if unit not in ("day", "working_day") or not total or not clock.why or str(total) in title:
        return title
    return f"{title} · {_amount(total, unit)}"


def title_of(clock: Any) -> str:
    """The rule's title in the reader's language; packs give both, a plain text is taken as it is."""
    title = clock.title
    return str(title["en" if english() else "zh"]) if isinstance(title, Mapping) else str(title)


def _date(clock: Any, due: date) -> str:
    if clock.paused_since is not None and not clock.ceiling:
        return _("暂停中")
    said = say_moment(clock.due_at) if isinstance(clock.due_at, datetime) else say_day(due)
    return bracketed(said, _("暂定")) if clock.provisional else said


def _say(clock: Any, calendar: Calendar, today: date, due: date, unit: str, done: date | None) -> str:
    unit = "day" if unit in ("month", "year", "hour") else unit
    if clock.status in ("kept", "kept_late"):
        return _said_done(clock, calendar, due, unit, done)
    if clock.status in ENDED:
        return _("可以办的日子已过") if clock.status == "passed" else _("依规免除")
    left = _between(calendar, today, due, unit)
    if clock.status in ("breached", "unproven"):
        late = max(-left, 0)
        return _("超了 %(amount)s") % {"amount": _amount(late, unit)} if late else _("已超期")
    if clock.paused_since is not None:
        return _("企业承诺的期限暂停，最晚办结日不变")
    if left <= 0:
        return _("今天到期")
    if left <= 2:
        return _("只剩 %(amount)s") % {"amount": _amount(left, unit)}
    return _("还剩 %(amount)s") % {"amount": _amount(left, unit)}


def _said_done(clock: Any, calendar: Calendar, due: date, unit: str, done: date | None) -> str:
    if done is None:
        return _("按时") if clock.status == "kept" else _("晚了，已补")
    day = say_day(done, "short")
    if clock.status == "kept_late":
        late = _amount(_between(calendar, due, done, unit), unit)
        return _("%(day)s才办，晚了 %(amount)s") % {"day": day, "amount": late}
    early = _between(calendar, done, due, unit)
    if early <= 0:
        return _("%(day)s已办，按时") % {"day": day}
    return _("%(day)s已办，早了 %(amount)s") % {"day": day, "amount": _amount(early, unit)}


def _line(clock: Any, due: date) -> str:
    """The same in one line, for lists."""
    if clock.paused_since is not None and not clock.ceiling and clock.status not in ("kept", "breached"):
        return _("企业承诺的期限暂停")
    if isinstance(clock.due_at, datetime):
        moment = time.local(clock.due_at)
        if moment.date() == time.today():
            return _("今天 %(time)s") % {"time": f"{moment:%H:%M}"}
        return say_moment(clock.due_at)
    return bracketed(say_day(due), _("暂定")) if clock.provisional else say_day(due)


def _shown_left(clock: Any, left: int) -> int:
    if isinstance(clock.due_at, datetime):
        return max(ceil((clock.due_at - time.now()).total_seconds() / 3600), 0)
    return max(left, 0)


def _gone(
    clock: Any, total: int, left: int, calendar: Calendar, done: date | None, due: date, unit: str
) -> int:
    if clock.status in ("breached", "unproven", "kept_late"):
        return total
    if clock.status == "kept" and done is not None:
        left = _between(calendar, done, due, unit)
    return min(max(total - left, 0), total)


def _dial_of(
    clock: Any, total: int, left: int, calendar: Calendar, done: date | None, due: date, unit: str
) -> Dial:
    if unit == "hour":
        return _dial(1, 0)
    return _dial(total, _gone(clock, total, left, calendar, done, due, unit))


def _dial(total: int, gone: int) -> Dial:
    """One tick for each counted day; from one or far too many on, an unbroken ring."""
    if total < 2 or total > MOST_TICKS:
        part = CIRCUMFERENCE * (gone / total if total else 0)
        return Dial("none", f"{part:.2f} {CIRCUMFERENCE:.2f}" if gone < total or not total else "none")
    step = CIRCUMFERENCE / total
    gap = min(3.2, step * 0.3)
    tick = f"{step - gap:.2f} {gap:.2f}"
    if gone == 0:
        return Dial(tick, f"0 {CIRCUMFERENCE:.2f}")
    last = f"{step - gap:.2f} {CIRCUMFERENCE - step * gone + gap:.2f}"
    return Dial(tick, " ".join([tick] * (gone - 1) + [last]))
