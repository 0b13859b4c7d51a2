"""Full-text search of demands over character bigrams; accusations are never indexed."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhiyin.insight.bigrams import contains, document, fts5, tokens, tsquery
from zhiyin.voice.models import Demand

POSTGRES = "postgresql"
# Where a page of hits in a million is found as fast by looking through the list as by joining all hits.
FEW = 10_000


def index(demand: Demand) -> None:
    """Put one demand into the index, replacing what was there."""
    index_all([demand])


def index_all(demands: Iterable[Demand]) -> None:
    """Index many; those on the discipline track are taken out instead."""
    rows = [(d, document(d.title, d.text, d.place, d.number)) for d in demands]
    purge([d.pk for d, _ in rows])
    ordinary = [(d.pk, grams) for d, grams in rows if d.track == Demand.Track.ORDINARY]
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRES:
            cursor.executemany(
                "INSERT INTO voice_search (demand_id, grams)"
                " VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))",
                ordinary,
            )
        else:
            # FTS5 writes out what it holds whenever a row number is below the last one.
            numbered = sorted((_rowid(pk), pk.hex, grams) for pk, grams in ordinary)
            sql = "INSERT INTO voice_search (rowid, demand_id, grams) VALUES (%s, %s, %s)"
            cursor.executemany(sql, numbered)


def purge(ids: Iterable[UUID]) -> None:
    """Take demands out of the index."""
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRES:
            cursor.executemany("DELETE FROM voice_search WHERE demand_id = %s", [(pk,) for pk in ids])
        else:
            cursor.executemany("DELETE FROM voice_search WHERE rowid = %s", [(_rowid(pk),) for pk in ids])


def _rowid(demand_id: UUID) -> int:
    """63 bits of the random id: FTS5 finds rows by number only, and these tell no order."""
    return demand_id.int >> 65


def matching(demands: QuerySet[Demand], text: str) -> QuerySet[Demand]:
    """Those of `demands` (already narrowed to what the reader may see) that contain all words of `text`."""
    words = _words(text)
    if not words:
        return demands.none() if text.strip() else demands
    known = few(text)
    if known is not None:
        return listed(demands, known)
    sql, query = _query(words)
    return demands.filter(pk__in=RawSQL(sql, [query]))  # noqa: S611 (constant SQL, bound parameter)


def listed(demands: QuerySet[Demand], ids: Sequence[UUID]) -> QuerySet[Demand]:
    """Those of `demands` with these ids, however many, as one parameter."""
    return demands.filter(pk__in=_listed(ids))


def few(text: str, most: int | None = None) -> list[UUID] | None:
    """The demands with all words of `text`, whoever may see them; None where there are more than `most`.

    A list of thousands is sooner found than joined: the database need not look for it again in each part
    of a page. Two queries at most.
    """
    if not (words := _words(text)):
        return []
    sql, query = _query(words)
    most = FEW if most is None else most
    with connection.cursor() as cursor:
        # Counted before they are handed over, which takes longer; no further than matters.
        if connection.vendor == POSTGRES:
            # Finding them takes its time here: once is enough.
            unless_many = "CASE WHEN COUNT(*) <= %s THEN COALESCE(array_agg(demand_id), '{}') END"
            cursor.execute(
                f"SELECT {unless_many} FROM ({sql} LIMIT %s) AS found",  # noqa: S608 (constant SQL)
                [most, query, most + 1],
            )
            known: list[UUID] | None = cursor.fetchone()[0]
            return known
        counted = sql.replace("demand_id", "1", 1)
        cursor.execute(f"SELECT COUNT(*) FROM ({counted} LIMIT %s)", [query, most + 1])  # noqa: S608 (constant SQL)
        if cursor.fetchone()[0] > most:
            return None
        cursor.execute(sql, [query])
        return [_id(row[0]) for row in cursor.fetchall()]


def among(text: str, ids: Sequence[UUID]) -> set[UUID]:
    """Which of `ids` contain all words of `text`: for words that are everywhere. One query."""
    words = _words(text)
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRES:
            # These rows first: for words that often stand together it would rather look up each word's list.
            cursor.execute(
                "WITH picked AS MATERIALIZED"
                " (SELECT demand_id, grams FROM voice_search WHERE demand_id = ANY(%s))"
                " SELECT demand_id FROM picked WHERE grams @@ %s::tsquery",
                [list(ids), tsquery(words)],
            )
            return {row[0] for row in cursor.fetchall()}
        # SQLite would go through the list of each word anew for each row: reading the rows is faster.
        numbers = json.dumps([_rowid(pk) for pk in ids])
        cursor.execute(
            "SELECT demand_id, grams FROM voice_search WHERE rowid IN (SELECT value FROM json_each(%s))",
            [numbers],
        )
        return {_id(pk) for pk, grams in cursor.fetchall() if contains(grams, words)}


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(tokens(text)))


def _query(words: list[str]) -> tuple[str, str]:
    if connection.vendor == POSTGRES:
        return "SELECT demand_id FROM voice_search WHERE grams @@ %s::tsquery", tsquery(words)
    return "SELECT demand_id FROM voice_search WHERE voice_search MATCH %s", fts5(words)


def _id(found: object) -> UUID:
    return found if isinstance(found, UUID) else UUID(str(found))


def _listed(ids: Sequence[UUID]) -> RawSQL:
    """Ids as one parameter."""
    if connection.vendor == POSTGRES:
        return RawSQL("SELECT unnest(%s::uuid[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([pk.hex for pk in ids])])
