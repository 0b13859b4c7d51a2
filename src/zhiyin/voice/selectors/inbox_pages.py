"""Pages of the inbox: those with the nearest dates first, or the latest; all, or those with certain words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from sys import maxsize
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiyin.people.acting import Acting
from zhiyin.people.paging import Further, Key, Page, beyond, cut, key_from, key_text
from zhiyin.voice import search
from zhiyin.voice.models import Demand, Running
from zhiyin.voice.selectors.due import NEVER
from zhiyin.voice.selectors.inbox import Filter, chosen

PAGE = 50
REACH = 400
# How far a list is looked through for words that are everywhere: so many rows, and on to so many.
LOOKED_ALONG = (1000, 4000, 10_000)
# What a line of the list and its permissions need: whole rows of five tables would take twice the time.
SHOWN = (
    "title", "state", "way", "channel", "track", "urgent", "on_behalf_of", "submitted_on", "answered_on",
    "unit__name", "unit__path", "handling_unit__path", "handling_post__title", "author__name",
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where a page begins: beyond a key, onwards or backwards; at either end without one."""

    key: Key | None
    backwards: bool

    @property
    def side(self) -> Further:
        return "lt" if self.backwards else "gt"

    @property
    def among_undated(self) -> bool:
        return self.key is not None and self.key[0] == NEVER

    def turned(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.reverse() if self.backwards else rows


def page(
    acting: Acting, wanted: Filter, views: Mapping[str, Q], *, after: str, before: str, total: int | None
) -> Page[Demand]:
    """Fifty rows beyond a key. A key is the day and the id of a row, and nothing else."""
    demands = chosen(acting, wanted, views, words=False).only(*SHOWN)
    key = key_from(before or after)
    spot = Spot(key, backwards=bool(before and key))
    words = wanted.q.strip()
    known = search.few(words) if words else None
    if known is not None:
        demands, words = search.listed(demands, known), ""
    if wanted.latest:
        rows = _latest(demands, spot, words)
    else:
        many = known is None and (wanted.narrowed or total is None or total > PAGE)
        rows = _nearest(demands, spot, words, many=many)
    found = cut(rows, PAGE, partial(_key_of, wanted), begun=key is not None, backwards=spot.backwards)
    return replace(
        found,
        first=1,
        last=len(found.rows),
        total=total if key is None and not wanted.narrowed and wanted.view != "ended" else None,
    )


def _key_of(wanted: Filter, row: Demand) -> str:
    day = row.submitted_on if wanted.latest else row.due  # type: ignore[attr-defined]  # annotated by with_due
    return key_text(day, row.pk)


def _latest(demands: QuerySet[Demand], spot: Spot, words: str) -> list[Demand]:
    if spot.key:
        earlier: Further = "gt" if spot.backwards else "lt"
        demands = demands.filter(beyond(spot.key, "submitted_on", day_side=earlier, pk_side=spot.side))
    return _first(spot.turned(demands), words)


def _nearest(demands: QuerySet[Any], spot: Spot, words: str, *, many: bool) -> list[Demand]:
    """First those with a date, in its order; then those without, in the order of their ids.

    `many`: more than a page is expected.
    """
    if spot.among_undated:
        dated = partial(_dated, demands, Spot(None, spot.backwards), words, many=many)
        parts = [partial(_undated, demands, spot, words), *([dated] if spot.backwards else [])]
    else:
        undated = partial(_undated, demands, Spot(None, spot.backwards), words)
        parts = [partial(_dated, demands, spot, words, many=many), *([] if spot.backwards else [undated])]
    rows: list[Demand] = []
    for part in parts:
        if len(rows) <= PAGE:
            rows += part()[: PAGE + 1 - len(rows)]
    return rows


def _dated(demands: QuerySet[Any], spot: Spot, words: str, *, many: bool) -> list[Demand]:
    """`many`: the nearest dates of all alone are looked at first, because a database that sorts everything
    that may match takes a hundred times as long."""
    if words:
        return _by_date(demands, spot, words)
    rows = demands.filter(run__next_due__isnull=False).order_by("run__next_due", "run__demand_id")
    if spot.key:
        rows = rows.filter(
            beyond(spot.key, "run__next_due", "run__demand_id", day_side=spot.side, pk_side=spot.side)
        )
    rows = spot.turned(rows)
    if many and len(found := list(rows.filter(pk__in=_dates(spot)[:REACH])[: PAGE + 1])) > PAGE:
        return found
    return list(rows[: PAGE + 1])


def _by_date(demands: QuerySet[Any], spot: Spot, words: str) -> list[Demand]:
    """Date by date, as their index has them: which have the words, and which of those may be seen."""
    rows: list[Demand] = []
    for start, stop in pairwise((0, *LOOKED_ALONG, maxsize)):
        ids = list(_dates(spot)[start:stop])
        rows += _in_order(demands, search.among(words, ids), ids)
        if len(rows) > PAGE or len(ids) < stop - start:
            break
    return rows


def _dates(spot: Spot) -> QuerySet[Any]:
    """The nearest dates from here on, whoever may see them: found along the index, without any demand."""
    dates = Running.objects.filter(subject_kind="demand").order_by("next_due", "demand_id")
    if spot.key:
        dates = dates.filter(beyond(spot.key, "next_due", "demand_id", day_side=spot.side, pk_side=spot.side))
    return spot.turned(dates).values_list("demand_id", flat=True)


def _undated(demands: QuerySet[Any], spot: Spot, words: str) -> list[Demand]:
    # By `due`, the same for all of them, before the id: in the order of ids alone, every demand may be read.
    rows = demands.filter(run__next_due__isnull=True).order_by("due", "pk")
    if spot.key:
        rows = rows.filter(**{f"pk__{spot.side}": spot.key[1]})
    return _first(spot.turned(rows), words)


def _first(rows: QuerySet[Any], words: str) -> list[Demand]:
    """A page; of those with the words, if any: found row by row, while they are close together."""
    if not words:
        return list(rows[: PAGE + 1])
    found: list[UUID] = []
    for start, stop in pairwise((0, *LOOKED_ALONG)):
        ids = list(rows.values_list("pk", flat=True)[start:stop])
        with_words = search.among(words, ids)
        found += [pk for pk in ids if pk in with_words]
        if len(found) > PAGE or len(ids) < stop - start:
            return _in_order(rows, found[: PAGE + 1], found)
    return list(search.matching(rows, words)[: PAGE + 1])


def _in_order(rows: QuerySet[Any], wanted: Collection[UUID], order: Iterable[UUID]) -> list[Demand]:
    """Those of `rows` that are wanted, in this order."""
    by_id = {row.pk: row for row in search.listed(rows.order_by(), list(wanted))}
    return [by_id[pk] for pk in order if pk in by_id]
