"""合理化建议 over two years: who has the idea, who judges it, what becomes of it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.demo.library import read
from zhiyin.demo.tree import office_of
from zhiyin.institutions import clocks
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.selectors.one import ready, seats
from zhiyin.suggestions.services import (
    carrying_out,
    committee,
    filing,
    questions,
    reviewing,
    worth,
)
from zhiyin.suggestions.services.reviewing import kept_out

SEATS = (
    ("vice_head", "management"), ("YS-SB/leader", "technical"), ("YS-AQ/handler", "technical"),
    ("YS-XZ/handler", "technical"), ("YS0600/handler", "technical"), ("union1", "union"),
    ("union2", "union"), ("YS-CW/handler", "finance"), ("YS-CW/leader", "finance"),
)  # fmt: skip
JUDGES = tuple(key for key, side in SEATS if side != "finance")
FIRST, SECOND = "YS-CW/handler", "YS-CW/leader"
DECIDERS = ("vice_head", "YS-SB/leader", "YS0600/handler")
GOOD = (
    "到现场看过，改动不大，一线说顺手，可以做。",
    "花钱不多，安全上没有新问题，建议先做一处。",
    "别的厂有类似做法，效果可查，值得推。",
)
NOT_SO = "好处是有，但花费和停产时间算下来不划算，建议不采纳。"
YES = "两份评审都认为可行，会上同意采纳，由主管单位定计划，先做一处再推开。"
PARTLY = "复议看了新的数据：浅孔用短刀杆可以，深孔不行，同意在浅孔上采纳。"
NO = "试用看下来接口和保密要求对不上，现在做不了，等信息系统改造时一起考虑。"
SHOWN = "已在现场投用，班组长和设备部一起验收签字，现场可以看到。"
MEETING_EVERY = 6
Steps = Iterator[int]


class Suggestions:
    """Called for every day in order; each idea is a story that says how many working days it waits."""

    def __init__(self, cast: Cast, *, seed: int, today: date) -> None:
        self.cast, self.today = cast, today
        self.rng = random.Random(f"{seed}/suggestions")
        self.calendar = Calendar.shipped()
        self.ideas = read("suggestions")["ideas"]
        self.waiting: list[tuple[date, int, Steps]] = []
        self.fates: dict[Any, dict[str, Any]] = {}
        for place, idea in enumerate(self.ideas):
            on = working_days_before(today - timedelta(days=idea["ago"]), 0)
            self.waiting.append((on, place, self._played(idea, place)))
        self.meets_in = 0
        self._seat()

    def _seat(self) -> None:
        for key, side in SEATS:
            by = self.cast.officer("union1" if side == "union" else "head")
            committee.seat_member(acting=by, employee=self.cast.holders[key], side=side)

    def play_day(self, day: date) -> None:
        """The steps of this day, then a meeting if it is time for one."""
        if day >= self.today or not self.calendar.is_working_day(day):
            return
        due = sorted(row for row in self.waiting if row[0] <= day)
        self.meets_in -= 1
        last = self.calendar.add_working_days(day, 1) >= self.today
        if not due and self.meets_in > 0 and not last:
            return
        with clocks.gathered():
            for minute, row in enumerate(due):
                self.waiting.remove(row)
                with clock.moved_to(at(day, 9 * 60 + 10 * minute)):
                    self._go_on(row, day)
            if last:
                with clock.moved_to(at(day, 16 * 60)):
                    self._call_next()
            if self.meets_in <= 0:
                with clock.moved_to(at(day, 15 * 60)):
                    self._meet()

    def _go_on(self, row: tuple[date, int, Steps], day: date) -> None:
        days = next(row[2], None)
        if days is not None:
            self.waiting.append((self.calendar.add_working_days(day, days), row[1], row[2]))

    def _meet(self) -> None:
        """Every other week: what is ready, but for what the demo keeps waiting."""
        self.meets_in = MEETING_EVERY
        open_ones = [one for one in ready() if self.fates[one.pk]["fate"] not in ("waiting", "agenda")]
        if not open_ones:
            return
        office = self.cast.officer("demand1")
        items = [one.pk for one in open_ones]
        meeting = committee.call_meeting(
            acting=office, held_on=clock.today(), place="集团三楼会议室", items=items
        )
        committee.open_meeting(acting=office, meeting_id=meeting.pk, present=[one.pk for one in seats()])
        for one in open_ones:
            self._decide(one.pk)

    def _call_next(self) -> None:
        """The meeting that is still to come, with its agenda."""
        items = [one.pk for one in ready() if self.fates[one.pk]["fate"] == "agenda"]
        day = self.calendar.add_working_days(self.today, 3)
        if items:
            office = self.cast.officer("demand1")
            committee.call_meeting(acting=office, held_on=day, place="集团三楼会议室", items=items)

    def _decide(self, pk: Any) -> None:
        idea, again = self.fates[pk], self.fates[pk].get("decided", 0)
        by = self.cast.officer(DECIDERS[again % len(DECIDERS)])
        refused = idea["fate"] in ("refused", "asked_again", "reopened", "reconsidered") and not again
        outcome, text, reason = "adopted_full", YES, ""
        if refused:
            outcome, reason = "not_adopted", idea.get("reason", "cost")
            text = idea.get("why", "改短以后刚性不够，加工深孔会让刀，质量风险大于省下的钱。")
        elif idea["fate"] == "reconsidered":
            outcome, text = "in_part", PARTLY
        elif idea["fate"] == "trial_failed" and again:
            outcome, text, reason = "not_adopted", NO, "other"
        committee.decide_suggestion(acting=by, suggestion_id=pk, outcome=outcome, reason=reason, text=text)
        idea["decided"] = again + 1

    def _author(self, idea: dict[str, Any], place: int) -> Acting:
        staff = self.cast.staff[idea["by"]]
        person = self.cast.holders["employee"] if idea.get("mine") else staff[(place + 1) % len(staff)]
        return self.cast.acting(person)

    def _played(self, idea: dict[str, Any], place: int) -> Steps:
        """From filing to wherever the fate ends."""
        author, fate = self._author(idea, place), idea["fate"]
        pk = self._file(idea, author, place)
        yield 1
        if fate in ("filed", "unanswered"):
            return
        office = self.cast.officer("demand1")
        if fate == "returned":
            reviewing.send_back(acting=office, suggestion_id=pk, text="请写清几台车、走哪条路，再交一次。")
            return
        if fate == "withdrawn":
            filing.leave_suggestion(acting=author, suggestion_id=pk)
            return
        if fate == "late":
            yield 24
        yield from self._judged(idea, pk, author)
        if self._state(pk) in (State.ADOPTED, State.NOT_ADOPTED):
            yield from self._after(idea, pk, author)

    def _file(self, idea: dict[str, Any], author: Acting, place: int) -> Any:
        others = self._others(idea, author)
        plant = self.cast.units[idea["by"][:4]]
        suggestion = filing.file_suggestion(
            acting=author,
            idea=filing.Idea(
                token=f"{place:016}".encode(), title=idea["title"], now_text=idea["now"],
                better_text=idea["better"], effects=idea["effects"], unit=plant, place=idea["place"],
                with_whom=others, named=not idea.get("hidden"),
            ),
        )  # fmt: skip
        self.fates[suggestion.pk] = idea
        for other in others:
            filing.join_suggestion(acting=self.cast.acting(other), suggestion_id=suggestion.pk, named=True)
        return suggestion.pk

    def _others(self, idea: dict[str, Any], author: Acting) -> list[Employee]:
        """Who had the idea too: people of the same plant."""
        plant = idea["by"][:4]
        found = [p for code, people in sorted(self.cast.staff.items()) if code[:4] == plant for p in people]
        others = [person for person in found if person.pk != author.employee.pk]
        return others[idea["ago"] % 7 :][: idea.get("with", 0)]

    def _judged(self, idea: dict[str, Any], pk: Any, author: Acting) -> Steps:
        office, fate = self.cast.officer("demand1"), idea["fate"]
        suggestion = Suggestion.objects.get(pk=pk)
        two = self._reviewers(suggestion, office)
        unit = self.cast.units[office_of(idea["by"][:4])]
        reviewing.check_suggestion(
            acting=office, suggestion_id=pk, unit=unit, reviewers=[one.employee for one in two]
        )
        if fate == "in_review":
            return
        yield 2
        if fate == "stepped_back":
            text = "这位提法我上个月参与讨论过，请换人。"
            reviewing.step_back(acting=two[0], suggestion_id=pk, text=text)
            return
        bad = fate in ("refused", "asked_again")
        for place, reviewer in enumerate(two):
            reviewing.evaluate_suggestion(
                acting=reviewer, suggestion_id=pk, opinion="not" if bad else "adopt",
                feasible=2 if bad else self.rng.randint(3, 5), benefit=self.rng.randint(2, 5),
                text=NOT_SO if bad else GOOD[(place + idea["ago"]) % len(GOOD)],
            )  # fmt: skip
            if fate == "one_given":
                return
            yield 2
        while self._state(pk) in (State.REVIEWED, State.RECONSIDERING):
            yield 1

    def _reviewers(self, suggestion: Suggestion, office: Acting) -> list[Acting]:
        people = [self.cast.holders[key] for key in JUDGES]
        out = kept_out(office, suggestion, people)
        free = [self.cast.acting(person) for person in people if not out[person.pk]]
        return self.rng.sample(free, 2)

    def _state(self, pk: Any) -> str:
        return str(Suggestion.objects.values_list("state", flat=True).get(pk=pk))

    def _after(self, idea: dict[str, Any], pk: Any, author: Acting) -> Steps:
        fate = idea["fate"]
        if fate in ("reconsidered", "asked_again", "reopened"):
            yield 3
            yield from self._again(idea, pk, author)
            if self._state(pk) != State.ADOPTED:
                return
        if fate in ("refused", "adopted"):
            return
        department = self.cast.officer(f"{office_of(idea['by'][:4])}/handler")
        yield 3
        if fate in ("trial", "trial_failed"):
            yield from self._tried(idea, pk, department)
            return
        yield from self._done(idea, pk, department, author)

    def _again(self, idea: dict[str, Any], pk: Any, author: Acting) -> Steps:
        if idea["fate"] == "reopened":
            yield 40
            text = "新化验设备用了三个月，送样还是要十八分钟；热分析仪也降到九万元了。"
            filing.reopen_suggestion(acting=author, suggestion_id=pk, text=text)
            yield 1
            yield from self._judged(idea, pk, author)
            return
        if idea["fate"] == "asked_again":
            yield 24
        text = "我又量了三批：浅孔加工不让刀，一年能省一百多根刀杆，请再看一次。"
        if idea["fate"] == "asked_again":
            text = "管道可以走桁架不穿消防通道，分两次周末停机就够，请按这个方案再算一次。"
        filing.ask_to_reconsider(acting=author, suggestion_id=pk, text=text)
        if idea["fate"] == "asked_again":
            idea["fate"] = "waiting"
            return
        while self._state(pk) == State.RECONSIDERING:
            yield 1

    def _tried(self, idea: dict[str, Any], pk: Any, department: Acting) -> Steps:
        until = clock.today() + timedelta(days=90 if idea["fate"] == "trial" else 30)
        unit = self.cast.units[idea["by"][:4]]
        carrying_out.start_trial(
            acting=department, suggestion_id=pk, unit=unit, until_on=until, how="先在一个班组试，每周记一次。"
        )
        if idea["fate"] == "trial":
            return
        yield 20
        found = "手机签的图和档案系统对不上版本，涉密图也不许出内网。"
        carrying_out.end_trial(acting=department, suggestion_id=pk, result="fails", found=found)

    def _done(self, idea: dict[str, Any], pk: Any, department: Acting, author: Acting) -> Steps:
        fate, post = idea["fate"], self.cast.posts[f"{office_of(idea['by'][:4])}/handler"]
        runs = fate in ("planned", "late", "reconsidered", "reopened")
        planned = self.calendar.add_working_days(clock.today(), 104 if runs else 32)
        carrying_out.plan_suggestion(
            acting=department, suggestion_id=pk, owner_post=post, planned_on=planned,
            how="先改一处，验收好用再全部改。",
        )  # fmt: skip
        if runs:
            return
        if fate == "overdue":
            yield 30
            question = "计划的日子已经过了一个多月，为什么还没有装？请写清卡在哪里。"
            yield 25
            questions.ask_about(acting=self.cast.officer("union1"), suggestion_id=pk, text=question)
            return
        yield 22
        carrying_out.implement_suggestion(acting=department, suggestion_id=pk, evidence=SHOWN)
        if fate in ("done", "done_year"):
            return
        yield from self._valued(idea, pk, author)

    def _valued(self, idea: dict[str, Any], pk: Any, author: Acting) -> Steps:
        fate, value = idea["fate"], idea.get("value")
        yield 256 if value else 120
        first, second = self.cast.officer(FIRST), self.cast.officer(SECOND)
        worth.state_effect(
            acting=first, suggestion_id=pk, value=Decimal(value) if value else None, text=idea["says"]
        )
        if fate == "stated":
            return
        yield 3
        worth.confirm_effect(acting=second, suggestion_id=pk)
        yield 5
        if idea.get("with") == 2:
            self._share(pk, author)
        worth.grade_suggestion(
            acting=self.cast.officer("YS-SB/leader"), suggestion_id=pk, grade=idea["grade"],
            amount=Decimal(idea["amount"]), text="按确认的效果，对照奖励等级表评定。",
        )  # fmt: skip
        if fate in ("graded", "overdue_pay"):
            return
        yield 12
        worth.pay_reward(acting=second, suggestion_id=pk, paid_on=clock.today())

    def _share(self, pk: Any, author: Acting) -> None:
        suggestion = Suggestion.objects.get(pk=pk)
        authors = list(suggestion.authors.filter(state="joined"))
        shares = {one.pk: share for one, share in zip(authors, (50, 30, 20), strict=True)}
        filing.share_reward(acting=author, suggestion_id=pk, shares=shares)
