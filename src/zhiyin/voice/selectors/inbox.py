"""The inbox: views with counts, filters, and pages in the order of dates. All begins with `visible`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.journal.sequence import recorded
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.people.paging import Further, Key, Page, beyond, key_from, key_text
from zhiyin.people.roles import Role
from zhiyin.people.tabs import View
from zhiyin.voice import search
from zhiyin.voice.models import Answer, Claim, Demand, HotDemand, OwnNote, Running
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.due import NEVER, soon_until, with_due
from zhiyin.voice.selectors.turn import about, turn
from zhiyin.voice.selectors.visible import DISCIPLINE, visible
from zhiyin.voice.states import OPEN_STATES, SHOWN_AS_ANSWERED, Kind, State, Way

PAGE = 50
REACH = 400
# How many rows are looked through for words that are everywhere: these, and if too few, these.
LOOKED_ALONG = (500, 8000)
COUNTS_KEPT = 900
UNITS_KEPT = 60
OPEN = Q(state__in=sorted(OPEN_STATES))
# What may wait for someone: what is open, and some that are not.
WAITING = OPEN_STATES | {State.RATED, State.RETURN_VISIT, State.UNREACHABLE, State.ANSWERED}
LIKE_ANSWERED = SHOWN_AS_ANSWERED | {State.ANSWERED}


# What a line of the list and its permissions need: whole rows of five tables would take twice the time.
SHOWN = (
    "title", "state", "way", "channel", "track", "urgent", "on_behalf_of", "submitted_on", "answered_on",
    "unit__name", "unit__path", "handling_unit__path", "handling_post__title", "author__name",
)  # fmt: skip


VIEWS = (
    View("mine", _("轮到我")),
    View("soon", _("快到期"), "soon"),
    View("breached", _("已超期"), "breach"),
    View("rework", _("要再办")),
    View("promised", _("已承诺")),
    View("safety", _("安全类")),
    View("open", _("全部在办")),
    View("noted", _("我记的"), counted=False),
    View("ended", _("已答复、已结"), counted=False),
)
VIEW_NAMES = tuple(view.name for view in VIEWS)


LATEST = "latest"
FLAGS = ("legacy", "several", "hot", "lacks")
NARROWING = (
    "q", "unit", "topic", "kind", "way", "state", "since", "until", "channel", "handling", *FLAGS,
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What the address says: a view, words to search for, and what to narrow by."""

    view: str = "mine"
    q: str = ""
    unit: str = ""
    topic: str = ""
    kind: str = ""
    way: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    track: str = ""
    channel: str = ""
    handling: str = ""
    legacy: bool = False
    several: bool = False
    hot: bool = False
    lacks: bool = False
    order: str = ""

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, name) for name in NARROWING)

    @property
    def latest(self) -> bool:
        """Whether the newest come first, instead of the nearest date."""
        return self.view == "ended" or self.order == LATEST

    @property
    def query(self) -> dict[str, str]:
        """What the address of this list says, without what it says anyway."""
        said = {name: getattr(self, name) for name in ("view", *NARROWING, "order")}
        return {name: "1" if value is True else str(value) for name, value in said.items() if value}


def conditions(acting: Acting) -> dict[str, Q]:
    """The condition of each view, on demands with `due`."""
    today = clock.today()
    return {
        # The states first: they are all that narrows a table of mostly ended demands.
        "mine": Q(state__in=sorted(WAITING)) & turn(acting),
        "soon": OPEN & Q(due__gte=today, due__lte=soon_until(), paused=False),
        "breached": OPEN & Q(due__lt=today),
        "rework": Q(state=State.REWORK),
        "promised": Q(state=State.PROMISED),
        "safety": OPEN & (Q(urgent=True) | Q(topic=Topic.SAFETY)),
        "open": OPEN,
        "noted": Q(pk__in=OwnNote.objects.filter(officer=acting.employee).values("demand_id")),
        "ended": ~OPEN,
    }


def counts(acting: Acting, views: Mapping[str, Q], track: str = "") -> dict[str, int]:
    """How many open demands each view holds, and how many are due today.

    Counting looks at every open demand; it is done anew when a fact has been recorded since, and every
    quarter of an hour in any case.
    """
    asked = (acting.employee.pk, acting.grants, acting.posts, track, clock.today(), recorded())
    key = "voice-counts-" + sha256(repr(asked).encode()).hexdigest()
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = _counted(acting, views, track)
        cache.set(key, known, COUNTS_KEPT)
    return known


