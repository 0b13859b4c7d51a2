"""Writing many rows of one model: one prepared statement instead of objects and a CASE for each."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert rows whose keys are given or left to the database."""
    if rows:
        insert_like(rows[0], {f.attname: [getattr(row, f.attname) for row in rows] for f in _fields(rows[0])})


def insert_like(pattern: models.Model, differing: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows like `pattern` but for the columns in `differing` (attribute name → one value a row)."""
    fields = _fields(pattern)
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    count = len(next(iter(differing.values())))
    columns = [
        _prepared(f, differing[f.attname])
        if f.attname in differing
        else _prepared(f, [getattr(pattern, f.attname)]) * count
        for f in fields
    ]
    table = quote(pattern._meta.db_table)
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", columns)
    else:
        _many(f"INSERT INTO {table} ({names}) VALUES ({marks})", columns)  # noqa: S608


def set_all(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of these rows."""
    if not rows or not fields:
        return
    meta = rows[0]._meta
    by_name = {field.name: field for field in meta.concrete_fields}
    chosen = [*(by_name[name] for name in fields), meta.pk]
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    *assignments, key = [f"{quote(str(field.column))} = %s" for field in chosen]
    columns = [_prepared(field, [getattr(row, field.attname) for row in rows]) for field in chosen]
    _many(f"UPDATE {quote(meta.db_table)} SET {', '.join(assignments)} WHERE {key}", columns)  # noqa: S608


def _fields(pattern: models.Model) -> list[Any]:
    """Columns to write; a key that the database numbers itself is left out."""
    fields = pattern._meta.concrete_fields
    return [f for f in fields if not (f.primary_key and getattr(pattern, f.attname) is None)]


def _copy(statement: str, columns: Sequence[Sequence[Any]]) -> None:
    """PostgreSQL's own way in: no statement a row, and no wait a row."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)


def _many(statement: str, columns: Sequence[Sequence[Any]]) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, strict=True)))


def _prepared(field: Any, values: Sequence[Any]) -> list[Any]:
    """Values as the database takes them; what repeats is prepared once."""
    connection = connections[DEFAULT_DB_ALIAS]
    if field.unique or not isinstance(values[0] if values else None, Hashable):
        return [field.get_db_prep_save(value, connection) for value in values]
    known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [known[value] for value in values]
