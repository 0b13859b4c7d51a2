"""我也有这个问题: once per person, taken back at will, never a list of names."""

import pytest
from django.test import Client

from zhiyin.journal.sequence import of_subject
from zhiyin.vault.models import Receipt
from zhiyin.voice.models import HotSupport
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.hot_public import people_of
from zhiyin.voice.services import hot_support
from zhiyin.voice.services.hot_support import forget_marks, support_problem, tell_supporters

ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def press(client, problem, do="support", **more):
    return client.post(f"/app/me-too/{problem.id}", {"do": do, **more}, follow=True)


@pytest.fixture
def public(hot):
    return hot().published()


@pytest.fixture
def anonymous():
    return Client(**ORIGIN)


def code_of(client, problem, token="ab" * 16):
    page = client.post(f"/a/hot/{problem.id}", {"token": token})
    return page.context["code"]


def test_one_person_counts_once_however_often_they_press(client_as, public):
    client = client_as("employee")
    for _tap in range(3):
        page = press(client, public)
    assert HotSupport.objects.count() == 1
    assert "算上你了" in page.content.decode()


def test_a_supporter_takes_it_back_and_is_no_longer_counted(client_as, public):
    client = client_as("employee")
    press(client, public)
    page = press(client, public, "withdraw")
    assert "收回了" in page.content.decode()
    assert people_of([public.id]).get(public.id, 0) == 0
    press(client, public, "withdraw")
    press(client, public)
    assert people_of([public.id])[public.id] == 1


def test_nobody_can_read_a_list_of_names_from_the_rows(client_as, hot, acting, enterprise):
    first, second = hot().published(), hot().published()
    for problem in (first, second):
        support_problem(acting=acting("employee"), problem_id=problem.id)
    one, two = HotSupport.objects.order_by("pk")
    assert bytes(one.mark) != bytes(two.mark)
    known = {f.name for f in HotSupport._meta.get_fields()}
    assert known == {"id", "problem", "mark", "supported_on", "solved"}
    for row in (one, two):
        for who in enterprise.people.values():
            assert who.pk.bytes not in bytes(row.mark)


def test_no_desk_shows_who_supports(client_as, public, enterprise):
    press(client_as("employee"), public)
    for who in ("demand_officer", "workshop_leader", "union_officer", "leader"):
        page = client_as(who).get(f"/app/hot/{public.id}").content.decode()
        assert enterprise.people["employee"].name not in page


def test_whoever_raised_one_of_the_demands_counts_once(client_as, gathered):
    problem, _walks = gathered(1)
    problem.published()
    page = press(client_as("employee"), problem)
    assert page.status_code == 422 and "不用再点" in page.content.decode()
    assert people_of([problem.id])[problem.id] == 1


def test_support_needs_a_public_problem_that_goes_on(hot, acting):
    for problem in (hot(), hot().published().resolved().prepared()):
        if problem.fresh().published_on:
            problem.broadcast("workshop_leader")
            problem.closed()
        with pytest.raises(NotNow, match="hot_not_public"):
            support_problem(acting=acting("employee"), problem_id=problem.id)


def test_an_anonymous_support_gives_a_receipt_that_takes_it_back(anonymous, public):
    code = code_of(anonymous, public)
    assert code_of(anonymous, public) == code and HotSupport.objects.count() == 1
    page = anonymous.post("/a/case", {"code": code})
    assert "你匿名点过" in page.content.decode()
    assert not anonymous.cookies
    gone = anonymous.post("/a/hot/receipt", {"code": code, "do": "withdraw"})
    assert "收回了" in gone.content.decode()
    assert not HotSupport.objects.exists() and not Receipt.objects.exists()
    assert "没有找到这个码" in anonymous.post("/a/case", {"code": code}).content.decode()


def test_the_receipt_lets_its_holder_judge_the_result(anonymous, hot, at):
    with at("2026-10-12"):
        problem = hot().published()
        code = code_of(anonymous, problem)
        early = anonymous.post("/a/hot/receipt", {"code": code, "do": "judge", "solved": "no"})
        assert early.status_code == 422
        problem.resolved()
        anonymous.post("/a/hot/receipt", {"code": code, "do": "judge", "solved": "no"})
        assert HotSupport.objects.get().solved == "no"
    with at("2026-10-28"):
        late = anonymous.post("/a/hot/receipt", {"code": code, "do": "judge", "solved": "yes"})
        assert late.status_code == 422 and HotSupport.objects.get().solved == "no"


def test_few_verdicts_are_not_shown_and_none_enters_the_rates(client_as, hot, acting, enterprise):
    problem = hot().published()
    people = ("employee", "colleague", "stranger", "handler", "delegate", "reviewer")
    for who in people:
        support_problem(acting=acting(who), problem_id=problem.id)
    problem.resolved()
    for place, who in enumerate(people):
        own = hot_support.own_support(acting(who), problem.id)
        if place == 4:
            assert "先不公布" in Client().get(f"/hot/{problem.id}").content.decode()
        hot_support.judge_result(support_id=own.pk, solved="no" if who == "reviewer" else "yes")
    page = Client().get(f"/hot/{problem.id}").content.decode()
    assert "5 人" in page and "不到 5 人" in page and "不算进解决率" in page


def test_the_journal_tells_a_count_a_day_and_nothing_of_a_person(hot, acting, at):
    with at("2026-10-12"):
        problem = hot().published()
        for who in ("employee", "colleague"):
            support_problem(acting=acting(who), problem_id=problem.id)
        assert tell_supporters() == 0
    with at("2026-10-13"):
        assert (tell_supporters(), tell_supporters()) == (1, 0)
        told = of_subject("hot", problem.id)[-1]
        assert (told.kind, told.actor) == ("voice.hot.supported", "system")
        assert told.payload == {"on": "2026-10-12", "people": 2}


def test_marks_are_forgotten_a_month_after_the_end_and_the_count_stays(hot, acting, at):
    with at("2026-09-01"):
        problem = hot().published()
        support_problem(acting=acting("employee"), problem_id=problem.id)
        problem.resolved().prepared()
        problem.broadcast("workshop_leader")
        problem.closed()
    with at("2026-10-01"):
        assert forget_marks() == 0
    with at("2026-10-02"):
        assert (forget_marks(), HotSupport.objects.get().mark) == (1, None)
        assert people_of([problem.id])[problem.id] == 1
