"""Saved views of one reader: their own, and those shared in their unit; counted as that reader sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from zhiyin.journal import clock
from zhiyin.journal.sequence import recorded
from zhiyin.people.acting import Acting
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import SavedView
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.due import with_due
from zhiyin.voice.selectors.visible import visible

SHOWN = 20
# Beyond this a number says no more than 很多; counting on would look at every ended demand.
COUNTED_TO = 999


@dataclass(frozen=True)
class Saved:
    """A saved view with its filter and how many demands it holds for this reader."""

    view: SavedView
    wanted: inbox.Filter
    count: int
    own: bool

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED_TO


def views_for(acting: Acting, track: str = "") -> QuerySet[SavedView]:
    """Views in force: own first, then those that somebody of the same unit shares."""
    mine = Q(owner=acting.employee) | Q(shared_in=acting.employee.unit_id)
    found = SavedView.objects.filter(mine, ended_at__isnull=True, track=track or "ordinary")
    return found.select_related("owner").order_by("id")


def saved_for(acting: Acting, conditions: Mapping[str, Q], track: str = "") -> list[Saved]:
    """One query where there is no saved view; one more for those of open demands, and one for each other."""
    views = sorted(views_for(acting, track)[:SHOWN], key=lambda view: view.owner_id != acting.employee.pk)
    wanted = {view.pk: filter_from(view.query, track) for view in views}
    counts = _counts(acting, conditions, track, wanted) if views else {}
    return [
        Saved(view, wanted[view.pk], counts[view.pk], view.owner_id == acting.employee.pk) for view in views
    ]


def _counts(
    acting: Acting, conditions: Mapping[str, Q], track: str, wanted: Mapping[UUID, inbox.Filter]
) -> dict[UUID, int]:
    """Kept until the next fact, as the numbers of the other views are."""
    asked = (acting.employee.pk, acting.grants, acting.posts, track, clock.today(), recorded(), wanted)
    key = "voice-saved-" + sha256(repr(asked).encode()).hexdigest()
    known: dict[UUID, int] | None = cache.get(key)
    if known is None:
        together = [pk for pk, one in wanted.items() if _of_open(one)]
        known = _together(acting, conditions, track, {pk: wanted[pk] for pk in together})
        for pk, one in wanted.items():
            if pk not in known:
                known[pk] = counted(inbox.chosen(acting, one, conditions))
        cache.set(key, known, inbox.COUNTS_KEPT)
    return known


def _of_open(wanted: inbox.Filter) -> bool:
    """Whether one look at the open demands is enough to count it."""
    built_in = next(view for view in inbox.VIEWS if view.name == wanted.view)
    return built_in.counted and not wanted.q.strip()


def _together(
    acting: Acting, conditions: Mapping[str, Q], track: str, wanted: Mapping[UUID, inbox.Filter]
) -> dict[UUID, int]:
    if not wanted:
        return {}
    demands = with_due(inbox.of_track(visible(acting), track).filter(state__in=sorted(inbox.WAITING)))
    names = {f"v{n}": pk for n, pk in enumerate(wanted)}
    marks: dict[str, Any] = {
        f"in_{name}": Case(
            When(conditions[wanted[pk].view] & inbox.narrow(acting, wanted[pk]), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for name, pk in names.items()
    }
    sums: dict[str, Any] = {name: Sum(f"in_{name}", default=0) for name in names}
    told = demands.annotate(**marks).aggregate(**sums)
    return {pk: told[name] for name, pk in names.items()}


def counted(demands: QuerySet[Any]) -> int:
    """How many, looked at only as far as a number is worth it."""
    return len(demands.order_by().values_list("pk", flat=True)[: COUNTED_TO + 1])


def of_name(saved: Sequence[Saved], pk: str) -> Saved | None:
    """The one that an address names, if this reader has it."""
    return next((one for one in saved if str(one.view.pk) == pk), None)
