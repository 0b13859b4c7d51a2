"""A case at the desk: the steps that the rules allow now, taken on its page."""

from datetime import date

import pytest

from zhiyin.voice.reasons import CONFLICT, told
from zhiyin.voice.states import State, Way

ANSWER = {
    "result": "support",
    "request": "您反映没有热水。",
    "facts": "加热管烧坏。",
    "basis": "《职工生活设施管理办法》第六条",
    "opinion": "已换新。",
    "ending": "final",
}


def filled(page) -> int:
    return page.content.decode().count("z-btn--go")


@pytest.mark.parametrize("way", list(Way))
def test_a_demand_goes_from_the_office_to_an_answer_on_its_pages(
    client_as, post_step, walk, keepers, enterprise, way
):
    case = walk(way=way)
    demand = case.demand
    page = client_as("demand_officer").get(f"/app/cases/{demand.pk}")
    assert page.status_code == 200 and filled(page) == 1
    done = post_step(
        "demand_officer",
        demand,
        "accept-and-dispatch",
        kind="appeal",
        post=str(enterprise.posts["workshop_handler"].pk),
    )
    assert done.status_code == 302, done.content.decode()
    assert case.fresh().state == State.DISPATCHED
    assert post_step("workshop_handler", case.demand, "sign-in").status_code == 302
    page = client_as("workshop_handler").get(f"/app/cases/{demand.pk}?do=answer")
    assert filled(page) == 1 and "查明的事实" in page.content.decode()
    assert post_step("workshop_handler", case.fresh(), "answer", **ANSWER).status_code == 302
    assert case.fresh().state == State.ANSWERED


def test_a_step_that_asks_for_words_opens_its_form_first(client_as, walk):
    demand = walk().in_handling().demand
    page = client_as("workshop_handler").get(f"/app/cases/{demand.pk}").content.decode()
    for name in ("answer", "ask", "contact", "request-extension"):
        assert f"?do={name}&amp;" in page and f"/do/{name}" not in page, name


def test_what_was_sent_does_not_come_back_as_a_draft(client_as, post_step, walk):
    demand = walk().in_handling().demand
    handler = client_as("workshop_handler")
    sent = post_step(handler, demand, "write", text="今天下午去看。", next=f"/app/inbox?case={demand.pk}")
    for url in (sent["Location"], f"/app/cases/{demand.pk}?did=write"):
        assert f'data-draft-done="desk-{demand.pk}-write"' in handler.get(url).content.decode()
    assert "did=" not in handler.get(sent["Location"]).context["here"]


def test_the_way_back_is_the_list_with_all_that_it_was_narrowed_by(client_as, walk):
    demand = walk().accepted().demand
    came_from = "/app/inbox?view=open&q=A%26B+100%25&case=1&did=accept"
    page = client_as("demand_officer").get(f"/app/cases/{demand.pk}", {"from": came_from})
    assert page.context["back_url"] == "/app/inbox?view=open&q=A%26B+100%25"


def test_two_officers_on_one_case_do_not_write_over_each_other(client_as, post_step, walk):
    case = walk()
    seen = case.demand.version
    case.accepted()
    page = post_step(
        "second_demand_officer",
        case.demand,
        "redirect",
        version=seen,
        channel="court",
        explanation="要去法院。",
    )
    text = page.content.decode()
    assert page.status_code == 409 and str(CONFLICT) in text
    assert "要去法院。" in text and case.fresh().state == State.ACCEPTED


def test_an_unfinished_form_of_a_step_that_is_gone_comes_back_with_its_words(post_step, walk):
    case = walk().in_handling()
    page = post_step(
        "second_demand_officer", case.demand, "redirect", channel="court", explanation="", version="²"
    )
    assert page.status_code == 422
    assert "这一步现在不能办了" in page.text and "人民法院" in page.text


def test_what_the_rules_refuse_comes_back_with_its_reason_and_what_was_typed(post_step, walk):
    case = walk().in_handling()
    wrong = {**ANSWER, "ending": "promise", "promised_on": "2099-01-01"}
    page = post_step("workshop_handler", case.demand, "answer", **wrong)
    assert page.status_code == 422 and told("promise_after_ceiling") in page.content.decode()
    assert "加热管烧坏。" in page.content.decode()
    assert case.fresh().state == State.IN_HANDLING


def test_an_extension_is_decided_by_a_second_person_on_the_page(client_as, post_step, walk):
    case = walk().in_handling()
    asked = post_step(
        "workshop_handler",
        case.demand,
        "request-extension",
        days=10,
        reason="evidence",
        explanation="等检测报告。",
    )
    assert asked.status_code == 302
    mine = client_as("workshop_handler").get(f"/app/cases/{case.demand.pk}").content.decode()
    assert "申请延期 10 天" in mine and "grant-extension" not in mine
    leader = client_as("workshop_leader")
    assert case.demand.title in leader.get("/app/today").content.decode()
    assert filled(leader.get(f"/app/cases/{case.demand.pk}")) == 1
    assert post_step("workshop_handler", case.fresh(), "grant-extension").status_code == 403
    assert post_step(leader, case.fresh(), "grant-extension").status_code == 302
    assert case.demand.extensions.get().granted is True
    assert "grant-extension" not in leader.get(f"/app/cases/{case.demand.pk}").content.decode()


QUERIES = (
    "the session",
    "its account and employee",
    "the posts held",
    "their grants",
    "the demand, if it may be seen",
    "whether somebody is kept out",
    "the facts of its clocks",
    "the facts of its timeline",
    "names of officers in it",
    "posts in it",
    "messages",
    "answers",
    "notices",
    "asks",
    "extensions",
    "new dates",
    "objections",
    "reviews",
    "photos",
    "notices for the rail",
)


def test_a_case_needs_no_more_queries_than_it_names(client_as, walk, django_assert_max_num_queries):
    case = walk().in_handling()
    client = client_as("workshop_handler")
    client.get(f"/app/cases/{case.demand.pk}")
    with django_assert_max_num_queries(len(QUERIES)):
        assert client.get(f"/app/cases/{case.demand.pk}").status_code == 200


def test_a_leader_refuses_a_new_date_on_the_page(client_as, post_step, walk, at):
    with at("2026-10-20"):
        case = walk().in_handling().answered(promised_on=date(2026, 10, 30))
        asked = post_step(
            "workshop_handler", case.demand, "request-redate", promised_on="2026-11-10", reason="配件没到。"
        )
        assert asked.status_code == 302, asked.content.decode()
        leader = client_as("workshop_leader")
        assert "refuse-redate" in leader.get(f"/app/cases/{case.demand.pk}").content.decode()
        assert post_step("workshop_handler", case.fresh(), "refuse-redate").status_code == 403
        assert post_step(leader, case.fresh(), "refuse-redate").status_code == 302
        assert case.demand.redates.get().granted is False
        assert "refuse-redate" not in leader.get(f"/app/cases/{case.demand.pk}").content.decode()
        mine = client_as("workshop_handler").get(f"/app/cases/{case.demand.pk}").content.decode()
        assert "request-redate" in mine


def test_on_paper_each_date_says_what_it_is_for_and_nothing_that_grows_old(client_as, walk):
    case = walk().in_handling()
    sheet = client_as("workshop_handler").get(f"/app/cases/{case.demand.pk}/print")
    assert sheet.context["clocks_now"]
    for clock in sheet.context["clocks_now"]:
        assert clock.title["zh"] in sheet.text
    assert "还剩" not in sheet.text
