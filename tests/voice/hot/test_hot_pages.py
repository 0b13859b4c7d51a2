"""Pages of hot problems: who enters, what each may tell, and how many queries they take."""

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.voice.hot.conftest import row

from zhiyin.voice.models import Demand, HotProblem
from zhiyin.voice.selectors import hot as reading
from zhiyin.voice.services.hot_gathering import attach_all
from zhiyin.voice.states import Way
from zhiyin.voice.views.hot import gathering


@pytest.fixture
def many(hot, walk):
    """Twelve problems with two demands each."""
    return [hot(title=f"第{n}个问题").published().with_demands(walk(), walk()) for n in range(12)]


def test_picked_demands_become_a_hot_problem(client_as, walk, enterprise):
    one, two = walk(), walk().in_handling()
    client = client_as("demand_officer")
    query = f"id={one.demand.pk}&id={two.demand.pk}"
    page = client.get(f"/app/hot/gather?{query}").content.decode()
    assert one.demand.number in page and two.demand.number in page
    form = {
        "id": [one.demand.pk, two.demand.pk], "into": "new", "title": "没有热水", "about": "都说没有热水",
        "topic": "living", "unit": "YS01", "post": enterprise.posts["workshop_leader"].pk, "token": "cd" * 16,
    }  # fmt: skip
    sent = [client.post("/app/hot/gather", form) for _tap in range(2)]
    problem = HotProblem.objects.get()
    assert problem.attached.count() == 2
    assert [done.status_code for done in sent] == [302, 422]
    assert "放进来 2 件" in client.get(sent[0]["Location"]).text


def test_what_was_taken_into_another_problem_meanwhile_is_said(client_as, walk, hot, monkeypatch):
    """Between the look at what is ready and the deed, somebody else gathers one of the two."""
    one, two, problem = walk(), walk(), hot()
    other = hot(title="别的事")

    def first_the_other(**known):
        other.with_demands(two)
        return attach_all(**known)

    monkeypatch.setattr(gathering, "attach_all", first_the_other)
    client = client_as("demand_officer")
    form = {"id": [one.demand.pk, two.demand.pk], "into": str(problem.id)}
    page = client.get(client.post("/app/hot/gather", form)["Location"])
    assert "放进来 1 件" in page.text and "1 件没有放进来" in page.text


def test_the_whole_of_a_view_can_be_gathered(client_as, walk):
    walks = [walk(topic="living"), walk(topic="living")]
    sent = {"whole": "1", "query": "view=open&topic=living", "id": [walks[0].demand.pk]}
    page = client_as("demand_officer").post("/app/hot/gather", sent)
    assert len(page.context["ready"]) == 2


def test_a_new_problem_needs_a_title_and_an_owner(client_as, walk):
    form = {"id": [walk().demand.pk], "into": "new", "title": "", "about": "x", "post": ""}
    page = client_as("demand_officer").post("/app/hot/gather", form)
    # Once above the form, where it is read out, and once at the field.
    assert page.status_code == 422 and page.text.count("立新的热点问题，这一项要填。") == 2 * 2
    assert not HotProblem.objects.exists()


def test_demands_that_tell_the_same_are_suggested_without_their_speakers(client_as, walk, enterprise):
    for way in (Way.NAMED, Way.NAMED, Way.ANONYMOUS):
        walk(way=way)
    walk(text="高级工考下来三年了，一直不聘，问了几次都说等名额，同批的都聘了。", topic="career")
    page = client_as("demand_officer").get("/app/hot/alike").content.decode()
    assert "3 件" in page and "高级工" not in page
    assert enterprise.people["employee"].name not in page


def test_an_excluded_officer_learns_nothing_of_a_demand_inside_a_problem(client_as, walk, hot):
    kept = walk(keep_from=["陈静"]).demand
    problem = hot()
    other = problem.enterprise.acting("second_demand_officer")
    from zhiyin.voice.services.hot_gathering import attach_demand

    attach_demand(acting=other, problem_id=problem.id, demand_id=kept.pk)
    for url in (f"/app/hot/{problem.id}", f"/app/hot/{problem.id}/print", "/app/hot?view=all"):
        assert kept.number not in client_as("demand_officer").get(url).content.decode()
    assert kept.number in client_as("second_demand_officer").get(f"/app/hot/{problem.id}").content.decode()


@pytest.mark.parametrize("way", [Way.CONFIDENTIAL, Way.ANONYMOUS])
def test_a_problem_shows_nothing_of_a_hidden_speaker(client_as, walk, hot, at, keepers, way, enterprise):
    with at("2030-01-07"):
        one = walk(way=way).in_handling()
    with at("2030-01-08"):
        problem = hot().published().with_demands(one)
        for who in ("demand_officer", "workshop_leader", "workshop_handler", "union_officer"):
            for url in (f"/app/hot/{problem.id}", f"/app/hot/{problem.id}/print"):
                page = client_as(who).get(url).content.decode()
                assert one.demand.number in page
                assert enterprise.people["employee"].name not in page


def test_a_handler_reads_of_no_rating_inside_a_problem(client_as, gathered):
    from zhiyin.voice.services.verdicts import rate_demand

    problem, [one] = gathered(1)
    problem.resolved().prepared().broadcast()
    rate_demand(speaker=one.speaker, demand_id=one.demand.pk, solved="yes", satisfied="no")
    page = client_as("workshop_handler").get(f"/app/hot/{problem.id}").content.decode()
    assert "已评价" not in page and "已答复" in page


