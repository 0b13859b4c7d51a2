"""One lead, helpers with days of their own inside the lead's; a case handed on within its unit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from tests.voice.conftest import WRITTEN, Walk

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.sequence import of_subject
from zhiyin.people.services.setup import PostSpec, open_posts
from zhiyin.voice import rules_joint
from zhiyin.voice.models import Demand, Task
from zhiyin.voice.selectors.tasks import task_for, tasks_of, waiting
from zhiyin.voice.services import answers, handling, joint, office, speaking
from zhiyin.voice.states import State, Way

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]
WHAT = "请查一下二线热水器的报修记录，哪天报的，哪天修的。"


def give(way: Walk, days: int = 2, post: str = "handler") -> Task:
    return joint.give_task(
        acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk,
        post_id=way.enterprise.posts[post].pk, what=WHAT, due_on=clock.today() + timedelta(days=days),
    )  # fmt: skip


def signed(way: Walk) -> Task:
    return joint.sign_task(acting=way.enterprise.acting("handler"), task_id=give(way).pk)


def answer(way: Walk, **more: Any) -> Demand:
    written = answers.Written(**{**vars(WRITTEN), **more})
    who = way.enterprise.acting("workshop_handler")
    return answers.answer_demand(acting=who, demand_id=way.demand.pk, written=written)


@given(
    house=st.lists(st.integers(-20, 60)), ceiling=st.none() | st.integers(-20, 90), due=st.integers(-5, 90)
)
def test_a_helper_never_gets_a_later_day_than_the_lead_has(
    house: list[int], ceiling: int | None, due: int
) -> None:
    today = date(2026, 10, 20)
    day = lambda n: today + timedelta(days=n)  # noqa: E731
    limit = rules_joint.limit_of(
        house=[day(n) for n in house], ceiling=day(ceiling) if ceiling is not None else None, today=today
    )
    try:
        rules_joint.check_due(due_on=day(due), limit=limit, today=today)
    except NotNow:
        return
    ahead = [n for n in (*house, ceiling) if n is not None and n >= 0]
    assert due >= 0 and all(due <= n for n in ahead)


def test_a_sub_task_has_its_own_clock_within_the_leads(walk: Begin) -> None:
    way = walk().in_handling()
    task = give(way)
    (found,) = clocks.for_subject("task", task.pk)
    assert (found.due_on, found.rule) == (task.due_on, "house-task-answer")
    limit = joint.limit_for(way.demand)
    assert limit is not None
    days = (limit - clock.today()).days
    give(way, days=days)
    with pytest.raises(NotNow, match="task_due_after_lead"):
        give(way, days=days + 1)
    with pytest.raises(NotNow, match="task_due_in_the_past"):
        give(way, days=-1)


def test_a_helper_signs_and_answers_and_the_lead_reads_it(walk: Begin) -> None:
    way = walk().in_handling()
    task = signed(way)
    joint.answer_task(acting=way.enterprise.acting("handler"), task_id=task.pk, text="10月3日报修，6日换件。")
    (found,) = tasks_of(way.demand)
    assert (found.state, found.answer) == ("answered", "10月3日报修，6日换件。")
    assert clocks.for_subject("task", task.pk)[0].status == "kept"
    kinds = [fact.kind for fact in of_subject("task", task.pk)]
    assert kinds == ["voice.task.given", "voice.task.signed", "voice.task.answered"]


def test_it_may_be_returned_once_and_then_the_leads_word_stands(walk: Begin) -> None:
    way = walk().in_handling()
    task, helper = give(way), way.enterprise.acting("handler")
    joint.return_task(acting=helper, task_id=task.pk, reason="热水器归设备科管。")
    assert [c for c in clocks.for_subject("task", task.pk) if c.running] == []
    lead = way.enterprise.acting("workshop_handler")
    joint.give_again(
        acting=lead,
        task_id=task.pk,
        post_id=task.post_id,
        what=WHAT,
        due_on=clock.today() + timedelta(days=1),
    )
    with pytest.raises(NotNow, match="task_returned_before"):
        joint.return_task(acting=helper, task_id=task.pk, reason="还是不归我们。")
    assert [c.due_on for c in clocks.for_subject("task", task.pk) if c.running] == [
        clock.today() + timedelta(days=1)
    ]


def test_the_lead_cannot_answer_finally_while_a_sub_task_is_open_unless_they_say_why(walk: Begin) -> None:
    way = walk().in_handling()
    task = give(way)
    with pytest.raises(NotNow, match="tasks_still_open"):
        answer(way)
    assert way.fresh().state == State.IN_HANDLING
    answer(way, without_tasks="热水已经恢复，不用等报修记录。")
    task.refresh_from_db()
    assert (task.state, task.because) == ("taken_back", "answered_without")


def test_a_promise_may_be_made_while_helpers_still_work(walk: Begin) -> None:
    way = walk().in_handling()
    task = give(way)
    answer(way, promised_on=clock.today() + timedelta(days=3))
    task.refresh_from_db()
    assert task.state == "given"
    with pytest.raises(NotNow, match="tasks_still_open_at_promise"):
        answers.keep_promise(
            acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, evidence="水热了"
        )


@pytest.mark.parametrize(("way_of_speaking", "name"), [(Way.NAMED, "王强"), (Way.CONFIDENTIAL, "")])
def test_a_helper_sees_the_text_and_the_place_and_no_sealed_name(
    walk: Begin, keepers: None, way_of_speaking: Way, name: str
) -> None:
    way = walk(way_of_speaking, place="二楼淋浴间").in_handling()
    task = give(way)
    seen = task_for(way.enterprise.acting("handler"), task.pk)
    assert (seen.text, seen.place, seen.name) == (way.demand.text, "二楼淋浴间", name)


def test_a_post_held_by_somebody_kept_out_cannot_be_asked(walk: Begin) -> None:
    way = walk(keep_from=["孙建国"]).in_handling()
    with pytest.raises(NotNow, match="post_held_by_excluded"):
        give(way)


def test_nobody_but_the_post_that_was_asked_opens_a_sub_task(walk: Begin) -> None:
    way = walk().in_handling()
    task = give(way)
    for who in ("workshop_handler", "leader", "demand_officer", "system_admin", "employee"):
        with pytest.raises(Task.DoesNotExist):
            task_for(way.enterprise.acting(who), task.pk)
        with pytest.raises(PermissionDenied):
            joint.sign_task(acting=way.enterprise.acting(who), task_id=task.pk)


def test_one_who_became_kept_out_later_loses_sight_of_it(walk: Begin) -> None:
    way = walk().in_handling()
    task, helper = give(way), way.enterprise.acting("handler")
    way.demand.exclusions.create(written="孙建国", employee=helper.employee)
    assert list(waiting(helper)) == []
    with pytest.raises(Task.DoesNotExist):
        task_for(helper, task.pk)
    with pytest.raises(PermissionDenied):
        joint.answer_task(acting=helper, task_id=task.pk, text="查过了")


def test_only_the_lead_gives_sub_tasks_and_not_to_its_own_unit(walk: Begin) -> None:
    way = walk().in_handling()
    with pytest.raises(NotNow, match="task_stays_outside_own_unit"):
        give(way, post="workshop_handler")
    with pytest.raises(NotNow, match="not_a_handling_post"):
        give(way, post="leader")
    with pytest.raises(PermissionDenied):
        joint.give_task(
            acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk,
            post_id=way.enterprise.posts["handler"].pk, what=WHAT, due_on=clock.today(),
        )  # fmt: skip


@pytest.mark.parametrize("because", ["withdrawn", "moved"])
def test_what_nobody_needs_any_more_is_taken_back(walk: Begin, because: str) -> None:
    way = walk().in_handling()
    task = give(way)
    if because == "withdrawn":
        speaking.withdraw_demand(speaker=way.speaker, demand_id=way.demand.pk)
    else:
        office.move_to_discipline(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    task.refresh_from_db()
    assert (task.state, task.because) == ("taken_back", because)
    assert list(waiting(way.enterprise.acting("handler"))) == []


def test_facts_of_an_anonymous_case_carry_no_time_in_its_sub_tasks_either(walk: Begin) -> None:
    way = walk(Way.ANONYMOUS).in_handling()
    task = signed(way)
    assert {fact.occurred_at for fact in of_subject("task", task.pk)} == {None}


def second_post(way: Walk) -> Any:
    people, units = way.enterprise.people, way.enterprise.units
    spec = PostSpec("YS01", "热处理厂第二承办", [people["stranger"]], [("handler", "YS01")])
    return open_posts(posts=[spec], units=units, on=clock.today())[0]


def test_a_holder_hands_the_case_to_another_post_of_the_same_unit(walk: Begin) -> None:
    way = walk().in_handling()
    post, holder = second_post(way), way.enterprise.acting("workshop_handler")
    before = clocks.for_subject("demand", way.demand.pk)
    joint.hand_on(acting=holder, demand_id=way.demand.pk, post_id=post.pk, reason="周伟外出培训两周。")
    demand = way.fresh()
    assert (demand.handling_post_id, demand.state) == (post.pk, State.IN_HANDLING)
    assert [c.due_on for c in clocks.for_subject("demand", demand.pk)] == [c.due_on for c in before]
    with pytest.raises(PermissionDenied):
        answer(way)
    written = answers.Written(**vars(WRITTEN))
    taker = way.enterprise.acting("stranger")
    assert answers.answer_demand(acting=taker, demand_id=demand.pk, written=written).state == State.ANSWERED


def test_a_case_is_not_handed_to_another_unit_nor_to_one_kept_out(walk: Begin) -> None:
    way = walk(keep_from=["赵刚"]).in_handling()
    post, holder = second_post(way), way.enterprise.acting("workshop_handler")
    told = {"acting": holder, "demand_id": way.demand.pk, "reason": "外出培训。"}
    with pytest.raises(NotNow, match="post_held_by_excluded"):
        joint.hand_on(post_id=post.pk, **told)
    with pytest.raises(NotNow, match="not_a_post_of_this_unit"):
        joint.hand_on(post_id=way.enterprise.posts["handler"].pk, **told)


@pytest.mark.parametrize("how", ["redirected", "merged"])
def test_helpers_are_let_go_when_the_demand_ends_without_an_answer(walk: Begin, how: str) -> None:
    way, other = walk().in_handling(), walk()
    task = give(way)
    handler = way.enterprise.acting("workshop_handler")
    handling.recuse_handler(acting=handler, demand_id=way.demand.pk, conflict="kin")
    office_of = {"acting": way.enterprise.acting("demand_officer"), "demand_id": way.demand.pk}
    if how == "merged":
        office.merge_demand(**office_of, into_id=other.demand.pk)
    else:
        told = {"channel": "court", "explanation": "请向人民法院起诉。", "limit": "三年"}
        office.redirect_demand(**office_of, **told)
    task.refresh_from_db()
    assert (task.state, task.because) == ("taken_back", "moved")
    assert [f.kind for f in of_subject("task", task.pk)][-1] == "voice.task.taken_back"
