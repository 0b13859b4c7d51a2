"""Building the made-up enterprise: the same seed, day and scale always give the same."""

import gc
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation

from zhiyin.config.terminal import pick
from zhiyin.demo import (
    accounts,
    arrivals,
    away,
    explaining,
    hot,
    kept,
    ledger,
    numbers,
    segments,
    shelf,
    showcase,
    taken_in,
)
from zhiyin.demo.case import Case
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import SLEEPS, WAKES, at
from zhiyin.demo.duties import Duties
from zhiyin.demo.duty_plan import DUTIES
from zhiyin.demo.keepers import appoint_keepers
from zhiyin.demo.plan import Plan, drawn, speaking_days
from zhiyin.demo.posts import officer, offices, post_spec
from zhiyin.demo.roster import roster
from zhiyin.demo.stage import Stage
from zhiyin.demo.story import played
from zhiyin.demo.tree import OPENED, Place, places
from zhiyin.evaluation import jobs as figures
from zhiyin.journal import clock, sequence
from zhiyin.journal.models import Fact
from zhiyin.journal.record import SYSTEM
from zhiyin.people.models import Employee, Unit
from zhiyin.people.services.employees import join_all
from zhiyin.people.services.setup import give_passwords, open_posts, open_units

Progress = Callable[[str], object]
# Those of the showcase come on top.
DEMANDS, HISTORY = 740, 365
SEED = 20260101
# The reader that tells people of facts; what is older than these days was told long ago.
TELLS, TOLD_DAYS = "officer-notices", 4


class AlreadyBuilt(RuntimeError):
    """The database already holds an enterprise; a demo never mixes with it."""


def build(progress: Progress, *, seed: int = SEED, scale: float = 1.0) -> None:
    """Make the enterprise, its two years of duties and demands, ending now. Raises AlreadyBuilt.

    One transaction: a filling that breaks off leaves nothing behind, and the next one begins anew.
    """
    with _less_collecting(), transaction.atomic(), translation.override("zh-hans"):
        if Unit.objects.exists():
            raise AlreadyBuilt("这个数据库里已经有一家企业 / this database already holds an enterprise")
        end = clock.now()
        with clock.moved_to(at(clock.today() - timedelta(days=DUTIES), 9 * 60)):
            cast = _enterprise(progress, seed=seed, scale=scale)
            sequence.number_all()
            duties = Duties(cast, seed=seed, until=end)
        for back in range(DUTIES, HISTORY, -1):
            duties.play_day(clock.day_of(end) - timedelta(days=back))
        reached = f"{clock.day_of(end) - timedelta(days=HISTORY):%Y-%m-%d}"
        progress(pick(f"制度执行到 {reached}", f"institutions carried out until {reached}"))
        _year(progress, cast, duties, end, seed=seed, scale=scale)
        explaining.templates(cast)
        sequence.number_all()
        duties.finish()
        _told_until(clock.today() - timedelta(days=TOLD_DAYS))
        figures.freeze()


def _told_until(day: date) -> None:
    """Let the notices begin on `day`, so that nobody is told of a whole year at once."""
    last = Fact.objects.filter(recorded_on__lt=day).order_by("-seq").values_list("seq", flat=True).first()
    sequence.take_watermark(TELLS)
    sequence.set_watermark(TELLS, last or 0)


@contextmanager
def _less_collecting() -> Iterator[None]:
    """Thousands of living rows are not worth looking through again and again."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _enterprise(progress: Progress, *, seed: int, scale: float) -> Cast:
    rng = random.Random(seed)
    units = open_units(units=[place.spec for place in places()], on=OPENED)
    posts = offices()
    joined = join_all(acting=None, people=[officer(rng, office, units) for office in posts])
    holders = {office.key: person for office, person in zip(posts, joined, strict=True)}
    opened = open_posts(
        posts=[post_spec(office, holders[office.key]) for office in posts], units=units, on=OPENED
    )
    holders["employee"] = join_all(acting=None, people=[accounts.employee(units)])[0]
    people = roster(rng, units, until=clock.today(), scale=scale)
    staff: dict[str, list[Employee]] = defaultdict(list)
    for person in join_all(acting=None, people=people):
        staff[person.unit.code].append(person)
    appoint_keepers(SYSTEM)
    give_passwords(employees=[holders[one.key] for one in accounts.ACCOUNTS], password=accounts.PASSWORD)
    n = len(people) + len(joined) + 1
    progress(
        pick(
            f"{len(units)} 个单位，{n} 名职工，{len(opened)} 个岗位",
            f"{len(units)} units, {n:,} employees, {len(opened)} posts",
        )
    )
    return Cast(units, {o.key: post for o, post in zip(posts, opened, strict=True)}, holders, dict(staff))


def _year(progress: Progress, cast: Cast, duties: Duties, end: datetime, *, seed: int, scale: float) -> None:
    rng = random.Random(seed + 1)
    today = clock.day_of(end)
    stage, said = Stage(end), set[str]()
    ledger.take_in(cast, today - timedelta(days=HISTORY), said, seed=seed, scale=scale)
    shelf.stock(stage, cast, today - timedelta(days=HISTORY), today)
    plans = [(plan, _moment(rng, plan)) for plan in _plans(rng, today, scale)]
    plans += showcase.plans(len(plans), end)
    for plan, moment in plans:
        stage.enter(moment, played(Case(plan, cast, plan.rng(seed), said)))
    for moment, problem in hot.stories(cast, end, seed=seed):
        stage.enter(moment, problem)
    for part in (segments, arrivals, away, kept, taken_in):
        for moment, story in part.stories(cast, today):
            stage.enter(moment, story)
    day = today - timedelta(days=HISTORY)
    month = day.month
    while day <= today:
        stage.play_day(day)
        duties.play_day(day)
        numbers.play_day(cast, day, today)
        day += timedelta(days=1)
        if day.month != month and day <= today:
            with clock.moved_to(at(day, 30)):
                figures.freeze()
        if day.month != month and day.month % 3 == 1:
            progress(
                pick(f"到 {day:%Y-%m-%d}：{len(said)} 件诉求", f"{len(said):,} demands by {day:%Y-%m-%d}")
            )
        month = day.month
    progress(pick(f"到今天：{len(said)} 件诉求", f"{len(said):,} demands by today"))


def _plans(rng: random.Random, today: object, scale: float) -> list[Plan]:
    speaking = [place for place in places() if place.where]
    weights = [_voices(place) for place in speaking]
    days = speaking_days(rng, round(DEMANDS * scale), today, HISTORY)  # type: ignore[arg-type]
    return [drawn(rng, index, day, rng.choices(speaking, weights)[0]) for index, day in enumerate(days)]


def _voices(place: Place) -> float:
    """The shop floor and those abroad have more to say than offices have."""
    return place.people * (1.0 if "plants" in place.where else 1.3 if place.where != {"all"} else 0.5)


def _moment(rng: random.Random, plan: Plan) -> datetime:
    return at(plan.on, rng.uniform(WAKES, SLEEPS))
