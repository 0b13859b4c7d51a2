"""Made-up people: names from parts, and the dimensions that have a use."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from zhiyin.demo.library import units
from zhiyin.demo.tree import Place, places
from zhiyin.people.models import Unit
from zhiyin.people.services.employees import NewEmployee

SMALLEST_TEAM = 1


def roster(
    rng: random.Random, by_code: Mapping[str, Unit], *, until: date, scale: float
) -> list[NewEmployee]:
    """Everyone but the officers, unit by unit."""
    return [
        _person(rng, f"{_number(place)}{number:03d}", place, by_code[place.spec.code], until)
        for place in places()
        for number in range(101, 101 + _size(place, scale))
    ]


def _size(place: Place, scale: float) -> int:
    return max(SMALLEST_TEAM, round(place.people * scale)) if place.where else 0


_prefixes: dict[str, str] = {}


def _number(place: Place) -> str:
    """Three digits of a unit: 3xx for teams and offices in the order of the tree."""
    return _prefixes.setdefault(place.spec.code, str(300 + len(_prefixes)))


def person_name(rng: random.Random, sex: str) -> str:
    parts = units()["names"]
    given = rng.choice(parts["men" if sex == "male" else "women"].split())
    return rng.choice(parts["surnames"]) + str(given)


def _person(rng: random.Random, number: str, place: Place, unit: Unit, until: date) -> NewEmployee:
    office = place.spec.level == "office"
    sex = "female" if rng.random() < (0.48 if office else 0.24) else "male"
    joined = until - timedelta(days=rng.randint(60, 26 * 365))
    research, dispatch = "research" in place.where, "dispatch" in place.where
    category = rng.choice(("mgmt", "mgmt", "tech", "service")) if office else "tech" if research else "skill"
    years = (until - joined).days // 365
    return NewEmployee(
        number=number,
        name=person_name(rng, sex),
        unit=unit,
        category=category,
        form="dispatch" if dispatch else "open" if years > 9 else "fixed",
        joined_on=joined,
        sex=sex,
        frontline=not office and not research,
        rank="l5" if number.endswith("101") and not office else "l6",
        status="leave" if rng.random() < 0.01 else "active",
        shift=place.shift,
        union_member=rng.random() < (0.5 if dispatch else 0.93),
    )
