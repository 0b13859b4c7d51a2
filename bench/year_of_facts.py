"""A made-up year of facts of the kinds that rules name, mostly of demands; the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

BEGIN = date(2025, 1, 1)
DAYS = 365


@dataclass(frozen=True)
class Happening:
    """One fact: what, about what, by which unit, on which day, with which fields."""

    kind: str
    subject: str
    unit: UUID
    day: date
    payload: dict[str, Any]


def happenings(count: int, seed: int = 7) -> list[Happening]:
    """About `count` facts in order of days: nine in ten of demands, the rest of the other institutions."""
    source = random.Random(seed)
    units = [UUID(int=source.getrandbits(128)) for _ in range(200)]
    found: list[Happening] = list(_leaders(units[0]))
    while len(found) < count:
        found.extend(_demand(source, units) if source.random() < 0.75 else _other(source, units))
    found.sort(key=lambda one: one.day)
    return found[:count]


def _demand(source: random.Random, units: list[UUID]) -> Iterator[Happening]:
    unit, subject = source.choice(units), str(uuid4())
    day = BEGIN + timedelta(days=source.randrange(DAYS))
    handler = f"employee:{source.getrandbits(64):016x}"

    def fact(name: str, later: int = 0, **payload: Any) -> Happening:
        return Happening(f"voice.{name}", subject, unit, day + timedelta(days=later), payload)

    yield fact("demand.received", way="named", contact="known", channel="app", on_behalf=False, text="0" * 64)
    yield fact("demand.registered")
    kind = source.choice(("consult", "help", "appeal", "appeal", "suggestion"))
    accepted = source.choice((0, 1, 1, 2, 5))
    yield fact("demand.accepted", accepted, type=kind)
    yield fact("demand.noticed", accepted, written=True)
    yield fact("demand.dispatched", accepted, to_unit=unit.hex, to_post="p1")
    yield fact("demand.signed_in", accepted + 1, handler=handler)
    yield fact("demand.contacted", accepted + 1, channel="phone", handler=handler)
    taken = accepted + int(source.expovariate(1 / 12)) + 1
    if source.random() < 0.1:
        yield fact("info.requested", accepted + 2, reason="facts", text="0" * 64)
        yield fact("info.received", accepted + 2 + source.randrange(6), text="0" * 64)
    flags = dict.fromkeys(
        ("written", "final", "has_request", "has_facts", "has_basis", "has_opinion", "has_review_path"), True
    )
    if source.random() < 0.96:
        yield fact("demand.answered", taken, result="support", handler=handler, text="0" * 64, **flags)
        if source.random() < 0.7:
            yield fact("demand.rated", taken + 3, solved="yes", satisfied="yes", by="speaker")


def _other(source: random.Random, units: list[UUID]) -> Iterator[Happening]:
    unit, subject = source.choice(units), f"x{source.getrandbits(48):012x}"
    day = BEGIN + timedelta(days=source.randrange(DAYS))
    later = day + timedelta(days=source.randrange(40))
    match source.randrange(4):
        case 0:
            yield Happening("disclosure.opinion.received", subject, unit, day, {})
            yield Happening("disclosure.opinion.answered", subject, unit, later, {})
        case 1:
            yield Happening("care.event.known", subject, unit, day, {})
            yield Happening("care.event.visited", subject, unit, later, {})
        case 2:
            yield Happening("rules.objection.received", subject, unit, day, {})
            yield Happening("rules.objection.answered", subject, unit, later, {})
        case _:
            yield Happening("bargaining.request.received", subject, unit, day, {})
            answer = {"written": True, "result": "agree"}
            yield Happening("bargaining.request.answered", subject, unit, later, answer)


def _leaders(unit: UUID) -> Iterator[Happening]:
    for n in range(40):
        yield Happening("people.leader.appointed", f"leader{n}", unit, BEGIN, {"rank": "l1"})
