"""我的 and the page of a case, as its speaker has them."""

import re
from datetime import date

import pytest

from zhiyin.voice.models import Demand
from zhiyin.voice.services import extensions, handling, office, reviews, verdicts
from zhiyin.voice.speakers import by_receipt
from zhiyin.voice.states import Kind, State, Way


def page_of(browser, walk):
    response = browser.get(f"/app/mine/{walk.demand.pk}")
    assert response.status_code == 200
    return response.content.decode()


def say(browser, walk, **fields):
    values = {"seen": walk.fresh().version, **fields}
    return browser.post(f"/app/mine/{walk.demand.pk}", values)


def test_the_case_of_somebody_else_does_not_exist(client_as, walk):
    demand = walk("named").demand
    for who in ("colleague", "demand_officer", "union_officer"):
        assert client_as(who).get(f"/app/mine/{demand.pk}").status_code == 404
        assert client_as(who).get(f"/app/demands/{demand.pk}/copy").status_code == 404


def test_a_confidential_case_without_a_reminder_opens_with_the_code_alone(
    client_as, walk, keepers, anonymous
):
    case = walk(Way.CONFIDENTIAL, remind=False)
    browser = client_as("employee")
    assert browser.get(f"/app/mine/{case.demand.pk}").status_code == 404
    assert case.demand.number not in browser.get("/app/mine").content.decode()
    assert case.demand.number in anonymous.post("/a/case", {"code": case.code}).content.decode()


