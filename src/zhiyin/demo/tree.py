"""The unit tree of the made-up enterprise, and who works where."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zhiyin.demo.library import units
from zhiyin.people.services.setup import UnitSpec

ROOT = "YS"


@dataclass(frozen=True)
class Place:
    """A unit with its people. `speaks_for`: the unit that a demand from here is about. `where`: what fits."""

    spec: UnitSpec
    people: int
    shift: str
    plant: str
    speaks_for: str
    where: frozenset[str]
    manner: str = ""


@cache
def places() -> tuple[Place, ...]:
    """Every unit, parents first."""
    found = units()
    group = found["group"]
    result = [Place(UnitSpec(ROOT, group["name"], "group"), group["people"], "day", ROOT, ROOT, frozenset())]
    result += [_department(row) for row in found["departments"]]
    for plant in found["plants"]:
        result += _plant(plant)
    return tuple(result)


def _department(row: dict[str, Any]) -> Place:
    spec = UnitSpec(row["code"], row["name"], "office", ROOT)
    return Place(spec, row["people"], "day", row["code"], row["code"], frozenset({"all"}))


def _plant(plant: dict[str, Any]) -> list[Place]:
    code = plant["code"]
    result = [
        Place(UnitSpec(code, plant["name"], "second", ROOT), 3, "day", code, code, frozenset()),
        Place(
            UnitSpec(office_of(code), plant["office"]["name"], "office", code),
            plant["office"]["people"], "day", code, code, frozenset({"all"}),
        ),
    ]  # fmt: skip
    for number, shop in enumerate(plant["shops"], start=1):
        result += _shop(code, f"{code}{number:02d}", shop)
    return result


def _shop(plant: str, code: str, shop: dict[str, Any]) -> list[Place]:
    special = {name for name in ("abroad", "dispatch", "research") if shop.get(name)}
    where = frozenset({"all"} | (special or {"plants"}))
    teams = shop["teams"].split()
    result = [Place(UnitSpec(code, shop["name"], "workshop", plant), 3, "day", plant, code, frozenset())]
    each = (shop["people"] - 3) // len(teams)
    for number, team in enumerate(teams, start=1):
        spec = UnitSpec(f"{code}{number:02d}", team, "team", code)
        result.append(Place(spec, each, shop["shift"], plant, code, where))
    return result


def office_of(plant: str) -> str:
    """The plant's own office, which handles what the plant answers for."""
    return f"{plant}00"


@cache
def handlers() -> dict[str, str]:
    """Department as scenarios name it → code of the unit whose post handles it."""
    found = units()
    result = {row["to"]: row["code"] for row in found["departments"] if "to" in row}
    result |= {row["to"]: office_of(row["code"]) for row in found["plants"] if "to" in row}
    return result


@cache
def manners() -> dict[str, str]:
    """Handling unit → how it works: good, late, copies."""
    found = units()
    rows = {row["code"]: row["manner"] for row in found["departments"] if "manner" in row}
    return rows | {office_of(row["code"]): row["manner"] for row in found["plants"] if "manner" in row}


def handling_unit(to: str, plant: str) -> str:
    """Who handles: the department, or the speaker's own plant (a department's people: the group office)."""
    if to != "plant":
        return handlers()[to]
    return office_of(plant) if plant[2:].isdigit() else handlers()["office"]


@cache
def name_of(code: str) -> str:
    """A unit as people say it: a plant's office goes by the plant's name too."""
    by_code = {place.spec.code: place.spec for place in places()}
    spec = by_code[code]
    if spec.level in ("team", "office") and spec.parent != ROOT and spec.parent:
        return by_code[spec.parent].name + spec.name
    return spec.name


OPENED = date(2015, 1, 4)
