"""Reading and searching, for both doors."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, public, signed_in
from zhiyin.policies.differences import compare as compared
from zhiyin.policies.differences import pieces
from zhiyin.policies.models import Article, Document, Version
from zhiyin.policies.numbering import from_key
from zhiyin.policies.parsing import ArticleText
from zhiyin.policies.permissions import is_maintainer, may_maintain
from zhiyin.policies.selectors import library
from zhiyin.policies.views.doors import INSIDE, PUBLIC, Door, asked_day, document_or_404, frame, wanted
from zhiyin.policies.words import TOPICS


def _shelf(request: HttpRequest, door: Door) -> HttpResponse:
    asked = wanted(request)
    try:
        after = max(0, int(request.GET.get("after") or request.GET.get("before") or 0))
    except ValueError:
        after = 0
    page, finds, groups = None, [], []
    if asked.q:
        page = library.finds(asked, inside=door.inside, after=min(after, 100_000))
        finds = [
            (one, door.url("article", one.document.pk, one.article.key, on=asked.on)) for one in page.rows
        ]
    else:
        groups = [
            {
                "title": Document.Level(level).label,
                "rows": [(one, door.url("document", one.document.pk, on=asked.on)) for one in rows],
            }
            for level, rows in library.shelf(asked, inside=door.inside)
        ]
    in_use = library.topics_in_use(inside=door.inside)
    context = frame(
        door, _("制度库"), wanted=asked, page=page, finds=finds, groups=groups, today=clock.today(),
        levels=Document.Level.choices,
        topics=[(code, word) for code, word in TOPICS.items() if code in in_use],
        may_maintain=is_maintainer(getattr(request, "acting", None)),
    )  # fmt: skip
    return render(request, "policies/shelf.html", context)


def _document(request: HttpRequest, door: Door, document_id: UUID, *, printed: bool = False) -> HttpResponse:
    document = document_or_404(door, document_id)
    versions = library.history(document)
    on = asked_day(request)
    shown = library.version_on(versions, on)
    whole = Version.objects.only("opening", "annex").get(pk=shown.pk) if shown else None
    acting = getattr(request, "acting", None)
    published = [one for one in versions if one.state == Version.State.PUBLISHED]
    context = frame(
        door, document.title, document=document, on=on, today=clock.today(), shown=shown,
        versions=[(one, _address(door, one)) for one in versions], several=len(published) > 1,
        chapters=_chapters(library.text_of(shown)) if shown else [], last=published[0],
        successor=_successor(door, published[0]), print_url=door.url("printed", document.pk, on=on),
        opening=_lines(whole.opening) if whole else [], annex=_lines(whole.annex) if whole else [],
        topics=[str(TOPICS.get(row.topic, row.topic)) for row in document.topics.all()],
        may_maintain=acting is not None and may_maintain(acting, document.unit.path),
        back_url=door.url("document", document.pk, on=on) if printed else door.url("shelf"),
    )  # fmt: skip
    return render(request, "policies/print.html" if printed else "policies/document.html", context)


def _address(door: Door, version: Version) -> str:
    """Where it is read: on its first day, or beside the text that corrected it."""
    if version.state == Version.State.CORRECTED:
        return f"{door.url('compare', version.document_id)}?wrong={version.pk}"
    return door.url("document", version.document_id, on=version.from_on)


def _successor(door: Door, last: Version) -> Document | None:
    """What takes its place, where this door may name it."""
    by = last.repealed_by
    return by if by and (door.inside or by.open) else None


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _chapters(articles: Sequence[Article]) -> list[dict[str, Any]]:
    """Articles under the headings they stand under, in order."""
    found: list[dict[str, Any]] = []
    for one in articles:
        if not found or (found[-1]["chapter"], found[-1]["section"]) != (one.chapter, one.section):
            new = not found or found[-1]["chapter"] != one.chapter
            found.append({"chapter": one.chapter, "section": one.section, "new": new, "articles": []})
        found[-1]["articles"].append(one)
    return found


def _article(request: HttpRequest, door: Door, document_id: UUID, key: str) -> HttpResponse:
    document = document_or_404(door, document_id)
    which = from_key(key)
    through = library.article_through_time(document, which) if which else []
    if which is None or not through:
        raise Http404
    on = asked_day(request)
    shown = next((one for one in through if one.version.holds(on)), None)
    steps = []
    for one, before in zip(through, [*through[1:], None], strict=True):
        changed = before is not None and before.text != one.text
        steps.append(
            {
                "article": one,
                "now": one is shown,
                "same": before is not None and not changed,
                "pieces": pieces(before.text, one.text) if before is not None and changed else (),
            }
        )
    around = library.neighbours(shown) if shown else (None, None)
    context = frame(
        door, f"{document.name}{which.label}", document=document, which=which, shown=shown, on=on,
        today=clock.today(), steps=steps, whole_url=door.url("document", document.pk, on=on),
        back_url=door.url("document", document.pk, on=on),
        around=[(one, door.url("article", document.pk, one.key, on=on)) if one else None for one in around],
    )  # fmt: skip
    return render(request, "policies/article.html", context)


def _compare(request: HttpRequest, door: Door, document_id: UUID) -> HttpResponse:
    document = document_or_404(door, document_id)
    history = library.history(document)
    versions = [one for one in history if one.state == Version.State.PUBLISHED]
    wrong = next((one for one in history if str(one.pk) == request.GET.get("wrong")), None)
    old, new = _misprint(versions, wrong) if wrong else _chosen(request, versions)
    changes = compared(texts(old), texts(new)) if old != new else []
    counts = {
        kind: sum(one.kind == kind for one in changes) for kind in ("changed", "added", "removed", "moved")
    }
    context = frame(
        door, _("新旧对照"), document=document, versions=versions, old=old, new=new, wrong=wrong,
        counts=counts, changes=[one for one in changes if one.kind != "same"],
        same=sum(one.kind == "same" for one in changes), back_url=door.url("document", document.pk),
    )  # fmt: skip
    return render(request, "policies/compare.html", context)


def _chosen(request: HttpRequest, versions: Sequence[Version]) -> tuple[Version, Version]:
    """The two that the address names by their first days, the older one first; else the last two."""
    by_day = {one.from_on.isoformat(): one for one in versions}
    new = by_day.get(request.GET.get("new", ""), versions[0])
    earlier = [one for one in versions if one.from_on < new.from_on]
    old = by_day.get(request.GET.get("old", ""), earlier[0] if earlier else versions[-1])
    return (new, old) if new.from_on < old.from_on else (old, new)


def _misprint(versions: Sequence[Version], wrong: Version) -> tuple[Version, Version]:
    """A text with a misprint and the one that stands where it stood."""
    return wrong, next(one for one in versions if one.from_on == wrong.from_on)


def texts(version: Version) -> list[ArticleText]:
    return [
        ArticleText(one.which, tuple(one.paragraphs), one.chapter, one.section)
        for one in library.text_of(version)
    ]


@public
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Every public document, or what was searched for."""
    return _shelf(request, PUBLIC)


@public
@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One public document as it is in force on a day."""
    return _document(request, PUBLIC, document_id)


@public
@require_safe
def printed(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The whole text on paper."""
    return _document(request, PUBLIC, document_id, printed=True)


@public
@require_safe
def compare(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Two versions side by side."""
    return _compare(request, PUBLIC, document_id)


@public
@require_safe
def article(request: HttpRequest, document_id: UUID, key: str) -> HttpResponse:
    """One article through time."""
    return _article(request, PUBLIC, document_id, key)


@signed_in
@require_safe
def app_shelf(request: SignedInRequest) -> HttpResponse:
    """Every document, internal ones too."""
    return _shelf(request, INSIDE)


@signed_in
@require_safe
def app_document(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    return _document(request, INSIDE, document_id)


@signed_in
@require_safe
def app_printed(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    return _document(request, INSIDE, document_id, printed=True)


@signed_in
@require_safe
def app_compare(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    return _compare(request, INSIDE, document_id)


@signed_in
@require_safe
def app_article(request: SignedInRequest, document_id: UUID, key: str) -> HttpResponse:
    return _article(request, INSIDE, document_id, key)
