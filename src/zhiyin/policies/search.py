"""Full-text search of articles over character bigrams, the same on both databases."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhiyin.insight.bigrams import document, fts5, tokens, tsquery
from zhiyin.policies.models import Article

POSTGRES: Final = "postgresql"


def index(articles: Iterable[Article], title: str) -> None:
    """Put articles of a document into the index: their words, their chapter, their number and its title."""
    rows = [(one.pk, document(title, one.chapter, one.section, one.label, one.text)) for one in articles]
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRES:
            cursor.executemany(
                "INSERT INTO policies_search (article_id, grams)"
                " VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))",
                rows,
            )
        else:
            cursor.executemany(
                "INSERT INTO policies_search (rowid, article_id, grams) VALUES (%s, %s, %s)",
                [(_rowid(pk), pk.hex, grams) for pk, grams in rows],
            )


def index_again(articles: Iterable[Article], title: str) -> None:
    """The same after a document was given another name."""
    articles = list(articles)
    purge([one.pk for one in articles])
    index(articles, title)


def purge(ids: Iterable[UUID]) -> None:
    """Take articles out of the index."""
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRES:
            cursor.executemany("DELETE FROM policies_search WHERE article_id = %s", [(pk,) for pk in ids])
        else:
            cursor.executemany("DELETE FROM policies_search WHERE rowid = %s", [(_rowid(pk),) for pk in ids])


def _rowid(article_id: UUID) -> int:
    """63 bits of the random id: FTS5 finds rows by number only."""
    return article_id.int >> 65


def matching(articles: QuerySet[Article], text: str) -> QuerySet[Article]:
    """Those of `articles` that hold all words of `text`; none when it holds no word."""
    words = list(dict.fromkeys(tokens(text)))
    if not words:
        return articles.none()
    if connection.vendor == POSTGRES:
        sql, query = "SELECT article_id FROM policies_search WHERE grams @@ %s::tsquery", tsquery(words)
    else:
        sql, query = "SELECT article_id FROM policies_search WHERE policies_search MATCH %s", fts5(words)
    return articles.filter(pk__in=RawSQL(sql, [query]))  # noqa: S611 (constant SQL, bound parameter)
