"""A demand in any state, reached through the real verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from tests.fixtures.days import at
from tests.fixtures.people import Enterprise, acting, client_as, enterprise

from zhiyin.journal import clock
from zhiyin.vault.services import appoint_keeper
from zhiyin.voice.models import Demand
from zhiyin.voice.services import answers, handling, office, submit
from zhiyin.voice.speakers import Speaker
from zhiyin.voice.states import Kind, Way

__all__ = ["acting", "at", "client_as", "enterprise"]
TEXT = "淋浴间从国庆后就没有热水，下夜班一身油没法洗。找过班长两次，说等通知。希望先修一个龙头顶着用。"


@pytest.fixture
def keepers(enterprise: Enterprise) -> None:
    """Keepers of two sides, so that identities can be sealed."""
    for side in ("demand_office", "union"):
        appoint_keeper(actor="system", side=side, name=side, passphrase="一句口令", light=True)


WRITTEN = answers.Written(
    result="support",
    request="您反映淋浴间没有热水。",
    facts="经查，二线淋浴间热水器加热管烧坏两根，10月16日已换新。",
    basis="《职工生活设施管理办法》第六条",
    opinion="热水已恢复，今后报修当天到场。",
)


@dataclass
class Walk:
    """Takes one demand from step to step."""

    enterprise: Enterprise
    demand: Demand
    code: str

    @property
    def speaker(self) -> Speaker:
        named = self.demand.way == Way.NAMED
        actor = self.enterprise.acting("employee").actor if named else "speaker"
        return Speaker(self.demand.pk, actor)

    def fresh(self) -> Demand:
        self.demand = Demand.objects.get(pk=self.demand.pk)
        return self.demand

    def accepted(self, kind: str = Kind.APPEAL) -> "Walk":
        officer = self.enterprise.acting("demand_officer")
        self.demand = office.accept_demand(acting=officer, demand_id=self.demand.pk, kind=kind)
        return self

    def dispatched(self, post: str = "workshop_handler") -> "Walk":
        officer = self.enterprise.acting("demand_officer")
        post_id = self.enterprise.posts[post].pk
        self.demand = office.dispatch_demand(acting=officer, demand_id=self.demand.pk, post_id=post_id)
        return self

    def in_handling(self, handler: str = "workshop_handler") -> "Walk":
        self.accepted().dispatched(handler)
        who = self.enterprise.acting(handler)
        self.demand = handling.sign_in_demand(acting=who, demand_id=self.demand.pk)
        return self

    def answered(self, *, promised_on: date | None = None, handler: str = "workshop_handler") -> "Walk":
        who = self.enterprise.acting(handler)
        written = answers.Written(**{**vars(WRITTEN), "promised_on": promised_on})
        self.demand = answers.answer_demand(acting=who, demand_id=self.demand.pk, written=written)
        return self


@pytest.fixture
def walk(enterprise: Enterprise) -> Callable[..., Walk]:
    """`walk()`: a fresh demand of 王强 about 热处理二线; `way=` chooses how it is spoken."""
    count = iter(range(1_000_000))

    def begin(way: str = Way.NAMED, **said: Any) -> Walk:
        who = None if way == Way.ANONYMOUS else enterprise.acting("employee")
        token = f"form-{next(count):011d}".encode()
        values = {"text": TEXT, "way": Way(way), "token": token, "unit": enterprise.units["YS0101"], **said}
        done = submit.submit(acting=who, said=submit.Said(**values))
        return Walk(enterprise, done.demand, done.code)

    return begin


@pytest.fixture
def days_later() -> Callable[[int], Any]:
    """`with days_later(5):` moves the clock on from now."""
    return lambda n: clock.moved_to(clock.now() + timedelta(days=n))