def _counted(acting: Acting, views: Mapping[str, Q], track: str) -> dict[str, int]:
    """One query."""
    counted = {view.name: views[view.name] for view in VIEWS if view.counted}
    counted["today"] = OPEN & Q(due=clock.today())
    # By their states alone: they are all that narrows a table of mostly ended demands.
    demands = with_due(of_track(visible(acting), track).filter(state__in=sorted(WAITING)))
    # Marked row by row first: a condition with a subquery of its own cannot be counted directly.
    marks: dict[str, Any] = {
        f"in_{name}": Case(When(q, then=Value(1)), default=Value(0), output_field=IntegerField())
        for name, q in counted.items()
    }
    sums: dict[str, Any] = {name: Sum(f"in_{name}", default=0) for name in counted}
    return dict(demands.annotate(**marks).aggregate(**sums))


def of_track(demands: QuerySet[Demand], track: str) -> QuerySet[Demand]:
    return demands.filter(track=track) if track else demands


def chosen(acting: Acting, wanted: Filter, views: Mapping[str, Q], *, words: bool = True) -> QuerySet[Any]:
    """All demands of a view under a filter, in the order of the list; without `words`, of any words."""
    demands = of_track(visible(acting), wanted.track)
    if words and wanted.q.strip():
        demands = search.matching(demands, wanted.q)
    dated = with_due(demands).filter(views[wanted.view]).filter(narrow(acting, wanted))
    dated = dated.select_related("unit", "handling_unit", "handling_post", "author")
    return dated.order_by("-submitted_on", "pk") if wanted.latest else dated.order_by("due", "pk")


# What the boxes of the filter ask for; each looks along an index of demands alone.
ASKED = {
    "legacy": Q(legacy=True),
    "several": Exists(Claim.objects.filter(demand=OuterRef("pk"))),
    "hot": Exists(HotDemand.objects.filter(demand=OuterRef("pk"))),
    "lacks": Exists(Answer.objects.filter(demand=OuterRef("pk"), lacks_conditions=True)),
}


def narrow(acting: Acting, wanted: Filter) -> Q:
    """What a filter asks for besides its view and its words."""
    found = Q()
    for field, code in (("unit", wanted.unit), ("handling_unit", wanted.handling)):
        if code:
            path = Unit.objects.filter(code=code).values_list("path", flat=True).first()
            found &= Q(**{f"{field}__path__startswith": path}) if path else Q(pk__in=[])
    for name in FLAGS:
        if getattr(wanted, name):
            found &= Q(ASKED[name])
    for name in ("topic", "kind", "way", "channel"):
        if value := getattr(wanted, name):
            found &= Q(**{name: value})
    if wanted.since:
        found &= Q(submitted_on__gte=wanted.since)
    if wanted.until:
        found &= Q(submitted_on__lte=wanted.until)
    return found & of_state(acting, wanted.state) if wanted.state else found


def knows_verdicts(acting: Acting) -> Q:
    """Demands of which this person may learn whether a rating is open: never those they handle."""
    found = Q(pk__in=[])
    for role in (Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER):
        if acting.has(role):
            found |= about(acting, role)
    if acting.posts:
        found &= Q(handling_post__isnull=True) | ~Q(handling_post_id__in=acting.posts)
    return found | DISCIPLINE if acting.has(Role.DISCIPLINE_OFFICER) else found


def of_state(acting: Acting, state: str) -> Q:
    """A filter by state that tells handlers no more than the chip does."""
    if state not in LIKE_ANSWERED:
        return Q(state=state)
    told = knows_verdicts(acting) & Q(state=state)
    if state != State.ANSWERED:
        return told
    return told | (~knows_verdicts(acting) & Q(state__in=sorted(LIKE_ANSWERED)))


def page(
    acting: Acting, wanted: Filter, views: Mapping[str, Q], *, after: str, before: str, total: int | None
) -> Page[Demand]:
    """Fifty rows beyond a key. A key is the day and the id of a row, and nothing else."""
    hits = search.few(wanted.q) if wanted.q.strip() else []
    # Words that are everywhere are looked for along the list.
    along = wanted.q if hits is None else ""
    demands = chosen(acting, wanted, views, words=False)
    if wanted.q.strip() and hits is not None:
        demands = search.listed(demands, hits)
    latest = wanted.latest
    key = key_from(before or after)
    backwards = bool(before and key)
    demands = demands.only(*SHOWN)
    if latest:
        rows = _latest(demands, key, backwards, along)
    else:
        many = wanted.narrowed or total is None or total > PAGE
        rows = _nearest(demands, key, backwards, along, many=many)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, key is not None)
    return Page(
        rows=rows,
        previous=_key_of(rows[0], latest) if rows and has_previous else None,
        next=_key_of(rows[-1], latest) if rows and has_next else None,
        first=1,
        last=len(rows),
        total=total if key is None and not wanted.narrowed and wanted.view != "ended" else None,
    )


