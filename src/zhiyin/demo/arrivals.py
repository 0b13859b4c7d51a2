"""Files in the roster folder: one taken in, one refused with its marks, one that waits for a person."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.people.models import Employee
from zhiyin.people.services import roster_folder

TAKEN_BACK, REFUSED_BACK, WAITING_BACK = 24, 6, 1
HEADER: Final = ("工号", "姓名", "单位编码", "岗位类别", "用工形式", "班制", "入职日期")
Row = Sequence[str]


def stories(cast: Cast, today: date) -> Iterator[tuple[datetime, Story]]:
    """Each file on its day."""
    files = ((TAKEN_BACK, _taken), (REFUSED_BACK, _refused), (WAITING_BACK, _waiting))
    for back, rows in files:
        day = working_days_before(today, back)
        yield at(day, 7 * 60), _arrived(f"人事变动-{day:%m%d}.csv", rows(cast, day))


def _taken(cast: Cast, day: date) -> list[Row]:
    """Two change to another shift, one is new."""
    first, second = cast.staff["YS010601"][0], cast.staff["YS010602"][0]
    new = ("389001", "高晓峰", "YS010601", "技能操作", "固定期限", "常白班", day.isoformat())
    return [_line(first, shift="两班"), _line(second, shift="两班"), new]


def _refused(cast: Cast, day: date) -> list[Row]:
    """A unit that does not exist, a date that is none, a number twice, a kind of work nobody knows."""
    one, other = cast.staff["YS020101"][0], cast.staff["YS020102"][0]
    return [
        _line(one, unit="YS029901"),
        _line(other),
        _line(other),
        ("389002", "罗艳", "YS020103", "技能操作", "固定期限", "四班三运转", "2026年2月30日"),
        ("389003", "孟涛", "YS020103", "炉前工", "固定期限", "四班三运转", day.isoformat()),
    ]


def _waiting(cast: Cast, _day: date) -> list[Row]:
    """A whole team is moved: nobody is left in it, so a person must look first."""
    return [_line(person, unit="YS010501") for person in cast.staff["YS010502"]]


def _line(person: Employee, *, unit: str = "", shift: str = "") -> Row:
    return (person.number, person.name, unit or person.unit.code, "", "", shift, "")


def _arrived(name: str, rows: Sequence[Row]) -> Story:
    folder = Path(settings.ROSTER_FOLDER or settings.DATA_DIR / "roster")
    for inner in (roster_folder.DONE, roster_folder.REFUSED):
        (folder / inner).mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    data = text.getvalue().encode("utf-8-sig")
    (folder / name).write_bytes(data)
    roster_folder.note_arrival(path=folder / name)
    run = roster_folder.note_arrival(path=folder / name)
    assert run, name
    roster_folder.take(run_id=run.pk, data=data, folder=folder)
    roster_folder.put_away_all(folder)
    yield from ()
