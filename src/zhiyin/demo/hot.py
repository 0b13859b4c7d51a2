"""Hot problems of the made-up year: gathered from what people say; closed, reopened, late, just opened."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, awake, in_office, working_days_before
from zhiyin.demo.library import read
from zhiyin.demo.tree import office_of
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.voice.models import Demand
from zhiyin.voice.rules import NotNow
from zhiyin.voice.services import hot_broadcast, hot_gathering, hot_support, hot_work
from zhiyin.voice.services.answers import Written
from zhiyin.voice.services.handling import sign_in_demand
from zhiyin.voice.services.office import accept_demand, close_demand, dispatch_demand
from zhiyin.voice.services.submit import Said, submit
from zhiyin.voice.services.verdicts import rate_demand, reach_speaker
from zhiyin.voice.speakers import by_person
from zhiyin.voice.states import ENDED_STATES, State, Way

LOOKED_BACK = timedelta(days=100)
MOST_GATHERED, FEWEST_GATHERED, TRIES = 8, 3, 12


def stories(cast: Cast, end: datetime, *, seed: int) -> Iterator[tuple[datetime, Story]]:
    """Each problem as a story that begins on its day."""
    today = clock.day_of(end)
    for key, row in read("hot").items():
        rng = random.Random(f"{seed}/hot/{key}")
        day = working_days_before(today - timedelta(days=row["opened"]), 0)
        yield at(day, rng.uniform(9 * 60, 11 * 60)), Problem(row, cast, rng).played()


@dataclass
class Problem:
    """One problem while it is being played."""

    row: dict[str, Any]
    cast: Cast
    rng: random.Random
    id: UUID = field(init=False)
    own: list[tuple[Employee, Demand]] = field(default_factory=list)
    supporters: list[Acting] = field(default_factory=list)

    @property
    def office(self) -> Acting:
        return self.cast.officer("demand1")

    @property
    def owner(self) -> Acting:
        return self.cast.officer(f"{office_of(self.row['plant'])}/leader")

    def step(self, who: Acting) -> dict[str, Any]:
        return {"acting": who, "problem_id": self.id}

    def played(self) -> Story:
        """From the gathering to wherever its row says that it ends today."""
        yield from self._told(self.row.get("before", ()))
        self._open()
        self.own = []
        yield in_office(self.rng, 1)
        hot_work.publish_news(**self.step(self.office), text=self.row["opening"])
        yield from self._supported()
        if self.row["ending"] == "fresh":
            return
        yield in_office(self.rng, 4)
        yield from self._worked_on(self.row["plan"], self.row["milestones"], self.row["days"])
        if self.row["ending"] == "late":
            yield from self._told_meanwhile(self.row["own"])
            return
        yield from self._resolved()
        yield from self._closed()
        if self.row["ending"] == "reopened":
            yield from self._again()

    def _open(self) -> None:
        post = self.cast.posts[f"{office_of(self.row['plant'])}/leader"]
        names = ("title", "about", "topic", "place")
        gathered = hot_gathering.Gathered(
            **{name: self.row[name] for name in names}, post_id=post.pk, token=self.rng.randbytes(16),
            unit=self.cast.units[self.row["plant"]],
        )  # fmt: skip
        self.id = hot_gathering.open_problem(acting=self.office, gathered=gathered).pk
        self._gather()

    def _gather(self) -> None:
        """What others of the plant have said of it already: those with its words first."""
        demands = Demand.objects.filter(
            track=Demand.Track.ORDINARY, topic=self.row["topic"], hot__isnull=True,
            unit__path__startswith=self.cast.units[self.row["plant"]].path,
            submitted_on__gte=clock.today() - LOOKED_BACK, submitted_on__lt=clock.today(),
        ).exclude(state__in=sorted(ENDED_STATES))  # fmt: skip
        said = list(demands.order_by("-submitted_on", "text").values_list("pk", "text"))
        told = [pk for pk, text in said if any(word in text for word in self.row["words"])]
        rest = [pk for pk, _text in said if pk not in told]
        fill = max(0, FEWEST_GATHERED - len(told))
        ids = [*told[:MOST_GATHERED], *rest[:fill], *(demand.pk for _person, demand in self.own)]
        hot_gathering.attach_all(**self.step(self.office), demand_ids=ids)

    def _supported(self) -> Story:
        """Colleagues of the plant press the button, some of them without a name."""
        codes = sorted(code for code in self.cast.staff if code.startswith(self.row["plant"]))
        people = [person for code in codes for person in self.cast.staff[code]]
        people = self.rng.sample(people, min(len(people), self.row["supporters"]))
        third = -(-len(people) // 3) or 1
        for start in range(0, len(people), third):
            yield awake(self.rng, self.rng.randint(0, 2))
            for person in people[start : start + third]:
                acting = self.cast.acting(person)
                try:
                    hot_support.support_problem(**self.step(acting))
                except NotNow:  # one whose demand is part of it already
                    continue
                self.supporters.append(acting)
        for _ in range(self.row["nobody"]):
            hot_support.support_anonymously(problem_id=self.id, token=self.rng.randbytes(16))

    def _worked_on(self, plan: str, milestones: list[dict[str, Any]], days: int) -> Story:
        begun = clock.today()
        end_on = begun + timedelta(days=days)
        hot_work.plan_problem(**self.step(self.owner), plan=plan, end_on=end_on)
        rows = []
        for one in milestones:
            planned_on = begun + timedelta(days=one["at"])
            set_ = hot_work.set_milestone(**self.step(self.owner), title=one["title"], planned_on=planned_on)
            rows.append((one, set_.pk))
        news = list(self.row["news"])
        for one, milestone_id in rows:
            if "done" in one:
                yield at(begun + timedelta(days=one["done"]), self.rng.uniform(9 * 60, 16 * 60))
                step = self.step(self.owner)
                hot_work.finish_milestone(**step, milestone_id=milestone_id, evidence=one["evidence"])
            elif news:
                yield at(begun + timedelta(days=one["at"] + 1), self.rng.uniform(9 * 60, 16 * 60))
            if news:
                hot_work.publish_news(**self.step(self.owner), text=news.pop(0))

    def _resolved(self) -> Story:
        yield from self._told_meanwhile(self.row["own"])
        yield in_office(self.rng, 1)
        hot_work.resolve_problem(**self.step(self.owner), result=self.row["result"])
        written = Written(result="support", **self.row["answer"])
        hot_broadcast.prepare_answer(**self.step(self.owner), written=written)
        yield in_office(self.rng, 1)
        hot_broadcast.broadcast_result(**self.step(self.cast.officer(f"{self.row['to']}/handler")))
        yield awake(self.rng, 1)
        for number, (person, demand) in enumerate(self.own):
            said = ("yes", "yes") if number % 3 else ("yes", "basically")
            speaker = by_person(self.cast.acting(person), demand)
            assert speaker
            rate_demand(speaker=speaker, demand_id=demand.pk, solved=said[0], satisfied=said[1])
        for acting in self.supporters:
            own = hot_support.own_support(acting, self.id)
            if own and self.rng.random() < 0.7:
                solved = "no" if self.rng.random() < 0.2 else "yes"
                hot_support.judge_result(support_id=own.pk, solved=solved)
        yield in_office(self.rng, 1)
        for _person, demand in self.own:
            demand.refresh_from_db(fields=["state"])
            if demand.state == State.RETURN_VISIT:
                union = self.cast.officer("union1")
                reach_speaker(acting=union, demand_id=demand.pk, channel="phone")
            close_demand(acting=self.office, demand_id=demand.pk)

    def _told(self, rows: Sequence[dict[str, str]]) -> Story:
        """Some raise it, and the office hands it to the one who answers."""
        team = self.cast.staff.get(self.row["shop"]) or next(iter(self.cast.staff.values()))
        fresh = []
        for number, told in enumerate(rows):
            person = self.rng.choice(team)
            said = Said(
                text=told["text"], title=told["title"], topic=self.row["topic"], wish="help",
                way=Way.CONFIDENTIAL if number % 3 == 2 else Way.NAMED, token=self.rng.randbytes(16),
                unit=self.cast.units[self.row["shop"][:6]], place=self.row["place"],
            )  # fmt: skip
            fresh.append((person, submit(acting=self.cast.acting(person), said=said).demand))
            yield clock.now() + timedelta(minutes=self.rng.uniform(15, 60))
        if not fresh:
            return
        self.own += fresh
        yield in_office(self.rng, 1)
        handler = f"{self.row['to']}/handler"
        for _person, demand in fresh:
            accept_demand(acting=self.office, demand_id=demand.pk, kind="help")
            dispatch_demand(acting=self.office, demand_id=demand.pk, post_id=self.cast.posts[handler].pk)
            sign_in_demand(acting=self.cast.officer(handler), demand_id=demand.pk)

    def _told_meanwhile(self, rows: Sequence[dict[str, str]]) -> Story:
        """Others raise it too; what they say is gathered as it comes."""
        already = len(self.own)
        yield from self._told(rows)
        for _person, demand in self.own[already:]:
            hot_gathering.attach_demand(**self.step(self.office), demand_id=demand.pk)

    def _closed(self) -> Story:
        """As soon as every speaker was heard; what still goes on by then goes on by itself."""
        for number in range(TRIES):
            yield in_office(self.rng, 3)
            if number == TRIES - 2:
                self._let_go()
            try:
                hot_gathering.close_problem(**self.step(self.office))
            except NotNow:
                continue
            return

    def _let_go(self) -> None:
        going_on = Demand.objects.filter(hot__problem_id=self.id).exclude(state__in=sorted(ENDED_STATES))
        mine = {demand.pk for _person, demand in self.own}
        for pk in going_on.order_by("submitted_on", "text").values_list("pk", flat=True):
            if pk not in mine:
                hot_gathering.detach_demand(**self.step(self.office), demand_id=pk, why="by_itself")

    def _again(self) -> Story:
        yield in_office(self.rng, 6)
        hot_gathering.reopen_problem(**self.step(self.office), why="new_demands", reason=self.row["again"])
        self.own = []
        yield from self._told_meanwhile(self.row["later"])
        yield in_office(self.rng, 5)
        self.row["news"] = []
        yield from self._worked_on(self.row["plan_again"], self.row["milestones_again"], 75)
