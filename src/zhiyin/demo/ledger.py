"""The year before the software came: a ledger kept by hand, taken in from a table on the first day."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final

from zhiyin.demo.cast import Cast
from zhiyin.demo.days import SLEEPS, WAKES, at
from zhiyin.demo.plan import scenario_for, speaking_days
from zhiyin.demo.telling import Teller
from zhiyin.demo.tree import Place, name_of, places
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.voice.importing.reading import Table
from zhiyin.voice.services.imports import columns_for, import_rows
from zhiyin.voice.services.submit import title_from

ENTRIES: Final = 700
DAYS: Final = 365
HEADER: Final = ["编号", "标题", "提出时间", "内容", "答复", "答复时间"]
Row = list[str]


def take_in(cast: Cast, began: date, said: set[str], *, seed: int, scale: float) -> None:
    """Every entry is answered: what was still open on that day was raised anew by those concerned."""
    rng = random.Random(seed + 7)
    speaking = [place for place in places() if place.where]
    days = speaking_days(rng, round(ENTRIES * scale), began - timedelta(days=30), DAYS - 30)
    tables: dict[str, list[Row]] = defaultdict(list)
    for number, day in enumerate(days, start=1):
        place = rng.choices(speaking, [one.people for one in speaking])[0]
        moment = at(day, rng.uniform(WAKES, SLEEPS))
        tables[place.spec.code].append(_entry(rng, number, moment, place, said))
    with clock.moved_to(at(began, 10 * 60)):
        for code, rows in sorted(tables.items()):
            table = Table(HEADER, list(enumerate(rows, start=2)))
            columns = columns_for(HEADER)
            import_rows(acting=cast.officer("demand1"), table=table, columns=columns, unit=cast.units[code])


def _entry(rng: random.Random, number: int, moment: datetime, place: Place, said: set[str]) -> Row:
    day = clock.day_of(moment)
    with clock.moved_to(moment):
        teller = Teller(rng, scenario_for(rng, day, place), name_of(place.speaks_for))
        text = teller.demand()
        if text in said:
            text = f"{text}（{teller.shop}）"
        said.add(text)
    answered = Calendar.shipped().add_working_days(day, rng.randint(2, 18))
    with clock.moved_to(at(answered, 15 * 60)):
        written = teller.answer(rng.choices(("own", "evasive", "copied"), (70, 20, 10))[0])
    return [
        f"台账{day.year}-{number:04d}",
        title_from(teller.headline or text),
        f"{moment:%Y/%m/%d %H:%M}",
        text,
        f"{written.facts}{written.opinion}",
        f"{answered:%Y/%m/%d}",
    ]
