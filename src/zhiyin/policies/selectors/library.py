"""Reading the library: documents in force on a day, their text, and finding words in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, SmallIntegerField, Value, When

from zhiyin.people.paging import Page
from zhiyin.policies import search
from zhiyin.policies.excerpts import Part, excerpt
from zhiyin.policies.models import Article, Document, Version
from zhiyin.policies.numbering import Number

PAGE: Final = 30
State = Version.State
# In the order of their force.
LEVELS: Final = (Document.Level.NATIONAL, Document.Level.LOCAL, Document.Level.GROUP, Document.Level.UNIT)
_ORDER: Final = ("level_place", "version__document__title", "version__document_id", "place")


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: texts in force on a day, narrowed."""

    on: date
    q: str = ""
    level: str = ""
    topic: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.level or self.topic)


@dataclass(frozen=True)
class Shown:
    """A document with the version in force on the asked day; without one, it is not in force then."""

    document: Document
    version: Version | None
    topics: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Find:
    """An article that holds all words, with the words around them."""

    article: Article
    document: Document
    parts: Sequence[Part]


def on_day(day: date, prefix: str = "") -> Q:
    """Published versions in force on `day`."""
    return (
        Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}from_on__lte": day})
        & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))
    )  # fmt: skip


def articles_valid_on(day: date) -> QuerySet[Article]:
    """Every article in force on `day`, internal ones too."""
    return Article.objects.filter(on_day(day, "version__"))


def documents(*, inside: bool) -> QuerySet[Document]:
    """Documents with something published; the public door sees public ones alone."""
    published = Version.objects.filter(document=OuterRef("pk"), state=State.PUBLISHED)
    rows = Document.objects.filter(Exists(published))
    return rows if inside else rows.filter(open=True)


def shelf(wanted: Wanted, *, inside: bool) -> list[tuple[str, list[Shown]]]:
    """Documents by level, those in force on the day first. Three queries."""
    rows = documents(inside=inside)
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.topic:
        rows = rows.filter(topics__topic=wanted.topic)
    current = Version.objects.filter(on_day(wanted.on)).defer("source", "opening", "annex")
    rows = rows.prefetch_related(Prefetch("versions", current, to_attr="current"), "topics")
    by_level: dict[str, list[Shown]] = {level: [] for level in LEVELS}
    for one in rows.order_by("title"):
        found: list[Version] = one.current  # type: ignore[attr-defined]
        topics = [row.topic for row in one.topics.all()]
        by_level[one.level].append(Shown(one, found[0] if found else None, topics))
    for shown in by_level.values():
        shown.sort(key=lambda one: one.version is None)
    return [(level, shown) for level, shown in by_level.items() if shown]


def finds(wanted: Wanted, *, inside: bool, after: int = 0) -> Page[Find]:
    """Articles in force on the day that hold all words, laws first; `after` counts those already shown."""
    rows = search.matching(articles_valid_on(wanted.on), wanted.q)
    if not inside:
        rows = rows.filter(version__document__open=True)
    if wanted.level:
        rows = rows.filter(version__document__level=wanted.level)
    if wanted.topic:
        rows = rows.filter(version__document__topics__topic=wanted.topic)
    total = rows.count()
    rows = rows.select_related("version__document").defer(
        "version__source", "version__opening", "version__annex"
    )
    rows = rows.alias(level_place=_level_place()).order_by(*_ORDER)
    found = [
        Find(one, one.version.document, excerpt(one.text, wanted.q)) for one in rows[after : after + PAGE]
    ]
    return Page(
        rows=found,
        previous=str(max(0, after - PAGE)) if after else None,
        next=str(after + PAGE) if after + PAGE < total else None,
        first=after + 1 if found else 0,
        last=after + len(found),
        total=total,
    )


def _level_place() -> Case:
    return Case(
        *(When(version__document__level=level, then=Value(place)) for place, level in enumerate(LEVELS)),
        default=Value(len(LEVELS)),
        output_field=SmallIntegerField(),
    )


def document(document_id: UUID, *, inside: bool) -> Document | None:
    """The document, if this door may show it."""
    return documents(inside=inside).select_related("unit").filter(pk=document_id).first()


def history(of: Document) -> list[Version]:
    """Every published text and every corrected one, latest first."""
    rows = of.versions.exclude(state=State.DRAFT).defer("source", "opening", "annex")
    rows = rows.select_related("repealed_by", "published_by")
    return list(rows.order_by("-from_on", "-published_on", "-id"))


def version_on(versions: Sequence[Version], day: date) -> Version | None:
    """The published one in force on `day`."""
    return next((one for one in versions if one.holds(day)), None)


def text_of(version: Version) -> list[Article]:
    """Its articles in order."""
    return list(version.articles.order_by("place"))


def article_through_time(of: Document, which: Number) -> list[Article]:
    """One number in every published version, latest first."""
    rows = Article.objects.filter(
        version__document=of, version__state=State.PUBLISHED, number=which.number, branch=which.branch
    )
    rows = rows.select_related("version").defer("version__source", "version__opening", "version__annex")
    return list(rows.order_by("-version__from_on"))


def topics_in_use(*, inside: bool) -> set[str]:
    """Topics that some document of this door has."""
    return set(documents(inside=inside).values_list("topics__topic", flat=True)) - {None}


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The articles before and after it in the same text. One query."""
    around = {
        one.place: one
        for one in Article.objects.filter(
            version=article.version_id, place__in=[article.place - 1, article.place + 1]
        )
    }
    return around.get(article.place - 1), around.get(article.place + 1)
