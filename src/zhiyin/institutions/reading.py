"""The journal's facts as the core sees them: typed values, voided facts left out, in order."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    """Facts in the order given; `order` is their place in that order."""
    known = list(facts)
    voided = {str(fact.payload["fact"]) for fact in known if fact.kind == VOIDED}
    kinds = published()
    for order, fact in enumerate(known, start=1):
        kind = kinds.get(fact.kind)
        if kind is None or str(fact.pk) in voided:
            continue
        yield Fact(
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
