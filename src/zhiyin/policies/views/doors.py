"""The same pages behind two doors: the public one, and /app/ with internal documents besides."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from zhiyin.journal import clock
from zhiyin.people.sent import day_in
from zhiyin.policies.models import Document
from zhiyin.policies.selectors import library
from zhiyin.policies.words import TOPICS


@dataclass(frozen=True)
class Door:
    """Which frame the pages stand in, which documents they may show, and how their routes are named."""

    inside: bool
    frame: str
    shelf: str
    document: str
    article: str
    compare: str
    printed: str

    def url(self, name: str, *args: object, on: date | None = None) -> str:
        """A page behind this door; a day other than today travels along."""
        url = reverse(getattr(self, name), args=args)
        return f"{url}?on={on.isoformat()}" if on and on != clock.today() else url


def _door(inside: bool, frame: str, prefix: str) -> Door:
    names = [f"policies:{prefix}{name}" for name in ("shelf", "document", "article", "compare", "printed")]
    return Door(inside, frame, *names)


PUBLIC: Final = _door(False, "frame/public.html", "")
INSIDE: Final = _door(True, "frame/app.html", "app_")


def frame(door: Door, page_title: str, **more: Any) -> dict[str, Any]:
    """What every page of either door needs."""
    return {"page_title": page_title, "door_of": door, "library_frame": door.frame, **more}


def asked_day(request: HttpRequest) -> date:
    """按哪天有效: the day in the address, or today."""
    return day_in(request.GET.get("on", "")) or clock.today()


def wanted(request: HttpRequest) -> library.Wanted:
    level, topic = request.GET.get("level", ""), request.GET.get("topic", "")
    return library.Wanted(
        on=asked_day(request),
        q=request.GET.get("q", "").strip()[:60],
        level=level if level in Document.Level.values else "",
        topic=topic if topic in TOPICS else "",
    )


def document_or_404(door: Door, document_id: UUID) -> Document:
    found = library.document(document_id, inside=door.inside)
    if found is None:
        raise Http404
    return found
