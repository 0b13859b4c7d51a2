"""Paging by keys: a page stays the same page while others arrive, however long the list is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import Q

T = TypeVar("T")
Key = tuple[date, UUID]
Further = Literal["lt", "gt"]


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and the keys that lead on and back."""

    rows: Sequence[T] = field(default_factory=list)
    previous: str | None = None
    next: str | None = None
    first: int = 0
    last: int = 0
    total: int | None = None


def key_from(text: str) -> Key | None:
    """The day and id of a row, as an address carries them; None for anything else."""
    day, _sep, pk = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None


def key_text(day: date, pk: UUID) -> str:
    """The key of a row for an address."""
    return f"{day.isoformat()}_{pk.hex}"


def beyond(key: Key, day_name: str, pk_name: str = "pk", *, day_side: Further, pk_side: Further) -> Q:
    """Rows beyond `key`: of a further day, or of the same day with a further id."""
    day, pk = key
    return Q(**{f"{day_name}__{day_side}": day}) | Q(**{day_name: day, f"{pk_name}__{pk_side}": pk})
