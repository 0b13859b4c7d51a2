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
from zhiyin.people.roles import Role
from zhiyin.people.tabs import View
from zhiyin.voice import search
from zhiyin.voice.models import Answer, Claim, Demand, HotDemand, OwnNote
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors.due import soon_until, with_due
from zhiyin.voice.selectors.turn import about, turn
from zhiyin.voice.selectors.visible import DISCIPLINE, visible
from zhiyin.voice.states import OPEN_STATES, SHOWN_AS_ANSWERED, Kind, State, Way

COUNTS_KEPT = 900
UNITS_KEPT = 60
OPEN = Q(state__in=sorted(OPEN_STATES))
# What may wait for someone: what is open, and some that are not.
WAITING = OPEN_STATES | {State.RATED, State.RETURN_VISIT, State.UNREACHABLE, State.ANSWERED}
LIKE_ANSWERED = SHOWN_AS_ANSWERED | {State.ANSWERED}


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
