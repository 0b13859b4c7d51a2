"""Which demands seem to tell the same problem. Words, topic, place and unit decide; never who spoke."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from zhiyin.insight.alike import Text, groups, nearest
from zhiyin.journal import clock
from zhiyin.journal.sequence import recorded
from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand, HotProblem
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.states import ENDED_STATES

LOOKED_AT = 1200
LOOKED_BACK = timedelta(days=120)
FEWEST, MOST = 3, 30
KEPT = 900
NEEDED = ("number", "title", "text", "topic", "place", "state", "submitted_on", "unit__path", "unit__name")


@dataclass(frozen=True)
class Alike:
    """Some demands that seem to be one problem."""

    title: str
    unit: str
    demands: list[Demand]

    @property
    def ids(self) -> str:
        return "&".join(f"id={demand.pk}" for demand in self.demands)


def loose(acting: Acting) -> QuerySet[Demand]:
    """Ordinary, unfinished demands of the last months in no hot problem, as this officer may see them."""
    since = clock.today() - LOOKED_BACK
    found = visible(acting).filter(
        track=Demand.Track.ORDINARY, hot__isnull=True, submitted_on__gte=since, merged_into__isnull=True
    )
    return found.exclude(state__in=sorted(ENDED_STATES)).select_related("unit").only(*NEEDED)


def suggestions(acting: Acting) -> list[Alike]:
    """Groups of three or more, the largest first. One query; the grouping is done anew after new facts."""
    asked = (acting.employee.pk, acting.grants, acting.posts, clock.today(), recorded())
    key = "hot-alike-" + sha256(repr(asked).encode()).hexdigest()
    found: list[list[UUID]] | None = cache.get(key)
    demands = list(loose(acting).order_by("-submitted_on", "pk")[:LOOKED_AT])
    if found is None:
        grouped = groups([_text(demand) for demand in demands])
        found = [[demands[i].pk for i in group] for group in grouped if len(group) >= FEWEST][:MOST]
        cache.set(key, found, KEPT)
    by_id = {demand.pk: demand for demand in demands}
    told = [[by_id[pk] for pk in group if pk in by_id] for group in found]
    return [_alike(group) for group in told if len(group) >= FEWEST]


def _alike(group: list[Demand]) -> Alike:
    unit = group[0].unit
    return Alike(group[0].title, unit.name if unit else "", group)


def _text(demand: Demand) -> Text:
    return Text(f"{demand.title} {demand.place}", demand.text, (demand.topic, _plant(demand)))


def _plant(demand: Demand) -> str:
    """The second-level unit that a demand is about: the same words about two plants are two problems."""
    return "/".join(demand.unit.path.split("/")[:3]) if demand.unit else ""


def like_problem(acting: Acting, problem: HotProblem) -> list[Demand]:
    """Demands that seem to tell this problem too. One query."""
    demands = list(loose(acting).filter(topic=problem.topic).order_by("-submitted_on", "pk")[:LOOKED_AT])
    if problem.unit:
        demands = [d for d in demands if d.unit and d.unit.path.startswith(problem.unit.path)]
    own = Text(f"{problem.title} {problem.place}", problem.about)
    others = [Text(f"{d.title} {d.place}", d.text) for d in demands]
    return [demands[place] for place in nearest(own, others)[:MOST]]
