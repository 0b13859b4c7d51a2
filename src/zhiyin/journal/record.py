"""Recording facts, only inside the transaction that changes the state they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from zhiyin.journal import clock, leaf, verbs
from zhiyin.journal.ids import uuid7
from zhiyin.journal.insert import insert, last_places
from zhiyin.journal.kinds import FactKind, PayloadError, Plain, Value, is_reference, published
from zhiyin.journal.models import Fact

SYSTEM = "system"
SPEAKER = "speaker"


class NotInTransaction(RuntimeError):
    """A fact may only be recorded together with the change it tells of."""


@dataclass(frozen=True)
class Entry:
    """One fact to record. `sealed`: subject is an anonymous case; the fact gets a day, no time, and waits."""

    kind: FactKind
    subject: UUID | str
    actor: str = SYSTEM
    unit: UUID | None = None
    at: datetime | None = None
    sealed: bool = False
    corrects: UUID | None = None
    payload: Mapping[str, Value | None] = field(default_factory=dict)


def record(
    kind: FactKind,
    subject: UUID | str,
    /,
    *,
    actor: str = SYSTEM,
    unit: UUID | None = None,
    at: datetime | None = None,
    sealed: bool = False,
    corrects: UUID | None = None,
    **payload: Value | None,
) -> Fact:
    """Record one fact. Raises NotInTransaction, PayloadError."""
    return record_all([Entry(kind, subject, actor, unit, at, sealed, corrects, payload)])[0]


def record_all(entries: Iterable[Entry]) -> list[Fact]:
    """Record many facts in order; places are read once for all subjects."""
    entries = list(entries)
    if not connection.in_atomic_block:
        raise NotInTransaction("journal.record needs the transaction of the change it tells of")
    payloads = [_checked(entry) for entry in entries]
    facts: list[Fact] = []
    while entries:
        facts = _facts(entries, payloads)
        if insert(facts):
            break
    verbs.noted(facts)
    return facts


def _checked(entry: Entry) -> dict[str, Plain]:
    if published().get(entry.kind.name) is not entry.kind:
        raise PayloadError(f"{entry.kind.name} is not a declared kind of fact")
    for said in (str(entry.subject), entry.actor):
        if not is_reference(said):
            raise PayloadError(f"{entry.kind.name}: {said!r} is not an identifier")
    return entry.kind.plain(entry.payload)


def _facts(entries: list[Entry], payloads: list[dict[str, Plain]]) -> list[Fact]:
    places = last_places((entry.kind.subject, str(entry.subject)) for entry in entries)
    moment = clock.now()
    facts = []
    for entry, payload in zip(entries, payloads, strict=True):
        subject = (entry.kind.subject, str(entry.subject))
        places[subject] = places.get(subject, 0) + 1
        facts.append(_fact(entry, payload, places[subject], moment))
    return facts


def _fact(entry: Entry, payload: dict[str, Plain], place: int, moment: datetime) -> Fact:
    occurred = entry.at or moment
    occurred_on, recorded_on = clock.day_of(occurred), clock.day_of(moment)
    fact = Fact(
        # A time-ordered id would tell the moment that a sealed fact must not tell.
        id=uuid4() if entry.sealed else uuid7(),
        kind=entry.kind.name,
        subject_kind=entry.kind.subject,
        subject_id=str(entry.subject),
        place=place,
        unit_id=entry.unit,
        actor=entry.actor,
        occurred_on=occurred_on,
        occurred_at=None if entry.sealed else occurred,
        recorded_on=recorded_on,
        recorded_at=None if entry.sealed else moment,
        payload=payload,
        corrects_id=entry.corrects,
        held_until=recorded_on + timedelta(days=1) if entry.sealed else None,
    )
    fact.leaf = leaf.canonical({**columns(fact), "salt": leaf.salt()})
    fact.leaf_hash = leaf.leaf_hash(fact.leaf)
    return fact


def columns(fact: Fact) -> dict[str, Any]:
    """What the leaf says of the columns; verification compares the two."""
    return {
        "v": leaf.FORMAT,
        "id": str(fact.id),
        "kind": fact.kind,
        "subject": [fact.subject_kind, fact.subject_id],
        "place": fact.place,
        "unit": str(fact.unit_id) if fact.unit_id else None,
        "actor": fact.actor,
        "occurred": _moment(fact.occurred_on, fact.occurred_at),
        "recorded": _moment(fact.recorded_on, fact.recorded_at),
        "held": fact.held_until.isoformat() if fact.held_until else None,
        "payload": fact.payload,
        "corrects": str(fact.corrects_id) if fact.corrects_id else None,
    }


def _moment(day: date, at: datetime | None) -> list[str | None]:
    return [day.isoformat(), at.astimezone(UTC).isoformat() if at else None]
