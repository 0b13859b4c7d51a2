"""A hot problem in any state, reached through the real verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.people import Enterprise
from tests.voice.conftest import WRITTEN, Walk

from zhiyin.journal import clock
from zhiyin.voice.models import Demand, HotProblem
from zhiyin.voice.services import hot_broadcast, hot_gathering, hot_work
from zhiyin.voice.services.hot_gathering import Gathered
from zhiyin.voice.states_hot import WhyAgain


@dataclass
class HotWalk:
    """Takes one problem from step to step; the owner is 热处理厂厂长."""

    enterprise: Enterprise
    problem: HotProblem

    @property
    def id(self) -> Any:
        return self.problem.pk

    def fresh(self) -> HotProblem:
        self.problem = HotProblem.objects.get(pk=self.problem.pk)
        return self.problem

    def acting(self, who: str) -> Any:
        return self.enterprise.acting(who)

    def with_demands(self, *walks: Walk) -> "HotWalk":
        for walk in walks:
            hot_gathering.attach_demand(
                acting=self.acting("demand_officer"), problem_id=self.id, demand_id=walk.demand.pk
            )
        return self

    def published(self) -> "HotWalk":
        text = "已经派人看过现场。"
        hot_work.publish_news(acting=self.acting("demand_officer"), problem_id=self.id, text=text)
        return self

    def planned(self, days: int = 30, owner: str = "workshop_leader") -> "HotWalk":
        end_on = clock.today() + timedelta(days=days)
        hot_work.plan_problem(
            acting=self.acting(owner), problem_id=self.id, plan="换两台热水器，再加一条管线。", end_on=end_on
        )
        return self

    def resolved(self) -> "HotWalk":
        self.planned()
        hot_work.resolve_problem(
            acting=self.acting("workshop_leader"), problem_id=self.id, result="两台热水器换好，水温正常。"
        )
        return self

    def prepared(self) -> "HotWalk":
        hot_broadcast.prepare_answer(
            acting=self.acting("workshop_leader"), problem_id=self.id, written=WRITTEN
        )
        return self

    def broadcast(self, who: str = "workshop_handler") -> hot_broadcast.Broadcast:
        return hot_broadcast.broadcast_result(acting=self.acting(who), problem_id=self.id)

    def closed(self) -> "HotWalk":
        hot_gathering.close_problem(acting=self.acting("demand_officer"), problem_id=self.id)
        return self

    def reopened(self, why: str = WhyAgain.NEW_DEMANDS) -> "HotWalk":
        hot_gathering.reopen_problem(
            acting=self.acting("demand_officer"), problem_id=self.id, why=why, reason="又有人反映。"
        )
        return self


@pytest.fixture
def hot(enterprise: Enterprise) -> Callable[..., HotWalk]:
    """`hot()`: a hot problem opened by the demand office, about 热处理厂."""
    count = iter(range(1_000_000))

    def begin(**said: Any) -> HotWalk:
        values = {
            "title": "二线淋浴间没有热水",
            "about": "国庆后二线淋浴间一直没有热水，三个班的人都反映。",
            "post_id": enterprise.posts["workshop_leader"].pk,
            "token": f"hot-{next(count):012d}".encode(),
            "topic": "living",
            "unit": enterprise.units["YS01"],
            **said,
        }
        officer = enterprise.acting("demand_officer")
        return HotWalk(enterprise, hot_gathering.open_problem(acting=officer, gathered=Gathered(**values)))

    return begin


@pytest.fixture
def gathered(hot: Callable[..., HotWalk], walk: Callable[..., Walk]) -> Callable[..., Any]:
    """`gathered(3)`: a problem with that many demands in handling, and their walks."""

    def make(n: int = 2) -> tuple[HotWalk, list[Walk]]:
        walks = [walk().in_handling() for _ in range(n)]
        return hot().with_demands(*walks), walks

    return make


def row(walk: Walk) -> Demand:
    return Demand.objects.get(pk=walk.demand.pk)
