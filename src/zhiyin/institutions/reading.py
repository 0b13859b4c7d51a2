"""The journal's facts as the core sees them: typed values, voided facts left out, in order."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import from_published
from zhiyin.institutions.programme import Programme, load
from zhiyin.journal import models
from zhiyin.journal.kinds import Field, published

VOIDED = "journal.fact.voided"


@lru_cache(maxsize=1)
def _programme(root: Path) -> Programme:
    return load(root=root, published=from_published(published().values()))


def programme() -> Programme:
    """All shipped packs, compiled once per process. Raises PackError."""
    return _programme(settings.PACKS_DIR)


def core_facts(facts: Iterable[models.Fact]) -> Iterator[Fact]:
    """Facts of one subject in the order given; `order` is their place in that order."""
    known = list(facts)
    voided = voided_by(known)
    for order, fact in enumerate(known, start=1):
        if fact.pk not in voided and (found := _core(fact, order)):
            yield found


def engine_facts(facts: Iterable[models.Fact], voided: frozenset[UUID] = frozenset()) -> Iterator[Fact]:
    """Numbered facts; `order` is their number."""
    for fact in facts:
        if fact.pk not in voided and (found := _core(fact, fact.seq or 0)):
            yield found


def voided_by(facts: Iterable[models.Fact]) -> frozenset[UUID]:
    """Ids of the facts that these facts declare void."""
    return frozenset(UUID(str(fact.payload["fact"])) for fact in facts if fact.kind == VOIDED)


def _core(fact: models.Fact, order: int) -> Fact | None:
    kind = published().get(fact.kind)
    if kind is None:
        return None
    return Fact(
        kind=fact.kind,
        subject=fact.subject_id,
        unit=str(fact.unit_id) if fact.unit_id else None,
        actor=fact.actor,
        day=fact.occurred_on,
        at=fact.occurred_at,
        order=order,
        fields={name: _typed(kind.fields[name], value) for name, value in fact.payload.items()},
    )


def _typed(spec: Field, value: Any) -> Any:
    if spec.type == "date":
        return date.fromisoformat(value)
    return Decimal(value) if spec.type == "yuan" else value