def test_speakers_are_told_and_still_judge_their_own(client_as, gathered):
    problem, [one] = gathered(1)
    problem.published().resolved().prepared().broadcast()
    page = client_as("employee").get(f"/app/mine/{one.demand.pk}").content.decode()
    assert problem.problem.title in page and "由你自己评价" in page and "解决了吗" in page
    assert row(one).state == "answered"


def test_those_without_a_part_have_no_desk(client_as, hot):
    problem = hot()
    for who in ("employee", "delegate", "system_admin", "discipline_officer"):
        assert client_as(who).get(f"/app/hot/{problem.id}").status_code == 403
    assert client_as("handler").get(f"/app/hot/{problem.id}").status_code == 404
    assert Client().get(f"/hot/{problem.id}").status_code == 404


def test_the_public_page_names_posts_and_no_persons_and_sets_no_cookie(gathered, enterprise):
    problem, _walks = gathered(2)
    problem.published().planned()
    client = Client()
    for url in ("/hot", f"/hot/{problem.id}", "/hot?view=closed"):
        page = client.get(url)
        assert page.status_code == 200
        for person in enterprise.people.values():
            assert person.name not in page.content.decode()
    assert not client.cookies
    assert "不到 5 人" in page.content.decode() or "不到 5 人" in client.get("/hot").content.decode()
    assert "热处理厂厂长" in client.get(f"/hot/{problem.id}").content.decode()


def test_a_stale_page_loses_nothing_that_was_typed(client_as, hot):
    problem = hot()
    client = client_as("workshop_leader")
    problem.published()
    form = {"plan": "先修旧的，再加新的", "end_on": "2031-01-10", "version": 0}
    page = client.post(f"/app/hot/{problem.id}/do/plan", form)
    assert page.status_code == 409 and "先修旧的，再加新的" in page.content.decode()
    done = client.post(f"/app/hot/{problem.id}/do/plan", {**form, "version": page.context["problem"].version})
    assert done.status_code == 302


def test_an_unfinished_form_of_a_step_that_is_gone_comes_back_with_its_words(client_as, hot):
    problem = hot().resolved()
    page = client_as("workshop_leader").post(
        f"/app/hot/{problem.id}/do/plan", {"plan": "先修旧的，再加新的", "end_on": "", "version": "²"}
    )
    assert page.status_code == 422
    assert "这一步现在不能办了" in page.text and "先修旧的，再加新的" in page.text


def test_every_step_can_be_taken_from_the_page(client_as, gathered, enterprise):
    problem, [one] = gathered(1)
    leader, office = client_as("workshop_leader"), client_as("demand_officer")

    def do(client, name, **data):
        client.get(f"/app/hot/{problem.id}?do={name}")
        return client.post(f"/app/hot/{problem.id}/do/{name}", data).status_code

    day = "2031-01-10"
    assert do(leader, "plan", plan="办法", end_on=day) == 302
    assert do(leader, "milestone", title="买热水器", planned_on=day) == 302
    assert do(leader, "milestone", title="不做的", planned_on=day) == 302
    first, second = problem.problem.milestones.all()
    assert do(leader, "finish", milestone=first.pk, text="到货") == 302
    assert do(leader, "drop", milestone=second.pk, text="不用了") == 302
    assert do(office, "publish", text="进展") == 302
    assert do(leader, "resolve", text="换好了") == 302
    answer = {"result": "support", "request": "a", "facts": "b", "basis": "c", "opinion": "d"}
    assert do(leader, "prepare-first", **answer) == 302
    assert do(client_as("workshop_handler"), "broadcast") == 200
    assert Demand.objects.get(pk=one.demand.pk).state == "answered"
    assert do(office, "close") == 422
    assert do(office, "detach", demand=one.demand.pk, why="by_itself") == 302
    assert do(office, "close") == 302
    assert do(office, "reopen", why="new_demands", text="又有了") == 302
    assert do(office, "owner", post=enterprise.posts["leader"].pk, text="归集团") == 302


def test_lists_take_the_same_queries_however_long(client_as, many, django_assert_max_num_queries):
    client = client_as("demand_officer")
    client.get("/app/hot")
    with django_assert_max_num_queries(14):
        page = client.get("/app/hot")
    assert len(page.context["rows"]) == 12
    with django_assert_max_num_queries(6):
        Client().get("/hot")
    with django_assert_max_num_queries(24):
        client.get(f"/app/hot/{many[0].id}")
    with django_assert_max_num_queries(12):
        Client().get(f"/hot/{many[0].id}")


def test_pages_of_the_list_never_overlap(client_as, many, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 5)
    client, seen, url = client_as("demand_officer"), [], "/app/hot"
    for _turn in range(4):
        page = client.get(url)
        seen += [row.problem.pk for row, _chip in page.context["rows"]]
        if not page.context["page"].next:
            break
        url = f"/app/hot?after={page.context['page'].next}"
    assert len(seen) == len(set(seen)) == 12
    back = client.get(f"/app/hot?before={page.context['page'].previous}")
    assert [row.problem.pk for row, _chip in back.context["rows"]] == seen[5:10]


def test_the_export_holds_every_problem_of_the_view_and_nobody_who_spoke(client_as, many, enterprise):
    answer = client_as("demand_officer").get("/app/hot/export.xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert len(rows) == 13
    assert enterprise.people["employee"].name not in str(rows)


def test_a_leader_sees_their_own_problems_on_the_first_page(client_as, hot):
    problem = hot()
    assert problem.problem.title in client_as("workshop_leader").get("/app/today").content.decode()
    assert problem.problem.title not in client_as("leader").get("/app/today").content.decode()
