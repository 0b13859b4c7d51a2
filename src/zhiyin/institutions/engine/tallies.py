"""Counting obligations by rule, unit, month and status, in one statement."""

from django.db import connection, transaction

MONTH = {
    "postgresql": "date_trunc('month', due_on)::date",
    "sqlite": "strftime('%%Y-%%m-01', due_on)",
}


def count_again() -> int:
    """Count anew; returns how many counts stand. Readers see the old counts until the new ones are there."""
    month = MONTH[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM institutions_tally")
        cursor.execute(
            "INSERT INTO institutions_tally (rule_id, unit_id, month, status, count)"  # noqa: S608
            f" SELECT rule_id, unit_id, {month}, status, COUNT(*) FROM institutions_obligationrow"
            f" WHERE due_on IS NOT NULL GROUP BY rule_id, unit_id, {month}, status",
            [],
        )
        return int(cursor.rowcount)