def _latest(demands: QuerySet[Demand], key: Key | None, backwards: bool, along: str) -> list[Demand]:
    if key:
        demands = demands.filter(
            beyond(key, "submitted_on", day_side="gt" if backwards else "lt", pk_side=_side(backwards))
        )
    return _part(demands, backwards, along)


def _nearest(
    demands: QuerySet[Any], key: Key | None, backwards: bool, along: str, *, many: bool
) -> list[Demand]:
    """First those with a date, in its order; then those without, in the order of their ids.

    `many`: more than a page is expected; then the nearest dates of all alone are looked at first, because
    a database that sorts everything that may match takes a hundred times as long.
    """
    side = _side(backwards)
    dated = demands.filter(run__next_due__isnull=False).order_by("run__next_due", "run__demand_id")
    among_undated = key is not None and key[0] == NEVER
    if not among_undated:
        if key:
            further = beyond(key, "run__next_due", "run__demand_id", day_side=side, pk_side=side)
            dated = dated.filter(further)
        if many:
            reach = REACH * 4 if along else REACH
            reached = dated.filter(pk__in=_reach(key, backwards, reach))
            if len(rows := _part(reached, backwards, along, (reach + 1,))) > PAGE:
                return rows
    # By `due`, the same for all of them, before the id: in the order of ids alone, every demand may be read.
    undated = demands.filter(run__next_due__isnull=True).order_by("due", "pk")
    if key and among_undated:
        undated = undated.filter(**{f"pk__{side}": key[1]})
        parts = [undated, dated] if backwards else [undated]
    else:
        parts = [dated] if backwards else [dated, undated]
    rows = []
    for part in parts:
        if len(rows) <= PAGE:
            rows += _part(part, backwards, along, LOOKED_ALONG[1:])[: PAGE + 1 - len(rows)]
    return rows


def _part(rows: QuerySet[Any], backwards: bool, along: str, looked: tuple[int, ...] = ()) -> list[Demand]:
    rows = rows.reverse() if backwards else rows
    return _along(rows, along, looked or LOOKED_ALONG) if along else list(rows[: PAGE + 1])


def _along(rows: QuerySet[Any], words: str, looked: tuple[int, ...]) -> list[Demand]:
    """A page of those with these words: found row by row, while they are close together."""
    for most in looked:
        ids = list(rows.values_list("pk", flat=True)[:most])
        with_words = search.among(words, ids)
        found = [pk for pk in ids if pk in with_words][: PAGE + 1]
        if len(found) > PAGE or len(ids) < most:
            by_id = {row.pk: row for row in rows.filter(pk__in=found)}
            return [by_id[pk] for pk in found if pk in by_id]
    return list(search.matching(rows, words)[: PAGE + 1])


def _reach(key: Key | None, backwards: bool, reach: int) -> QuerySet[Any]:
    """The nearest dates beyond `key`, whoever may see them: found along the index, without any demand."""
    dates = Running.objects.filter(subject_kind="demand").order_by("next_due", "demand_id")
    if key:
        side = _side(backwards)
        dates = dates.filter(beyond(key, "next_due", "demand_id", day_side=side, pk_side=side))
    return (dates.reverse() if backwards else dates).values("demand_id")[:reach]


def _side(backwards: bool) -> Further:
    return "lt" if backwards else "gt"


def _key_of(row: Demand, latest: bool) -> str:
    day = row.submitted_on if latest else row.due  # type: ignore[attr-defined]  # annotated by with_due
    return key_text(day, row.pk)


def units_to_choose(acting: Acting) -> list[tuple[str, str]]:
    """Code and name of the units a list may be narrowed to, the upper two levels; up to a minute old."""
    key = f"voice-units-{acting.employee.pk.hex}"
    known: list[tuple[str, str]] | None = cache.get(key)
    if known is None:
        upper = (Unit.Level.GROUP, Unit.Level.SECOND, Unit.Level.OFFICE)
        units = Unit.objects.filter(level__in=upper, closed_on__isnull=True).order_by("path")
        known = list(units.values_list("code", "name")[:200])
        cache.set(key, known, UNITS_KEPT)
    return known


def valid(name: str, value: str) -> str:
    """`value` if the filter knows it, else nothing: an address is anybody's to type."""
    known: dict[str, Any] = {
        "topic": Topic,
        "kind": Kind,
        "way": Way,
        "state": State,
        "channel": Demand.Channel,
    }
    return value if value in {str(item) for item in known[name]} else ""
