"""Writing many rows: one prepared UPDATE, many times faster than a CASE over thousands of keys."""

from collections.abc import Sequence

from django.db import connection, models


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
    values = [
        [column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
