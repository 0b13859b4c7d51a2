"""Citing articles, and their addresses by the names that people use for documents."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from zhiyin.journal import clock
from zhiyin.policies.citations import Citation
from zhiyin.policies.models import Article
from zhiyin.policies.numbering import Number, reference
from zhiyin.policies.selectors.library import documents, on_day

COUNTRY: Final = "中华人民共和国"


def citations(ids: Iterable[UUID], day: date, *, inside: bool = False) -> dict[UUID, Citation]:
    """Articles as they read, by id, and whether they were in force on `day`; one query.

    `inside`: addresses behind the sign-in.
    """
    rows = Article.objects.filter(pk__in=list(ids)).select_related("version__document")
    rows = rows.defer("version__source", "version__opening", "version__annex")
    return {one.pk: cited(one, day, inside=inside) for one in rows}


def cited(article: Article, day: date, *, inside: bool) -> Citation:
    """A citation of an article whose version and document are loaded."""
    document = article.version.document
    return Citation(
        article_id=article.pk, document_id=document.pk, title=document.title, article=article.label,
        text=article.text, url=url_of(document.pk, article.which, day, inside=inside or not document.open),
        on=day, valid=article.version.holds(day), open=document.open,
    )  # fmt: skip


def url_of(document_id: UUID, which: Number, on: date | None = None, *, inside: bool = False) -> str:
    """The page of one article; a past day is part of the address."""
    url = reverse("policies:app_article" if inside else "policies:article", args=[document_id, which.key])
    return f"{url}?{urlencode({'on': on.isoformat()})}" if on and on != clock.today() else url


def names_for(title: str) -> set[str]:
    """《信访工作条例》, 信访工作条例, 中华人民共和国劳动合同法 and 劳动合同法 name the same document."""
    plain = title.strip().strip("《》").strip()
    return {plain, plain.removeprefix(COUNTRY), COUNTRY + plain.removeprefix(COUNTRY)} - {""}


def article_urls(sources: Iterable[tuple[str, str]], *, inside: bool = False) -> dict[tuple[str, str], str]:
    """Addresses of many (document, article) pairs: of the article, or of the document when it names none.

    An article that the library does not hold has no address. Two queries at most.
    """
    sources = list(sources)
    names = {name for title, _article in sources for name in names_for(title)}
    rows = documents(inside=inside).filter(title__in=names).only("pk", "title")
    found = {one.title: one for one in rows}
    if not found:
        return {}
    there = set(
        Article.objects.filter(
            on_day(clock.today(), "version__"), version__document__in=[one.pk for one in found.values()]
        ).values_list("version__document_id", "number", "branch")
    )
    urls: dict[tuple[str, str], str] = {}
    for title, article in sources:
        document = next((found[name] for name in names_for(title) if name in found), None)
        if document is None:
            continue
        which = reference(article)
        if which is None:
            name = "policies:app_document" if inside else "policies:document"
            urls[title, article] = reverse(name, args=[document.pk])
        elif (document.pk, which.number, which.branch) in there:
            urls[title, article] = url_of(document.pk, which, inside=inside)
    return urls
