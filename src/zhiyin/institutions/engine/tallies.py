"""Counting obligations by rule, unit, month and status, in one statement."""

from typing import Final

from django.db import connection, transaction

from zhiyin.institutions.engine.moved import moved
from zhiyin.journal.models import Watermark
from zhiyin.journal.sequence import set_watermark, take_watermark

MONTH = {
    "postgresql": "date_trunc('month', due_on)::date",
    "sqlite": "strftime('%%Y-%%m-01', due_on)",
}


READER: Final = "tallies"


def count_again() -> int:
    """Count anew if any obligation moved since; returns how many counts were written.

    Readers see the old counts until the new ones are there.
    """
    month = MONTH[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        counted, now = take_watermark(READER), moved()
        if counted == now:
            return 0
        set_watermark(READER, now)
        cursor.execute("DELETE FROM institutions_tally")
        cursor.execute(
            "INSERT INTO institutions_tally (rule_id, unit_id, month, status, count)"  # noqa: S608
            f" SELECT rule_id, unit_id, {month}, status, COUNT(*) FROM institutions_obligationrow"
            f" WHERE due_on IS NOT NULL GROUP BY rule_id, unit_id, {month}, status",
            [],
        )
        return int(cursor.rowcount)


def counted() -> int:
    """As of which move the obligations were last counted: what was added up from the counts stays with it."""
    return Watermark.objects.filter(pk=READER).values_list("seq", flat=True).first() or 0
