"""Writing many rows: one prepared UPDATE, many times faster than a CASE over thousands of keys."""

from collections.abc import Hashable, Sequence
from typing import Any

from django.db import connection, models


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model whose keys are given or left to the database."""
    if not rows:
        return
    meta = rows[0]._meta
    columns = [f for f in meta.concrete_fields if not (f.primary_key and getattr(rows[0], f.attname) is None)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(column.column)) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    _many(f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})", columns, rows)  # noqa: S608
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def set_all(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of these rows, all of one model."""
    if not rows or not fields:
        return
    meta = rows[0]._meta
    by_name = {field.name: field for field in meta.concrete_fields}
    columns = [*(by_name[name] for name in fields), meta.pk]
    quote = connection.ops.quote_name
    *assignments, key = [f"{quote(str(column.column))} = %s" for column in columns]
    statement = f"UPDATE {quote(meta.db_table)} SET {', '.join(assignments)} WHERE {key}"  # noqa: S608
    _many(statement, columns, rows)


def _many(statement: str, columns: Sequence[Any], rows: Sequence[models.Model]) -> None:
    values = list(zip(*(_column(column, rows) for column in columns), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _column(column: Any, rows: Sequence[models.Model]) -> list[Any]:
    """One column of all rows; values repeat, so each different one is prepared once."""
    prepared: dict[Any, Any] = {}
    result = []
    for row in rows:
        value = getattr(row, column.attname)
        key = value if isinstance(value, Hashable) else repr(value)
        if key not in prepared:
            prepared[key] = column.get_db_prep_save(value, connection)
        result.append(prepared[key])
    return result
