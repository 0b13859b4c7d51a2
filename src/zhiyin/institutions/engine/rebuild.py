"""Throwing away everything derived and deriving it anew from the journal."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from zhiyin.institutions.engine.batch import READER, Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.moved import note_moved
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.programme import Programme
from zhiyin.journal.sequence import set_watermark, take_watermark

TABLES = ("institutions_factkey", "institutions_memberevent", "institutions_obligationrow")


def rebuild(programme: Programme, progress: Callable[[int], None] | None = None, limit: int = 5000) -> int:
    """Derive everything from fact 1; returns how many facts were read. Which breaches were told is kept."""
    told = dict(ObligationRow.objects.filter(told_on__isnull=False).values_list("pk", "told_on"))
    with transaction.atomic():
        take_watermark(READER)
        publish(programme)
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        set_watermark(READER, 0)
        note_moved()
    engine, total = Engine(programme), 0
    while taken := engine.batch(limit):
        total += taken
        if progress:
            progress(total)
    close_day(engine)
    sweep()
    _retell(told)
    return total


def _retell(told: dict[UUID, date | None]) -> None:
    rows = [ObligationRow(pk=pk, told_on=on) for pk, on in told.items()]
    ObligationRow.objects.bulk_update(rows, ["told_on"], batch_size=500)
