"""The journal's facts as the core sees them: typed values, voided facts left out, in order."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings

from zhiyin.institutions.fact import Fact
from zhiyin.institutions.house import PACK
from zhiyin.institutions.language.catalogue import from_published
from zhiyin.institutions.language.problems import PackError
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.programme import Programme, load
from zhiyin.journal import clock, models
from zhiyin.journal.kinds import Field, published

logger = logging.getLogger(__name__)
VOIDED = "journal.fact.voided"


@dataclass
class _Watch:
    """Which versions of the house's numbers this process knows, and when it last looked for new ones."""

    known: tuple[UUID, ...] | None = None
    looked: float = -inf


_watch = _Watch()


def house_versions() -> tuple[UUID, ...]:
    """The approved versions of the house's numbers, oldest first; looked up every other second at most.

    A new version begins tomorrow at the earliest, so a process that hears of it a moment late is in time.
    """
    every = settings.HOUSE_NUMBERS_SECONDS
    if _watch.known is None or (every is not None and monotonic() - _watch.looked >= every):
        _watch.looked = monotonic()
        rows = HousePack.objects.filter(state=HousePack.State.APPROVED)
        _watch.known = tuple(rows.order_by("id").values_list("pk", flat=True))
    return _watch.known


def look_again() -> None:
    """The next reader of the programme looks for approved versions, whenever it last did."""
    _watch.known = None


def forget_numbers() -> None:
    """As before any version was approved, without a look: what a test begins with."""
    _watch.known = ()


def house_texts(versions: Sequence[UUID]) -> list[tuple[str, str]]:
    """The packs of these approved versions, by name and text."""
    if not versions:
        return []
    rows = HousePack.objects.filter(pk__in=versions)
    return [(f"{PACK}/{pk.hex}.yaml", text) for pk, text in rows.order_by("id").values_list("pk", "text")]


@lru_cache(maxsize=2)
def _programme(root: Path, versions: tuple[UUID, ...]) -> Programme:
    catalogue = from_published(published().values())
    texts = house_texts(versions)
    while texts:
        try:
            return load(root=root, published=catalogue, more=texts)
        except PackError as error:
            # Packs may change under a number of the house: the house goes on without it, and says so.
            logger.error("numbers of the house that do not fit the packs: %s", error)
            wrong = {problem.place.file for problem in error.problems}
            good = [(name, text) for name, text in texts if name not in wrong]
            texts = good if len(good) < len(texts) else []
    return load(root=root, published=catalogue)


def programme() -> Programme:
    """All packs with the numbers that the house has approved, compiled once per version. Raises PackError."""
    return _programme(settings.PACKS_DIR, house_versions())


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
        at=clock.local(fact.occurred_at) if fact.occurred_at else None,
        order=order,
        fields={name: _typed(kind.fields[name], value) for name, value in fact.payload.items()},
    )


def _typed(spec: Field, value: Any) -> Any:
    if spec.type == "date":
        return date.fromisoformat(value)
    return Decimal(value) if spec.type == "yuan" else value
