"""Numbers tried on the recorded past: a draft is checked as packs are, then compared; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compare import Compared, all_along, compare
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.draft import DRAFT, with_draft
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.house import Change, dials_of, entry, pack
from zhiyin.institutions.language.catalogue import PROFILE, from_published
from zhiyin.institutions.language.problems import Problem
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.reading import (
    VOIDED,
    engine_facts,
    house_texts,
    house_versions,
    programme,
    voided_by,
)
from zhiyin.institutions.slots import register_slots_of, slots_of
from zhiyin.journal import models
from zhiyin.journal.kinds import published

MOST: Final = 200_000


class TooMuch(ValueError):
    """More facts than a page may read."""


@dataclass(frozen=True)
class Tried:
    """One rule of a draft on the past."""

    rule: Rule
    compared: Compared


def draft_of(rule: Rule, values: Mapping[str, str], start: date, by_whom: str) -> str:
    """The pack that would set these numbers from a day on."""
    return pack([entry(Change(rule, values, start, by_whom))])


def checked(draft: str) -> tuple[Programme, list[Problem]]:
    """A draft over the packs and over every approved number, and the packs' own mistakes of it."""
    catalogue, more = from_published(published().values()), house_texts(house_versions())
    drafted, problems = with_draft(draft, Calendar.shipped(), [settings.PACKS_DIR], catalogue, more)
    return drafted, list(problems)


def try_numbers(
    rule: Rule, values: Mapping[str, str], since: date, until: date
) -> tuple[list[Problem], Tried | None]:
    """These numbers instead of the ones in force, from `since` to `until`. Raises TooMuch."""
    start = max(one.start for one in programme().versions(rule.id)) + timedelta(days=1)
    problems, tried = try_draft(draft_of(rule, values, start, "试算"), since, until, most=MOST)
    return problems, tried[0] if tried else None


def try_draft(
    draft: str, since: date, until: date, most: int | None = None
) -> tuple[list[Problem], list[Tried]]:
    """Every rule of a draft pack, as if it had been in force all along. Raises TooMuch."""
    calendar, now = Calendar.shipped(), programme()
    drafted, problems = checked(draft)
    if problems:
        return problems, []
    new = [rule for rule in drafted.rules if rule.place.file == DRAFT]
    tried = []
    for rule in new:
        facts = list(facts_for(rule, since, until, most))
        earlier = [one for one in now.rules if one.id in (rule.id, rule.parent)]
        tried.append(
            Tried(rule, compare(now.only(earlier), all_along(drafted, rule), facts, calendar, since, until))
        )
    return [], tried


def facts_for(rule: Rule, since: date, until: date, most: int | None = None) -> Iterable[Fact]:
    """Numbered facts that the rule looks at; registers and the profile from their beginning."""
    registers = programme().registers
    own = {slot.pattern.kind for slot in slots_of(rule, registers)}
    standing = {slot.pattern.kind for one in registers.values() for slot in register_slots_of(one)}
    rows = models.Fact.objects.filter(seq__isnull=False, occurred_on__lte=until)
    mine = rows.filter(kind__in=own, occurred_on__gte=since)
    if most is not None and mine[: most + 1].count() > most:
        raise TooMuch
    always = rows.filter(kind__in=(standing | {PROFILE}) - own) | rows.filter(
        kind__in=own & standing, occurred_on__lt=since
    )
    voided = voided_by(models.Fact.objects.filter(kind=VOIDED, seq__isnull=False))
    known = sorted([*always, *mine], key=lambda fact: fact.seq or 0)
    return engine_facts(known, voided)


__all__ = ["TooMuch", "Tried", "checked", "dials_of", "draft_of", "facts_for", "try_draft", "try_numbers"]
