"""A trace as the cells of a small calendar: every day from the trigger to the due date, counted or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from zhiyin.institutions.calendar import Calendar

Kind = Literal["outside", "start", "counted", "off", "paused", "due"]


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: `n` its number in the count, `name` its holiday, `make_up` a worked weekend day."""

    day: date
    kind: Kind
    n: int | None = None
    name: str | None = None
    make_up: bool = False
    done: bool = False


def weeks(
    calendar: Calendar, steps: Sequence[Mapping[str, Any]], done: date | None = None
) -> list[list[DayCell]]:
    """Weeks (Monday first) from the limit's first day to its last; empty for limits without a count."""
    count = next((step for step in steps if step["op"] == "count" and step["unit"] != "hour"), None)
    start_step = next((step for step in steps if step["op"] == "from"), None)
    if count is None or start_step is None:
        return []
    start = date.fromisoformat(start_step["day"])
    due = max(date.fromisoformat(step["day"]) for step in steps if "day" in step)
    pauses = _pauses(steps)
    rolled = {
        date.fromisoformat(step["from"]): date.fromisoformat(step["day"])
        for step in steps
        if step["op"] == "roll"
    }
    numbers = _numbers(calendar, start, due, count["unit"] == "working_day", pauses)
    monday = start - timedelta(days=start.weekday())
    cells = []
    for offset in range(((due - monday).days // 7 + 1) * 7):
        day = monday + timedelta(days=offset)
        cells.append(_cell(calendar, day, start, due, numbers, pauses, rolled, done))
    return [cells[index : index + 7] for index in range(0, len(cells), 7)]


def _pauses(steps: Sequence[Mapping[str, Any]]) -> list[tuple[date, date]]:
    return [
        (date.fromisoformat(step["from"]), date.fromisoformat(step["until"]))
        for step in steps
        if step["op"] == "pause"
    ]


def _numbers(
    calendar: Calendar, start: date, due: date, working: bool, pauses: list[tuple[date, date]]
) -> dict[date, int]:
    numbers: dict[date, int] = {}
    n = 0
    for offset in range(1, (due - start).days + 1):
        day = start + timedelta(days=offset)
        if any(begin < day <= end for begin, end in pauses):
            continue
        if not working or calendar.is_working_day(day):
            n += 1
            numbers[day] = n
    return numbers


def _cell(
    calendar: Calendar,
    day: date,
    start: date,
    due: date,
    numbers: Mapping[date, int],
    pauses: list[tuple[date, date]],
    rolled: Mapping[date, date],
    done: date | None,
) -> DayCell:
    if not start <= day <= due:
        return DayCell(day, "outside", done=day == done)
    name = calendar.name_of(day)
    make_up = calendar.is_make_up_day(day)
    if day == start:
        return DayCell(day, "start", name=name, done=day == done)
    if day == due:
        moved = any(unmoved < day <= end for unmoved, end in rolled.items())
        return DayCell(day, "due", None if moved else numbers.get(day), name, make_up, day == done)
    if any(begin < day <= end for begin, end in pauses):
        return DayCell(day, "paused", name=name, make_up=make_up, done=day == done)
    # Days after the unmoved end only wait for the next working day.
    waiting = any(unmoved <= day < end and day != unmoved for unmoved, end in rolled.items())
    if day in numbers and not waiting:
        return DayCell(day, "counted", numbers[day], name, make_up, day == done)
    return DayCell(
        day, "off", None, name or ("休" if not calendar.is_working_day(day) else None), make_up, day == done
    )
