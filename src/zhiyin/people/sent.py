"""What an address or a form says is anybody's to type: what cannot be read counts as not said."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import QueryDict


def number_in(sent: QueryDict, name: str) -> int | None:
    """A whole number of up to nine digits."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def ids_in(texts: Iterable[str]) -> list[UUID]:
    """Those that are ids, in their order."""
    return [pk for pk in map(id_in, texts) if pk is not None]


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
