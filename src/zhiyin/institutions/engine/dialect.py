"""The only place that knows two dialects: pairs as a source of rows, and many rows at once."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection


def is_postgres() -> bool:
    return bool(connection.vendor == "postgresql")


def as_id(column: str) -> str:
    """A column of hex as an id."""
    return f"{column}::uuid" if is_postgres() else column


def unfolded(
    columns: str, first: str, on: str, pairs: Sequence[tuple[str, str]], second: str = ""
) -> tuple[str, list[Any]]:
    """`columns` of a table (and a second one) joined to pairs `p(a, b)`, handed over as one parameter.

    With a second table, `first` carries its own condition.
    """
    if is_postgres():
        source, join = "unnest(%s::text[], %s::text[]) AS p(a, b)", "JOIN"
        params: list[Any] = [[a for a, _ in pairs], [b for _, b in pairs]]
    else:
        # CROSS JOIN fixes the order: the handful of pairs first, then the index.
        source, join = "(SELECT value->>0 AS a, value->>1 AS b FROM json_each(%s)) AS p", "CROSS JOIN"
        params = [json.dumps(pairs)]
    tables = f"{join} {first} {join} {second}" if second else f"{join} {first}"
    return f"SELECT {columns} FROM {source} {tables} ON {on}", params  # noqa: S608


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> int:
    """Insert rows of text and numbers: COPY through a temporary table, or one prepared statement.

    Returns how many were written; those that `conflict` left as they were do not count.
    """
    if not rows:
        return 0
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            temporary = f"new_{table}"
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {temporary} (LIKE {table})")
            cursor.execute(f"TRUNCATE {temporary}")
            with cursor.cursor.copy(f"COPY {temporary} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM {temporary} {conflict}"  # noqa: S608
            )
            return int(cursor.rowcount)
        marks = ", ".join(["?"] * len(columns))
        # Past Django's wrapper: a million rows need neither its logging nor its %s translation.
        written = connection.connection.cursor().executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}",  # noqa: S608
            rows,
        )
        return int(written.rowcount)