def test_the_two_questions_are_asked_after_the_answer_and_never_ticked_beforehand(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling()
    assert 'id="rate"' not in page_of(browser, case)
    page = page_of(browser, case.answered())
    assert re.search(r'name="solved"(?![^>]*checked)', page)
    assert not re.search(r'name="(solved|satisfied)"[^>]*checked', page)
    assert "轮到你了" in page


def test_one_question_alone_is_not_a_verdict_and_what_was_typed_stays(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling().answered()
    page = say(browser, case, do="rate", solved="no", why="还是没热水").content.decode()
    assert "第二问还没选" in page
    assert "还是没热水" in page
    assert case.fresh().solved == ""


def test_not_solved_means_once_more_and_a_second_tap_counts_once(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling().answered()
    seen = case.fresh().version
    form = {"do": "rate", "solved": "no", "satisfied": "no", "seen": seen}
    for _tap in range(2):
        response = browser.post(f"/app/mine/{case.demand.pk}", form)
        assert response.status_code == 302
    assert case.fresh().state == State.REWORK
    assert case.demand.verdicts.count() == 1
    assert "再办一次" in browser.get(response["Location"].split("#")[0]).content.decode()


def test_a_promise_is_shown_with_its_day_and_may_be_judged_early_or_denied(client_as, walk, at):
    browser = client_as("employee")
    with at("2026-10-20"):
        case = walk().in_handling().answered(promised_on=date(2026, 10, 30))
        page = page_of(browser, case)
        assert "已承诺：10月30日前办好" in page
        assert "已经办好了，我现在就说" in page
        assert "轮到你了" not in page
        say(browser, case, do="deny", text="龙头没换")
        assert case.fresh().state == State.REWORK


def test_what_was_asked_for_is_said_and_the_answer_resumes_the_case(client_as, walk, enterprise):
    browser, case = client_as("employee"), walk().in_handling()
    handler = enterprise.acting("workshop_handler")
    handling.ask_speaker(acting=handler, demand_id=case.demand.pk, reason="papers", text="请拍一张水表照片")
    page = page_of(browser, case)
    assert "请拍一张水表照片" in page
    assert "最晚办结日不变" in page
    say(browser, case, do="write", text="水表在这里")
    assert case.fresh().state == State.IN_HANDLING


def test_an_extension_reaches_the_speaker_with_its_reason_and_its_new_day(client_as, walk, enterprise, at):
    with at("2026-10-20"):
        case = walk().in_handling()
        handler, head = enterprise.acting("workshop_handler"), enterprise.acting("workshop_leader")
        extensions.request_extension(
            acting=handler, demand_id=case.demand.pk, days=10, reason="evidence", explanation="等检测报告"
        )
        assert "等检测报告" not in page_of(client_as("employee"), case)
        extensions.grant_extension(acting=head, demand_id=case.demand.pk)
        page = page_of(client_as("employee"), case)
    assert "延期 10 天" in page
    assert "等检测报告" in page
    assert "新的日期：" in page


def test_the_kind_may_be_contested_once_it_is_set(client_as, walk):
    browser, case = client_as("employee"), walk()
    assert "类型不对，请重新定" not in page_of(browser, case)
    case.accepted(Kind.CONSULT)
    assert "按「咨询」办，对吗？" in page_of(browser, case)
    say(browser, case, do="contest")
    assert case.fresh().kind_contested
    assert "等受理的人重新定" in page_of(browser, case)


def test_a_name_is_shown_to_the_present_handler_alone(client_as, walk, keepers, enterprise):
    browser, case = client_as("employee"), walk(Way.CONFIDENTIAL)
    assert "让承办人知道我是谁" not in page_of(browser, case)
    case.in_handling()
    say(browser, case, do="show_name", name="王强")
    assert (case.fresh().shown_name, case.demand.shown_to) == ("王强", enterprise.posts["workshop_handler"])


def test_withdrawing_asks_once_more_and_can_be_undone(client_as, walk):
    browser, case = client_as("employee"), walk()
    sure = say(browser, case, do="withdraw")
    assert sure.status_code == 200
    assert "撤回以后就不再办了" in sure.content.decode()
    assert case.fresh().state == State.SUBMITTED
    say(browser, case, do="withdraw", sure="1")
    assert case.fresh().state == State.WITHDRAWN
    assert "改主意了，接着办" in page_of(browser, case)
    say(browser, case, do="reopen", text="又坏了")
    assert case.fresh().state == State.REGISTERED


def test_a_review_names_its_last_day_and_the_ways_outside(client_as, walk, at):
    browser = client_as("employee")
    with at("2026-10-20"):
        case = walk().in_handling().answered()
    with at("2026-10-22"):
        page = page_of(browser, case)
        assert "11月19日 周四前可以申请" in page
        for outside in ("劳动争议仲裁", "12351", "12345", "劳动保障监察", "上一级工会"):
            assert outside in page
        say(browser, case, do="review", text="没有说明经办人")
        assert case.fresh().state == State.REVIEW_REQUESTED


def test_after_the_last_day_no_form_is_shown_that_would_be_refused(client_as, walk, at):
    with at("2026-10-20"):
        case = walk().in_handling().answered()
    with at("2026-11-20"):
        page = page_of(client_as("employee"), case)
        assert "申请复查</button>" not in page
        assert 'name="solved"' not in page
        refused = say(client_as("employee"), case, do="review", text="晚了")
    assert "申请复查的30天已经过了" in refused.content.decode()
    assert "晚了" in refused.content.decode()


@pytest.mark.parametrize("second", [False, True])
def test_a_review_opinion_is_read_in_full(client_as, walk, enterprise, second):
    browser, case = client_as("employee"), walk().in_handling().answered()
    office_, reviewer = enterprise.acting("demand_officer"), enterprise.acting("reviewer")
    reviews.request_review(speaker=case.speaker, demand_id=case.demand.pk, grounds="不服")
    reviews.assign_review(
        acting=office_,
        demand_id=case.demand.pk,
        unit_id=enterprise.units["YS"].pk,
        reviewer_id=reviewer.employee.pk,
    )
    reviews.decide_review(
        acting=reviewer, demand_id=case.demand.pk, changed=True, opinion="原答复漏了一间，改正。"
    )
    page = page_of(browser, case)
    assert "原答复漏了一间，改正。" in page
    assert "复查意见：改变原来的答复" in page
    assert "申请复核" in page
    if second:
        say(browser, case, do="review", text="还是不服")
        assert case.fresh().state == State.SECOND_REVIEW_REQUESTED


def test_redirecting_says_where_to_go_and_by_when(client_as, walk, enterprise):
    case = walk()
    office.redirect_demand(
        acting=enterprise.acting("demand_officer"),
        demand_id=case.demand.pk,
        channel="arbitration",
        explanation="请到区劳动人事争议仲裁委员会",
        limit="一年内",
    )
    page = page_of(client_as("employee"), case)
    assert "请到区劳动人事争议仲裁委员会" in page
    assert "不归这里管，告诉你找谁" in page


def test_what_the_union_wrote_down_is_told_as_such(client_as, walk, enterprise):
    case = walk().in_handling().answered()
    verdicts.open_visit(acting=None, demand_id=case.demand.pk)
    verdicts.reach_speaker(
        acting=enterprise.acting("union_officer"),
        demand_id=case.demand.pk,
        channel="phone",
        solved="partly",
        satisfied="basically",
    )
    page = page_of(client_as("employee"), case)
    assert "回访时你说：部分解决，基本满意" in page
    assert "工会联系上你了" in page


def test_the_copy_carries_what_proves_the_day(client_as, walk):
    from hashlib import sha256

    browser, case = client_as("employee"), walk()
    address = f"/app/demands/{case.demand.pk}/copy"
    text = browser.get(f"{address}?form=txt")
    assert text["Content-Disposition"] == f'attachment; filename="{case.demand.number}.txt"'
    said = text.content.decode()
    demand = Demand.objects.get()
    digest = sha256(bytes.fromhex(demand.text_salt) + demand.text.encode()).hexdigest()
    for proof in (demand.number, demand.text, demand.text_salt, digest):
        assert proof in said
    assert digest in browser.get(address).content.decode()


def test_news_is_marked_until_the_case_was_opened(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling()
    assert "有新消息" in browser.get("/app/mine").content.decode()
    page_of(browser, case)
    assert "有新消息" not in browser.get("/app/mine").content.decode()


def test_mine_holds_named_and_linked_ones_and_pages_by_keys(client_as, walk, keepers, at):
    for number in range(1, 24):
        with at(f"2027-03-{number:02d}"):
            walk(Way.CONFIDENTIAL if number % 2 else Way.NAMED, text=f"第{number:02d}件事，请办。")
    browser = client_as("employee")
    first = browser.get("/app/mine").content.decode()
    assert "第23件事" in first
    assert "第03件事" not in first
    following = re.search(r'href="(\?after=[^"]+)"', first).group(1)
    second = browser.get(f"/app/mine{following}").content.decode()
    assert "第03件事" in second
    assert "第04件事" not in second
    back = re.search(r'href="(\?before=[^"]+)"', second).group(1)
    assert "第23件事" in browser.get(f"/app/mine{back}").content.decode()


def test_a_confidential_case_leaves_mine_after_being_asked_and_opens_with_the_code_alone(
    client_as, walk, keepers
):
    named, linked = walk(text="车间通风不好。"), walk(Way.CONFIDENTIAL, text="灯不亮了，请修。")
    worker = client_as("employee")
    here = f"/app/mine/{linked.demand.pk}"
    assert f"{here}/forget" in worker.get(here).content.decode()
    asked = worker.get(f"{here}/forget").content.decode()
    assert "回执码" in asked and "灯不亮了" in asked
    assert worker.post(f"{here}/forget", {}).status_code == 200
    assert "灯不亮了" in worker.get("/app/mine").content.decode()
    done = worker.post(f"{here}/forget", {"sure": "1"}, follow=True).content.decode()
    assert "拿掉了" in done and "灯不亮了" not in done
    assert worker.get(here).status_code == 404 and worker.get(f"{here}/forget").status_code == 404
    assert linked.fresh().state == State.SUBMITTED and by_receipt(linked.code)
    assert worker.get(f"/app/mine/{named.demand.pk}/forget").status_code == 404
    assert client_as("stranger").post(f"{here}/forget", {"sure": "1"}).status_code == 404


def test_english_reads_it_in_english(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling().answered()
    browser.cookies["zhiyin-look"] = "en.auto.normal"
    page = page_of(browser, case)
    assert "Your turn" in page
    assert "Is it solved?" in page
