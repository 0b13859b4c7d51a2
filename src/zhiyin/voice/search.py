"""Full-text search of demands over character bigrams; accusations are never indexed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhiyin.insight.bigrams import document, fts5, tokens, tsquery
from zhiyin.voice.models import Demand

POSTGRES = "postgresql"


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
            cursor.executemany(
                "INSERT INTO voice_search (rowid, demand_id, grams) VALUES (%s, %s, %s)",
                [(_rowid(pk), pk.hex, grams) for pk, grams in ordinary],
            )


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
    words = list(dict.fromkeys(tokens(text)))
    if not words:
        return demands.none() if text.strip() else demands
    if connection.vendor == POSTGRES:
        sql, query = "SELECT demand_id FROM voice_search WHERE grams @@ %s::tsquery", tsquery(words)
    else:
        sql, query = "SELECT demand_id FROM voice_search WHERE voice_search MATCH %s", fts5(words)
    return demands.filter(pk__in=RawSQL(sql, [query]))  # noqa: S611 (constant SQL, bound parameter)
