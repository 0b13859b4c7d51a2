"""What was done about the institutions and when: `content/duties.yaml` laid out over two years."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from zhiyin.demo.cast import Cast
from zhiyin.demo.days import working_days_before
from zhiyin.demo.library import read
from zhiyin.demo.tree import ROOT, name_of, places
from zhiyin.people.models import Employee

DUTIES = 730
DELEGATES, MANAGERS = 45, 10
Words = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One fact to be, as worked examples write it, and the words that go with it."""

    on: date
    place: int
    fact: str
    text: str


def lines(cast: Cast, *, seed: int, today: date) -> list[Line]:
    """Everything from two years ago until yesterday, in the order of days; each line once."""
    everybody = {"leaders": leaders(cast), "delegates": delegates(cast)}
    heads = {
        "group_head": cast.holders["head"].number, "plant_head": cast.holders["YS0100/leader"].number,
        "plant_point": _point(cast.holders["YS0100/leader"], "YS01"),
    }  # fmt: skip
    shared = heads | {
        f"manager{n}": words["delegate"] for n, words in enumerate(everybody["delegates"][:2], start=1)
    }
    found: dict[tuple[date, str], Line] = {}
    number, rng = count(), random.Random(f"{seed}/duties")
    for group in read("duties").values():
        for row in group:
            whom = everybody[row["each"]] if "each" in row else [{}]
            for nth, anchor in enumerate(reversed(_days(row, today)), start=1):
                for one in whom:
                    for on, fact, text in _of_one(row, nth, anchor, {**shared, **one}, rng):
                        if today - timedelta(days=DUTIES) <= on < today:
                            found.setdefault((on, fact), Line(on, next(number), fact, text))
    return sorted(found.values(), key=lambda line: (line.on, line.place))


def _days(row: Mapping[str, Any], today: date) -> list[date]:
    start = today - timedelta(days=DUTIES)
    if "ago" in row:
        return [working_days_before(today - timedelta(days=row["ago"]), 0)]
    years = range(start.year, today.year + 1)
    if "monthly" in row:
        months = row.get("months", range(1, 13))
        days = [date(year, month, row["monthly"]) for year in years for month in months]
    else:
        days = [date.fromisoformat(f"{year}-{day}") for year in years for day in row["days"].split()]
    return [working_days_before(day, 0) for day in days if start + timedelta(days=2) < day < today]


def _of_one(
    row: Mapping[str, Any], nth: int, anchor: date, one: Words, rng: random.Random
) -> Iterator[tuple[date, str, str]]:
    """The lines of one occurrence for one person, those left out skipped."""
    chain: Sequence[Any] = row["lines"]
    omitted = set(row.get("without", {}).get(nth, ()))
    # Both are drawn each time, so that one change leaves all other draws as they are.
    absent, forgotten = rng.random() < row.get("absent", 0), rng.random() < row.get("missed", 0)
    if absent or row.get("never", "-") == one.get("place"):
        return
    if forgotten:
        omitted.add(len(chain))
    for place, (offset, fact, text) in enumerate(chain, start=1):
        if place in omitted:
            continue
        later = row.get("later", {}).get(nth, 0) if place > 1 else 0
        words = {**_calendar(anchor), **one}
        on = working_days_before(anchor + timedelta(days=offset + later), 0)
        yield on, fact.format(**words), text.format(**words)


def _calendar(day: date) -> dict[str, str]:
    ahead = working_days_before(day + timedelta(days=40), 0)
    return {"y": str(day.year), "m": str(day.month), "day": day.isoformat(), "plus40": ahead.isoformat()}


def leaders(cast: Cast) -> list[dict[str, str]]:
    """The two of the group and the head of every plant, with the shop each one goes to."""
    found = [_leader(cast.holders["head"], ROOT, "l1"), _leader(cast.holders["vice_head"], ROOT, "l2")]
    plants = [place.spec.code for place in places() if place.spec.level == "second"]
    return found + [_leader(cast.holders[f"{code}00/leader"], code, "l2") for code in plants]


def _leader(person: Employee, unit: str, rank: str) -> dict[str, str]:
    place = name_of(unit)
    return {
        "name": person.name, "number": person.number, "unit": unit, "rank": rank, "place": place,
        "point": _point(person, unit),
    }  # fmt: skip


def _point(person: Employee, unit: str) -> str:
    """Each leader's own: the two of the group do not share one."""
    return f"{name_of(unit)}一线班组·{person.number[-3:]}"


def delegates(cast: Cast) -> list[dict[str, str]]:
    """Managers first: with them all the share is above a fifth."""
    managers = [h for key, h in sorted(cast.holders.items()) if key.endswith("/leader")][:MANAGERS]
    first = [people[0] for _code, people in sorted(cast.staff.items()) if people[0].frontline]
    step = max(1, len(first) // (DELEGATES - MANAGERS))
    workers = first[::step][: DELEGATES - MANAGERS]
    return [_delegate(person) for person in (*managers, *workers)]


def _delegate(person: Employee) -> dict[str, str]:
    return {
        "delegate": person.number, "category": person.category, "rank": person.rank,
        "sex": person.sex, "form": "dispatch" if person.form == "dispatch" else "contract",
        "frontline": "yes" if person.frontline else "no",
    }  # fmt: skip
