"""A speaker's own demands: named ones, and confidential ones of which they wished to be reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.institutions.derive.rows import Status
from zhiyin.institutions.models import ClockRow
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.people.paging import Page, day_page
from zhiyin.vault.services import cases_linked_to
from zhiyin.voice import rules
from zhiyin.voice.duties import duty_of, house_answers
from zhiyin.voice.models import Demand, Mediation
from zhiyin.voice.rules_mediation import Stage
from zhiyin.voice.selectors.words import Chip, by_then, chip_of
from zhiyin.voice.states import Satisfied, Solved, State

PAGE = 20
ON_HOME = 4
ENOUGH = 10
FIGURES_LAST = 3600  # seconds
LONGEST_WAY = 400  # days from raising to an answer that still counts in a quarter's figures
# Where the speaker's own word is what comes next.
WAITING = (State.AWAITING_EMPLOYEE, State.ANSWERED, State.RETURN_VISIT, State.REVIEW_DECIDED)
# Where the points of a mediation lie before the speaker.
TO_AGREE = Exists(Mediation.objects.filter(demand=OuterRef("pk"), stage=Stage.PROPOSED))


@dataclass(frozen=True)
class Row:
    """One demand in a list: its chip, and the date that runs."""

    demand: Demand
    chip: Chip
    clock: Clock | None
    breached: bool
    by_then: str = ""


def mine(acting: Acting) -> QuerySet[Demand]:
    """Demands of which this person may be told that they are theirs. One query for the links."""
    linked = cases_linked_to(acting.actor)
    return Demand.objects.filter(Q(author=acting.employee) | Q(pk__in=linked)).select_related("handling_unit")


def rows(demands: Sequence[Demand]) -> list[Row]:
    """With the clocks of all of them: one query."""
    found = clocks.for_subjects("demand", [demand.pk for demand in demands])
    return [_row(demand, found.get(demand.pk, [])) for demand in demands]


def _row(demand: Demand, running: Sequence[Clock]) -> Row:
    nearest = running_clock(running)
    if nearest is None:
        return Row(demand, chip_of(demand), None, False)
    breached = nearest.status == Status.BREACHED
    if demand.state == State.PROMISED and not breached:
        return Row(demand, chip_of(demand), None, False)  # the chip says the date already
    return Row(demand, chip_of(demand), nearest, breached, by_then(duty_of(nearest.outline)))


def running_clock(found: Sequence[Clock]) -> Clock | None:
    """The clock that matters now: a breached one first, then the nearest that runs."""
    alive = [c for c in found if c.running and duty_of(c.outline)]
    return min(alive, key=lambda c: (c.status != Status.BREACHED, c.ceiling, c.due_on), default=None)


def page(acting: Acting, *, after: str = "", before: str = "") -> Page[Row]:
    """Latest first, by keys: a page stays the same page while others arrive."""
    demands = mine(acting).order_by("-submitted_on", "id")
    page = day_page(demands, after=after, before=before, size=PAGE)
    return Page(rows(page.rows), previous=page.previous, next=page.next)


@dataclass(frozen=True)
class Home:
    """The first page of an employee."""

    waiting: Sequence[Demand]
    latest: list[Row]
    total: int


def home(acting: Acting) -> Home:
    """What waits for me, then my latest. Four queries: links, waiting, latest with total, clocks."""
    demands = mine(acting)
    asked = demands.annotate(to_agree=TO_AGREE).filter(
        Q(state__in=WAITING) | Q(state__in=rules.MEDIATED, to_agree=True)
    )
    waiting = [d for d in asked.order_by("-answered_on", "id") if d.to_agree or waits(d)]
    latest = list(demands.order_by("-submitted_on", "id")[:ON_HOME])
    total = demands.count() if len(latest) == ON_HOME else len(latest)
    return Home(waiting, rows(latest), total)


def waits(demand: Demand) -> bool:
    """Whether the speaker can still say what is waited for."""
    if demand.state in (State.AWAITING_EMPLOYEE, State.REVIEW_DECIDED):
        return True
    until = verdict_until(demand)
    return until is not None and clock.today() <= until


def verdict_until(demand: Demand) -> date | None:
    """The last day on which a verdict counts."""
    if demand.answered_on is None:
        return None
    return rules.verdict_asked_on(demand.answered_on, demand.promised_on) + rules.VERDICT_WINDOW


@dataclass(frozen=True)
class Use:
    """Whether speaking helped, in one unit, over one quarter: answers that were due, and what people said."""

    unit: Unit
    since: date
    until: date
    due: int
    on_time: int
    answered: int
    rated: int
    solved: int
    satisfied: int


def use_of(unit: Unit) -> Use | None:
    """Figures of the second-level unit around `unit`, up to an hour old; None under ten verdicts."""
    since, until = last_quarter(clock.today())
    key = f"use-{unit.pk.hex}-{until.isoformat()}"
    found = cache.get(key)
    if found is None:
        found = _use(Unit.objects.get(path=_second_level_path(unit)), since, until)
        cache.set(key, found, FIGURES_LAST)
    return found if found.rated >= ENOUGH else None


def _use(unit: Unit, since: date, until: date) -> Use:
    """Three queries. The units by their ids: with a path to compare, no index of demands would help."""
    units = list(Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))
    demands = Demand.objects.filter(unit__in=units, track=Demand.Track.ORDINARY)
    said = demands.filter(answered_on__range=(since, until)).aggregate(
        answered=Count("pk"),
        rated=Count("pk", filter=~Q(solved="")),
        solved=Count("pk", filter=Q(solved=Solved.YES)),
        satisfied=Count("pk", filter=Q(satisfied=Satisfied.YES)),
    )
    raised = demands.filter(submitted_on__range=(since - timedelta(days=LONGEST_WAY), until))
    dates = ClockRow.objects.filter(
        subject_kind="demand",
        subject_id__in=raised.values("pk"),
        rule__in=house_answers(),
        due_on__range=(since, until),
    ).aggregate(due=Count("pk"), on_time=Count("pk", filter=Q(kept_on__lte=F("due_on"))))
    return Use(unit, since, until, **dates, **said)


def _second_level_path(unit: Unit) -> str:
    """The path of the unit under the group that this one belongs to."""
    codes = [code for code in unit.path.split("/") if code]
    return "/" + "/".join(codes[:2]) + "/"


def last_quarter(today: date) -> tuple[date, date]:
    """First and last day of the quarter before this one."""
    begins = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    until = begins - timedelta(days=1)
    return date(until.year, (until.month - 1) // 3 * 3 + 1, 1), until


def own_units(unit: Unit) -> list[Unit]:
    """The units from the group down to one's own. One query."""
    codes = [code for code in unit.path.split("/") if code]
    paths = ["/" + "/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
    return list(Unit.objects.filter(path__in=paths, closed_on__isnull=True).order_by("path"))


def second_level_units() -> list[Unit]:
    """The units that anyone may choose from without telling where they work. One query."""
    return list(Unit.objects.filter(level=Unit.Level.SECOND, closed_on__isnull=True).order_by("code"))
