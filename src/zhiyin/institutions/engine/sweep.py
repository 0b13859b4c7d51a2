"""The sweep: what fell due, in set-based SQL; it sets what `status()` reads off the dates."""

from datetime import UTC, datetime

from django.db import connection, transaction

from zhiyin.institutions.engine.moved import note_moved
from zhiyin.journal import clock

FALL_DUE = """
UPDATE institutions_obligationrow
SET status = CASE WHEN keeps THEN 'kept' WHEN unproven_on IS NOT NULL THEN 'unproven'
  WHEN may THEN 'passed' ELSE 'breached' END
WHERE status IN ('due', 'suspended') AND due_on <= %s
  AND ((due_at IS NULL AND due_on < %s) OR due_at < %s)
  AND (keeps OR may OR unproven_on IS NOT NULL OR NOT provisional)
"""
PAUSES_END = """
UPDATE institutions_obligationrow SET status = 'due'
WHERE status = 'suspended' AND suspended_until < %s
"""


def sweep(at: datetime | None = None) -> int:
    """Mark what has fallen due by now; returns how many rows changed."""
    moment = at or clock.now()
    today = clock.day_of(moment)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FALL_DUE, [today, today, _instant(moment)])
        fallen = cursor.rowcount
        cursor.execute(PAUSES_END, [today])
        changed = int(fallen + cursor.rowcount)
        if changed:
            note_moved()
        return changed


def _instant(moment: datetime) -> datetime | str:
    """SQLite compares the text that Django stores."""
    plain = moment.astimezone(UTC)
    return plain if connection.vendor == "postgresql" else plain.replace(tzinfo=None).isoformat(" ")
