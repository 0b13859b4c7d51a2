"""Writing facts: one INSERT for many, and places that hold when two write about one subject at once."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections

from zhiyin.journal.models import Fact

BATCH = 500
COPIED_FROM = 1000
Subject = tuple[str, str]
T = TypeVar("T")


def last_places(subjects: Iterable[Subject]) -> dict[Subject, int]:
    """The highest place of each subject that has facts; this transaction's own included."""
    result: dict[Subject, int] = {}
    ids_of: dict[str, list[str]] = {}
    for kind, subject_id in dict.fromkeys(subjects):
        ids_of.setdefault(kind, []).append(subject_id)
    with connection.cursor() as cursor:
        for kind, ids in ids_of.items():
            for part in _parts(sorted(ids)):
                cursor.execute(_places_sql(len(part)), [kind, *part])
                result.update(((kind, found), last) for found, last in cursor.fetchall())
    return result


@lru_cache(maxsize=64)
def _places_sql(subjects: int) -> str:
    marks = ", ".join(["%s"] * subjects)
    return (
        "SELECT subject_id, MAX(place) FROM journal_fact"  # noqa: S608 (only %s marks are put in)
        f" WHERE subject_kind = %s AND subject_id IN ({marks}) GROUP BY subject_id"
    )


def insert(facts: Sequence[Fact]) -> bool:
    """Insert all, or none where a place has meanwhile been taken: then the caller reads places anew.

    Only PostgreSQL lets two transactions write at once: the second waits for the first to end.
    """
    many = len(facts) >= COPIED_FROM and connection.vendor == "postgresql"
    written = _copied(facts) if many else _inserted(facts)
    if written < len(facts):
        for again in _parts(facts):
            Fact.objects.filter(pk__in=[fact.pk for fact in again]).delete()
        return False
    for fact in facts:
        fact._state.adding, fact._state.db = False, connection.alias
    return True


def _inserted(facts: Sequence[Fact]) -> int:
    """How many rows were written; stops at the first statement that met a taken place."""
    written = 0
    for part in _parts(facts):
        with connection.cursor() as cursor:
            cursor.execute(_insert_sql(len(part)), [value for fact in part for value in row(fact)])
            written += cursor.rowcount
            if cursor.rowcount < len(part):
                break
    return written


def _copied(facts: Sequence[Fact]) -> int:
    """How many rows were written: COPY into a temporary table spares psycopg a statement of many values."""
    names = _names()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS new_journal_fact (LIKE journal_fact)")
        cursor.execute("TRUNCATE new_journal_fact")
        with cursor.cursor.copy(f"COPY new_journal_fact ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for fact in facts:
                copy.write_row(row(fact))
        cursor.execute(
            f"INSERT INTO journal_fact ({names}) SELECT {names} FROM new_journal_fact"  # noqa: S608 (own columns)
            " ON CONFLICT (subject_kind, subject_id, place) DO NOTHING"
        )
        return int(cursor.rowcount)


def _names() -> str:
    return ", ".join(str(field.column) for field in Fact._meta.concrete_fields)


@lru_cache(maxsize=64)
def _insert_sql(rows: int) -> str:
    fields = Fact._meta.concrete_fields
    marks = "(" + ", ".join(["%s"] * len(fields)) + ")"
    return (
        f"INSERT INTO journal_fact ({_names()}) VALUES {', '.join([marks] * rows)}"  # noqa: S608 (own columns)
        " ON CONFLICT (subject_kind, subject_id, place) DO NOTHING"
    )


def row(fact: Fact) -> list[Any]:
    """The fact's columns as the database takes them."""
    # Taken once: the thread's own connection behind `connection` is looked up at every use.
    database = connections[DEFAULT_DB_ALIAS]
    result = []
    for attribute, prepare in _prepared():
        value = getattr(fact, attribute)
        result.append(prepare(value, database) if prepare and value is not None else value)
    return result


@lru_cache(maxsize=1)
def _prepared() -> list[tuple[str, Callable[[Any, Any], Any] | None]]:
    """Text and numbers go as they are: asking their fields too would take half the time of a fact."""
    plain = ("CharField", "BigIntegerField", "PositiveIntegerField")
    fields = Fact._meta.concrete_fields
    return [(f.attname, None if f.get_internal_type() in plain else f.get_db_prep_save) for f in fields]


def _parts(rows: Sequence[T]) -> Iterable[Sequence[T]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
