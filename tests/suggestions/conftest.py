"""A suggestion in any state, reached through the real verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.fixtures.days import at, workdays_after
from tests.fixtures.people import Enterprise, acting, client_as, enterprise
from tests.fixtures.pictures import photo

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.people.services.employees import NewEmployee, join_all
from zhiyin.suggestions.models import Meeting, Member, Suggestion
from zhiyin.suggestions.services import carrying_out, committee, filing, reviewing, worth

__all__ = ["acting", "at", "client_as", "enterprise", "photo", "workdays_after"]
WHY = "现场看过，改动小，花钱不多，工人也说顺手。"
SEATS = (("head", "management"), ("engineer", "technical"), ("chemist", "technical"), ("chair", "union"),
         ("accountant", "finance"), ("cashier", "finance"))  # fmt: skip


@dataclass
class House:
    """The enterprise with a committee; `walk()` files a suggestion and takes it on."""

    enterprise: Enterprise
    people: dict[str, Employee]
    seats: dict[str, Member] = field(default_factory=dict)
    suggestion: Any = None
    meeting: Any = None

    def acting(self, who: str) -> Acting:
        if who in self.people:
            from zhiyin.people.acting import acting_as

            return acting_as(Employee.objects.select_related("unit").get(pk=self.people[who].pk))
        return self.enterprise.acting(who)

    @property
    def pk(self) -> Any:
        return self.suggestion.pk

    def fresh(self) -> Suggestion:
        self.suggestion = Suggestion.objects.get(pk=self.pk)
        return self.suggestion

    def idea(self, **changed: Any) -> filing.Idea:
        values: dict[str, Any] = {
            "token": b"1" * 16, "title": "周转架加脚轮", "now_text": "周转架没有轮子，两个人抬。",
            "better_text": "装四个带刹车的脚轮，一个人就能推。", "effects": ["safety", "time"],
            "unit": self.enterprise.units["YS01"], "place": "热处理二线",
        }  # fmt: skip
        return filing.Idea(**{**values, **changed})

    def filed(self, who: str = "employee", **changed: Any) -> "House":
        self.suggestion = filing.file_suggestion(acting=self.acting(who), idea=self.idea(**changed))
        return self

    def checked(self, reviewers: tuple[str, str] = ("engineer", "chemist"), unit: str = "YS90") -> "House":
        self.suggestion = reviewing.check_suggestion(
            acting=self.acting("demand_officer"), suggestion_id=self.pk,
            unit=self.enterprise.units[unit],
            reviewers=[self.acting(one).employee for one in reviewers],
        )  # fmt: skip
        return self

    def evaluated(self, who: str, opinion: str = "adopt") -> "House":
        self.suggestion = reviewing.evaluate_suggestion(
            acting=self.acting(who), suggestion_id=self.pk, opinion=opinion, feasible=4, benefit=3, text=WHY
        )
        return self

    def reviewed(self) -> "House":
        return self.checked().evaluated("engineer").evaluated("chemist")

    def on_agenda(self, present: tuple[str, ...] = ("head", "engineer", "chemist", "chair")) -> "House":
        office = self.acting("demand_officer")
        self.meeting = committee.call_meeting(
            acting=office, held_on=clock.today(), place="三楼", items=[self.pk]
        )
        committee.open_meeting(
            acting=office, meeting_id=self.meeting.pk, present=[self.seats[one].pk for one in present]
        )
        self.fresh()
        return self

    def decided(self, outcome: str = "adopted_full", *, who: str = "head", reason: str = "") -> "House":
        self.suggestion = committee.decide_suggestion(
            acting=self.acting(who), suggestion_id=self.pk, outcome=outcome, reason=reason, text=WHY
        )
        return self

    def adopted(self) -> "House":
        return self.reviewed().on_agenda().decided()

    def refused(self) -> "House":
        return self.reviewed().on_agenda().decided("not_adopted", reason="cost")

    def done(self) -> "House":
        department = self.acting("handler")
        carrying_out.plan_suggestion(
            acting=department, suggestion_id=self.pk, owner_post=self.enterprise.posts["handler"],
            planned_on=clock.today() + timedelta(days=10),
        )  # fmt: skip
        self.suggestion = carrying_out.implement_suggestion(
            acting=department, suggestion_id=self.pk, evidence="十二个周转架都装好了，班组长验收签字。"
        )
        return self

    def stated(self, value: Decimal | None = None, who: str = "accountant") -> "House":
        text = "搬运不再要两个人，一年没有再发生砸脚。"
        self.suggestion = worth.state_effect(
            acting=self.acting(who), suggestion_id=self.pk, value=value, text=text
        )
        return self

    def confirmed(self, who: str = "cashier") -> "House":
        self.suggestion = worth.confirm_effect(acting=self.acting(who), suggestion_id=self.pk)
        return self

    def graded(self, grade: str = "encouragement", amount: str = "300") -> "House":
        self.suggestion = worth.grade_suggestion(
            acting=self.acting("chair"), suggestion_id=self.pk, grade=grade, amount=Decimal(amount), text=WHY
        )
        return self

    def paid(self, who: str = "cashier") -> "House":
        self.suggestion = worth.pay_reward(
            acting=self.acting(who), suggestion_id=self.pk, paid_on=clock.today()
        )
        return self


@pytest.fixture
def house(enterprise: Enterprise) -> House:
    """Four members who judge, two of finance; none belongs to the author's workshop."""
    units = enterprise.units
    rows = [NewEmployee(f"3000{n:02}", f"委员{n}", units["YS90"], "mgmt", "open", date(2020, 1, 2))
            for n in range(len(SEATS))]  # fmt: skip
    people = dict(zip([who for who, _side in SEATS], join_all(acting=None, people=rows), strict=True))
    found = House(enterprise, people)
    for who, side in SEATS:
        by = enterprise.acting("union_officer" if side == "union" else "leader")
        found.seats[who] = committee.seat_member(acting=by, employee=people[who], side=side)
    assert Meeting.objects.count() == 0
    return found
