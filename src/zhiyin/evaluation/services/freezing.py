"""Fixing the figures of a period thirty days after its end."""

import hashlib
import json
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Min, Sum

from zhiyin.evaluation.facts import PERIOD_FROZEN
from zhiyin.evaluation.models import FrozenFigure, FrozenPeriod, Tally
from zhiyin.evaluation.periods import Period, frozen_by
from zhiyin.evaluation.services.reader import READER
from zhiyin.journal import clock, sequence
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb

Row = tuple[UUID, str, int]


def freeze_due() -> int:
    """Freeze every period whose time has come; returns how many."""
    first = Tally.objects.aggregate(first=Min("month"))["first"]
    if first is None:
        return 0
    known = set(FrozenPeriod.objects.values_list("code", flat=True))
    due = [period for period in frozen_by(first, clock.today()) if period.code not in known]
    return sum(freeze(period=period) for period in due)


@verb(may=(PERIOD_FROZEN.name,))
def freeze(*, period: Period) -> bool:
    """Store the figures of the period as they stand, once; False when they were stored before."""
    # The reader waits meanwhile, and so does a second freezing.
    sequence.take_watermark(READER)
    if FrozenPeriod.objects.filter(pk=period.code).exists():
        return False
    rows = _standing(period)
    frozen = FrozenPeriod.objects.create(
        code=period.code,
        first_on=period.first,
        last_on=period.last,
        frozen_on=clock.today(),
        digest=digest(rows),
    )
    FrozenFigure.objects.bulk_create(
        [FrozenFigure(period=frozen, unit_id=unit, measure=measure, count=n) for unit, measure, n in rows],
        batch_size=500,
    )
    record(
        PERIOD_FROZEN, period.code,
        first_on=period.first, last_on=period.last, figures=len(rows), digest=frozen.digest,
    )  # fmt: skip
    return True


def _standing(period: Period) -> list[Row]:
    rows = Tally.objects.filter(month__gte=period.first, month__lt=period.after)
    return list(
        rows.values_list("unit_id", "measure").annotate(n=Sum("count")).order_by("unit_id", "measure")
    )


def digest(rows: Iterable[Row]) -> str:
    """SHA-256 over all figures in one order."""
    told = sorted([str(unit), measure, count] for unit, measure, count in rows)
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def intact(frozen: FrozenPeriod) -> bool:
    """Whether the stored figures are still those of the digest."""
    return digest(frozen.figures.values_list("unit_id", "measure", "count")) == frozen.digest
