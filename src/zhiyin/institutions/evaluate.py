"""The facade: a programme, facts and a calendar in; obligations out. Pure, in memory, in one pass."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.always import derive_always
from zhiyin.institutions.derive.before import derive_before
from zhiyin.institutions.derive.each import derive_each
from zhiyin.institutions.derive.every import derive_every
from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.derive.keep import derive_keep
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation, Status, status
from zhiyin.institutions.derive.traces import trace_of
from zhiyin.institutions.derive.versions import derive_versioned
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.rules import After, Always, Before, Each, Every, Keep, Rule
from zhiyin.institutions.programme import Programme

MANY: Final = 10_000
IN_ORDER: Final = attrgetter("day", "order")
ROW_ORDER: Final = attrgetter("opened_on", "opened_order", "key")


@dataclass(frozen=True, slots=True)
class World:
    """What derivation needs beside the evidence."""

    calendar: Calendar
    rosters: Rosters
    profile: Profile


def evaluate(
    programme: Programme,
    facts: Iterable[Fact],
    calendar: Calendar,
    at: date | datetime,
    *,
    standing: bool = False,
    since: date | None = None,
    profile: Mapping[str, Any] | None = None,
) -> list[Obligation]:
    """All obligations of these facts as of `at`, in order of rule, opening and key.

    Facts after `at` are not looked at. `profile` holds values from the beginning (facts may change them).
    `standing` adds the rules of periods and states (`every`, `always`), from `since` (the first fact's day
    unless given) on; leave it out when the facts are those of one subject.
    """
    today = at.date() if isinstance(at, datetime) else at
    known = sorted((fact for fact in facts if fact.day <= today), key=IN_ORDER)
    with uncollected(len(known) > MANY):
        return _evaluate(programme, known, calendar, today, standing, since, profile)


def _evaluate(
    programme: Programme,
    known: Sequence[Fact],
    calendar: Calendar,
    today: date,
    standing: bool,
    since: date | None,
    profile: Mapping[str, Any] | None,
) -> list[Obligation]:
    dated = Profile(known, profile)
    world = World(calendar, Rosters(programme, known), dated)
    gathered: dict[str, dict[str, list[Evidence]]] = {rule.uid: {} for rule in programme.rules}
    for fact in known:
        for look, key, evidence in evidence_of(programme, fact, dated):
            by_key = gathered[look.uid]
            if key in by_key:
                by_key[key].append(evidence)
            else:
                by_key[key] = [evidence]
    begin = since or (known[0].day if known else today)
    rows: list[Obligation] = []
    for uid in sorted(gathered):
        rule = programme.by_uid[uid]
        by_key = gathered.pop(uid)
        own = [row for key, found in by_key.items() for row in derive(rule, key, found, world)]
        if standing:
            own.extend(derive_standing(rule, by_key, world, begin, today))
        rows.extend(sorted(own, key=ROW_ORDER))
    return rows


@contextmanager
def uncollected(many: bool) -> Iterator[None]:
    """Nothing here refers to itself; looking for what does takes two fifths of a replay."""
    stop = many and gc.isenabled()
    if stop:
        gc.disable()
    try:
        yield
    finally:
        if stop:
            gc.enable()


def derive(rule: Rule, key: str, evidence: Sequence[Evidence], world: World) -> list[Obligation]:
    """The rows of one rule version and key, from evidence in order of place.

    Periods and states have `derive_standing`.
    """
    match rule.shape:
        case After():
            return derive_versioned(rule, key, evidence, world.calendar)
        case Before():
            return derive_before(rule, key, evidence, world.calendar, world.rosters)
        case Each():
            return derive_each(rule, key, evidence, world.rosters, world.profile)
        case Keep():
            return derive_keep(rule, key, evidence, world.calendar)
        case _:
            return []


def derive_standing(
    rule: Rule, evidence: Mapping[str, Sequence[Evidence]], world: World, since: date, until: date
) -> list[Obligation]:
    """The rows of a rule of periods or of a lasting state."""
    match rule.shape:
        case Every():
            return derive_every(rule, evidence, world.calendar, world.rosters, world.profile, since, until)
        case Always():
            return derive_always(rule, world.calendar, world.rosters, world.profile, since, until)
        case _:
            return []


__all__ = ["Obligation", "Status", "World", "derive", "derive_standing", "evaluate", "status", "trace_of"]
