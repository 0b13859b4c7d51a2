"""Mediation, sub-tasks and the talk on the pages of both sides."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.voice.conftest import Walk
from tests.voice.test_joint_handling import give, second_post, signed
from tests.voice.test_mediation import met, opened, proposed

from zhiyin.journal import clock
from zhiyin.voice.models import Demand
from zhiyin.voice.services import joint, speaking
from zhiyin.voice.states import Way

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]


def do(client: Client, demand: Demand, name: str, **data: Any) -> Any:
    fresh = Demand.objects.get(pk=demand.pk)
    url = reverse("voice:desk_do", args=[demand.pk, name])
    return client.post(url, {"version": fresh.version, **data})


def page_of(client: Client, demand: Demand, query: str = "") -> str:
    return client.get(reverse("voice:desk_case", args=[demand.pk]) + query).content.decode()


def test_a_mediation_goes_from_the_desk_to_the_speaker_and_back(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    office, me = client_as("demand_officer"), client_as("employee")
    bad = do(office, way.demand, "open-mediation", matter="排班", parties="只有一方")
    assert "至少两方" in bad.content.decode()
    parties = "职工本人\n二线班长"
    assert do(office, way.demand, "open-mediation", matter="排班", parties=parties).status_code == 302
    assert "正在协调" in me.get(reverse("voice:case", args=[way.demand.pk])).content.decode()
    today = clock.today().isoformat()
    held = {"met_on": today, "where": "综合办", "attended": "两方都来了", "said": "先谈了夜班。"}
    assert do(office, way.demand, "meet", **held).status_code == 302
    day = (clock.today() + timedelta(days=20)).isoformat()
    points = {"items": "每月25日前贴排班，班长负责\n换班要签字", "follow_up_on": day}
    assert do(office, way.demand, "propose-agreement", **points).status_code == 302
    mine = reverse("voice:case", args=[way.demand.pk])
    assert "协议等你认可" in me.get(mine).content.decode()
    refused = me.post(mine, {"do": "decline", "text": "", "seen": "0"})
    assert refused.status_code == 200
    assert me.post(mine, {"do": "agree", "proposed_on": today, "seen": "0"}).status_code == 302
    assert way.demand.mediations.get().stage == "agreed"
    assert "协议你认可了" in me.get(mine).content.decode()
    minutes = office.get(reverse("voice:minutes", args=[way.demand.pk, 1])).content.decode()
    assert "签名" in minutes
    assert "换班要签字" in minutes


def test_a_second_tap_on_agreeing_is_no_error(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    opened(way)
    met(way)
    proposed(way)
    me, mine = client_as("employee"), reverse("voice:case", args=[way.demand.pk])
    told = {"do": "agree", "proposed_on": clock.today().isoformat(), "seen": str(way.fresh().version)}
    assert me.post(mine, told).status_code == 302
    assert me.post(mine, told).status_code == 302


def test_somebody_anonymous_agrees_with_their_code(walk: Begin) -> None:
    way = walk(Way.ANONYMOUS).in_handling()
    opened(way)
    met(way)
    proposed(way)
    door = Client(HTTP_SEC_FETCH_SITE="same-origin")
    assert "协议等你认可" in door.post("/a/case", {"code": way.code}).content.decode()
    told = {"code": way.code, "do": "agree", "proposed_on": clock.today().isoformat(), "seen": "0"}
    door.post("/a/case", told)
    assert way.demand.mediations.get().stage == "agreed"


def test_minutes_are_for_those_who_may_see_the_case(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    opened(way)
    url = reverse("voice:minutes", args=[way.demand.pk, 1])
    assert client_as("workshop_handler").get(url).status_code == 200
    assert client_as("handler").get(url).status_code == 404
    assert client_as("employee").get(url).status_code == 403


def test_a_sub_task_is_given_signed_and_answered_on_the_pages(walk: Begin, client_as: Any) -> None:
    way = walk(place="二楼淋浴间").in_handling()
    lead, helper = client_as("workshop_handler"), client_as("handler")
    day = (clock.today() + timedelta(days=1)).isoformat()
    told = {"post": way.enterprise.posts["handler"].pk, "what": "查报修记录", "due_on": day}
    assert do(lead, way.demand, "give-task", **told).status_code == 302
    assert "查报修记录" in helper.get(reverse("voice:tasks")).content.decode()
    task = way.demand.tasks.get()
    url = reverse("voice:task", args=[task.pk])
    page = helper.get(url).content.decode()
    assert "二楼淋浴间" in page
    answer = reverse("voice:task_do", args=[task.pk, "answer"])
    early = helper.post(answer, {"text": "还没签收就写的"})
    assert (early.status_code, "还没签收就写的" in early.text) == (422, True)
    assert helper.post(reverse("voice:task_do", args=[task.pk, "sign"])).status_code == 302
    assert helper.post(answer, {"text": ""}).status_code == 422
    assert helper.post(answer, {"text": "10月3日报修，6日换件。"}).status_code == 302
    stale = helper.post(answer, {"text": "再写一遍"})
    assert (stale.status_code, "再写一遍" in stale.content.decode()) == (422, True)
    page = page_of(lead, way.demand, "?do=answer")
    assert "引用行政服务部的协办答复" in page
    quoted = do(lead, way.demand, "answer", step="quote:1", facts="我去看过。")
    facts = quoted.context["open"].form["facts"].value()
    assert facts == "我去看过。\n行政服务部：10月3日报修，6日换件。"
    assert (
        "行政服务部"
        in client_as("employee").get(reverse("voice:case", args=[way.demand.pk])).content.decode()
    )


def test_a_helper_of_a_sealed_demand_never_reads_who_spoke(
    walk: Begin, keepers: None, client_as: Any
) -> None:
    way = walk(Way.CONFIDENTIAL).in_handling()
    task = give(way)
    helper = client_as("handler")
    for url in (reverse("voice:tasks"), reverse("voice:task", args=[task.pk])):
        assert "王强" not in helper.get(url).content.decode()
    assert helper.get(reverse("voice:desk_case", args=[way.demand.pk])).status_code == 404


def test_only_the_asked_post_opens_a_sub_task(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    task = give(way)
    url = reverse("voice:task", args=[task.pk])
    assert client_as("workshop_handler").get(url).status_code == 404
    assert client_as("leader").get(url).status_code == 403
    done = client_as("workshop_handler").post(reverse("voice:task_do", args=[task.pk, "sign"]))
    assert done.status_code == 404


def test_a_returned_sub_task_goes_out_again_or_is_taken_back(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    task, lead, helper = signed(way), client_as("workshop_handler"), client_as("handler")
    back = reverse("voice:task_do", args=[task.pk, "return"])
    assert helper.post(back, {"reason": "热水器归设备科。"}).status_code == 302
    assert "热水器归设备科。" in page_of(lead, way.demand)
    day = clock.today().isoformat()
    again = {"task": task.pk, "post": task.post_id, "what": "报修记录在你们那里", "due_on": day}
    assert do(lead, way.demand, "give-again", **again).status_code == 302
    refused = helper.post(back, {"reason": "还是不归我们。"})
    assert "已经退过一次" in refused.content.decode()
    assert do(lead, way.demand, "take-back", task=task.pk, why="查到了").status_code == 302
    assert "查到了" in helper.get(reverse("voice:task", args=[task.pk])).content.decode()


def test_the_answer_form_asks_why_it_does_not_wait(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    give(way)
    lead = client_as("workshop_handler")
    told = {
        "result": "support", "request": "热水", "facts": "换了两根加热管", "basis": "《办法》第六条",
        "opinion": "已恢复", "ending": "final",
    }  # fmt: skip
    page = do(lead, way.demand, "answer", **told)
    assert (page.status_code, "还有协办没有答" in page.content.decode()) == (422, True)
    assert do(lead, way.demand, "answer", without_tasks="已经恢复，不用等了。", **told).status_code == 302


def test_a_case_is_handed_on_and_the_speaker_reads_why(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    holder = client_as("workshop_handler")
    assert "转给本单位另一岗位" not in page_of(holder, way.demand)
    post = second_post(way)
    assert "转给本单位另一岗位" in page_of(holder, way.demand)
    told = {"post": post.pk, "reason": "周伟外出培训两周。"}
    assert do(holder, way.demand, "hand-on", **told).status_code == 302
    assert holder.get(reverse("voice:desk_case", args=[way.demand.pk])).status_code == 404
    assert client_as("stranger").get(reverse("voice:desk_case", args=[way.demand.pk])).status_code == 200
    mine = client_as("employee").get(reverse("voice:case", args=[way.demand.pk])).content.decode()
    assert "周伟外出培训两周。" in mine


@pytest.mark.parametrize("how", [Way.NAMED, Way.ANONYMOUS])
def test_the_speaker_sees_that_their_message_was_read_and_of_anonymous_ones_the_day_alone(
    walk: Begin, client_as: Any, how: Way
) -> None:
    way = walk(how).in_handling()
    speaking.write_as_speaker(speaker=way.speaker, demand_id=way.demand.pk, text="今天又没有热水。")
    said = way.demand.messages.get()
    client_as("union_officer").get(reverse("voice:desk_case", args=[way.demand.pk]))
    client_as("leader").get(reverse("voice:desk_case", args=[way.demand.pk]))
    said.refresh_from_db()
    assert said.read_on is None
    client_as("workshop_handler").get(reverse("voice:desk_case", args=[way.demand.pk]))
    said.refresh_from_db()
    assert said.read_on == clock.today()
    assert (said.read_at is None) == (how == Way.ANONYMOUS)


def test_officers_never_see_whether_the_employee_read_anything(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    handler = way.enterprise.acting("workshop_handler")
    speaking.write_as_officer(acting=handler, demand_id=way.demand.pk, text="明天上午去看。")
    desk = client_as("workshop_handler")
    token = re.compile(r'value="\w{64}"')
    before = token.sub("", page_of(desk, way.demand))
    client_as("employee").get(reverse("voice:case", args=[way.demand.pk]))
    assert token.sub("", page_of(desk, way.demand)) == before
    assert way.demand.messages.get().read_on is None


def test_the_list_of_sub_tasks_costs_the_same_however_many_there_are(
    walk: Begin, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    way = walk().in_handling()
    helper = client_as("handler")
    for _n in range(8):
        give(way)
    with django_assert_max_num_queries(12):
        assert helper.get(reverse("voice:tasks")).status_code == 200


def test_tasks_of_a_demand_that_became_an_accusation_are_called_nothing(walk: Begin) -> None:
    from zhiyin.voice.naming_explaining import tasks_called
    from zhiyin.voice.services import office

    way = walk().in_handling()
    task = give(way)
    assert str(task.pk) in tasks_called([str(task.pk), "no-id"])
    office.move_to_discipline(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    assert tasks_called([str(task.pk)]) == {}
    assert joint.open_tasks(way.fresh()) == 0


@pytest.mark.parametrize("view", ["", "done"])
def test_the_list_goes_on_where_it_ended_and_back_again(
    walk: Begin, client_as: Any, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    way = walk().in_handling()
    lead, helper = way.enterprise.acting("workshop_handler"), client_as("handler")
    for _n in range(4):
        task = give(way)
        if view == "done":
            joint.take_back(acting=lead, task_id=task.pk, why="")
    monkeypatch.setattr("zhiyin.voice.selectors.tasks.PAGE", 3)

    def turned(**key: str) -> Any:
        return helper.get(reverse("voice:tasks"), {"view": view, **key}).context["page"]

    first = turned()
    second = turned(after=first.next)
    assert {task.pk for task in (*first.rows, *second.rows)} == {task.pk for task in way.demand.tasks.all()}
    assert (len(first.rows), first.previous, second.next) == (3, None, None)
    assert list(turned(before=second.previous).rows) == list(first.rows)
