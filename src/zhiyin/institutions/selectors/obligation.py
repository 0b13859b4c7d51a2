"""One obligation: its dates as derived, the facts behind it, and what must not be told about it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.clocks import Clock
from zhiyin.institutions.derive.evidence import ENTERPRISE
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.derive.traces import trace_of
from zhiyin.institutions.engine.behind import evidence_behind
from zhiyin.institutions.language.rules import Always, Every, Rule
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.sentences import sources
from zhiyin.institutions.subjects import Called, called
from zhiyin.institutions.trace import Lang
from zhiyin.journal.models import Fact

MOST: Final = 200
ACCUSED: Final = "voice.demand.moved_to_discipline"


@dataclass(frozen=True)
class Behind:
    """A fact that counts for the obligation, and as what."""

    seq: int
    day: date
    slot: str
    label: str


def derived(row: ObligationRow) -> Obligation:
    """The row as the core knows it."""
    adjustments = tuple(json.loads(row.adjustments)) if row.adjustments else ()
    return Obligation(
        rule=row.rule.rule, uid=row.rule.uid, key=row.key, opened_on=row.opened_on,
        opened_order=row.opened_seq, opened_by=row.opened_by,
        unit=str(row.unit_id) if row.unit_id else None, start_on=row.start_on, due_on=row.due_on,
        due_at=row.due_at, start_at=row.start_at, kept_on=row.kept_on, kept_at=row.kept_at,
        broken_on=row.broken_on, unproven_on=row.unproven_on, ended_on=row.ended_on,
        ended_as=row.ended_as, suspended_since=row.suspended_since,
        suspended_until=row.suspended_until, provisional=row.provisional, keeps=row.keeps,
        cures=row.cures, may=row.may, have=row.have, need=row.need, period=row.period,
        adjustments=adjustments,
    )  # fmt: skip


def clock_of(row: ObligationRow, rule: Rule, lang: Lang) -> Clock | None:
    """The obligation with its date explained, as every page shows clocks; None without a date."""
    if row.due_on is None:
        return None
    return Clock(
        rule=rule.institution, title=rule.title, force=rule.force, opened_on=row.opened_on,
        due_on=row.due_on, due_at=row.due_at, ceiling=rule.ceiling, paused_since=row.suspended_since,
        provisional=row.provisional, status=row.status, kept_on=row.kept_on, must=rule.must,
        source=sources(rule, lang), why=trace_of(rule, derived(row), Calendar.shipped()),
    )  # fmt: skip


def version_of(row: ObligationRow) -> Rule | None:
    """The rule version it was derived from; None when the packs no longer hold it."""
    return programme().by_uid.get(row.rule.uid)


def behind(row: ObligationRow, lang: Lang) -> list[Behind]:
    """Facts that count for it, in order, up to two hundred. At most five queries.

    A period or the first day of a lasting state is part of its key, not of its facts'.
    """
    rule = version_of(row)
    if rule is None:
        return []
    key = row.key if row.opened_seq else row.key.rpartition("|")[0] or ENTERPRISE
    facts = evidence_behind(rule, key)
    if row.opened_seq:
        facts = [one for one in facts if one.slot != "open" or one.order == row.opened_seq]
    if row.period and row.due_on:
        facts = [one for one in facts if one.day >= row.start_on]
    kinds = programme().catalogue.kinds
    # One fact may fill several places of one duty: it is told once for each kind of place.
    told = dict.fromkeys((one.order, one.day, one.slot, one.kind) for one in facts)
    return [Behind(seq, day, slot, kinds[kind].label[lang]) for seq, day, slot, kind in sorted(told)[:MOST]]


def secret(rows: Iterable[ObligationRow]) -> set[UUID]:
    """Obligations about an accusation, which is for discipline alone. One query."""
    by_uid = programme().by_uid
    about = [row for row in rows if (rule := by_uid.get(row.rule.uid)) and "demand" in rule.keys]
    if not about:
        return set()
    accusing = Q(kind=ACCUSED) | Q(payload__wish="report") | Q(payload__type="report")
    keys = {part for row in about for part in row.key.split("|")}
    facts = Fact.objects.filter(accusing, subject_kind="demand", subject_id__in=keys)
    accused = set(facts.values_list("subject_id", flat=True))
    return {row.pk for row in about if not accused.isdisjoint(row.key.split("|"))}


def names_of(rows: Iterable[ObligationRow]) -> dict[UUID, list[Called]]:
    """What each obligation is about, as its own module calls it: one query for a kind of thing."""
    by_uid = programme().by_uid
    parts: dict[UUID, list[tuple[str, str]]] = {}
    wanted: dict[str, set[str]] = {}
    for row in rows:
        rule = by_uid.get(row.rule.uid)
        if rule is None or row.key.startswith(ENTERPRISE):
            continue
        kinds = rule.keys
        if isinstance(rule.shape, Every | Always):
            kinds = (programme().registers[rule.shape.per].member,) if rule.shape.per else ()
        pairs = list(zip(kinds, row.key.split("|"), strict=False))
        parts[row.pk] = pairs
        for kind, ref in pairs:
            wanted.setdefault(kind, set()).add(ref)
    known = {kind: called(kind, sorted(refs)) for kind, refs in wanted.items()}
    return {
        pk: [known[kind].get(ref) or Called(_short(ref)) for kind, ref in pairs]
        for pk, pairs in parts.items()
    }


def _short(ref: str) -> str:
    return ref[:8] if len(ref) > 20 else ref


def sheets_of(row: ObligationRow) -> list[Violation]:
    """The sheets that were opened for it, the latest first; a second only after the first was closed."""
    sheets = Violation.objects.filter(obligation_id=row.pk).select_related("unit")
    return list(sheets.order_by("-opened_on", "-pk"))
