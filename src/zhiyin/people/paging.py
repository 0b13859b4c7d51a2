"""Paging by keys: a page stays the same page while others arrive, however long the list is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", covariant=True)
Row = TypeVar("Row", bound=Model)
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


def day_page(rows: QuerySet[Row], *, after: str, before: str, size: int) -> Page[Row]:
    """`size` rows beyond a key, in the order that `rows` have: by a day, then by id, each either way."""
    day_order, pk_order = (str(name) for name in rows.query.order_by)
    day_name = day_order.removeprefix("-")
    key = key_from(before or after)
    backwards = bool(before and key)
    if key:
        rows = rows.filter(
            beyond(key, day_name, day_side=_side(day_order, backwards), pk_side=_side(pk_order, backwards))
        )
    found = (rows.reverse() if backwards else rows)[: size + 1]

    def key_of(row: Any) -> str:
        return key_text(getattr(row, day_name), row.pk)

    return cut(found, size, key_of, begun=key is not None, backwards=backwards)


def cut(
    found: Iterable[Row], size: int, key_of: Callable[[Row], str], *, begun: bool, backwards: bool
) -> Page[Row]:
    """A page of what was found, one row more than fits if there are more.

    `begun`: from a key on, so that rows lie on its other side; `backwards`: in the order away from it.
    """
    rows = list(found)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, begun)
    return Page(
        rows=rows,
        previous=key_of(rows[0]) if rows and has_previous else None,
        next=key_of(rows[-1]) if rows and has_next else None,
    )


def _side(order: str, backwards: bool) -> Further:
    return "lt" if order.startswith("-") != backwards else "gt"
