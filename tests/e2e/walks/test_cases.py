"""A demand from its raising to its author's verdict, as those who handle it walk through it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import LOOKS, in_days, path_at
from zhiyin.demo import tour as accounts

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", LOOKS, ids=lambda view: view.name)]


def test_each_claim_gets_its_own_result_and_its_author_judges(at_work):
    worker = at_work.worker
    handler = at_work.handler
    own = at_work.own
    case = at_work.case
    handler.take(case, "contact", channel="phone")
    handler.take(case, "claims", texts="修三楼走廊的灯\n换饮水机滤芯")
    handler.go(f"{case}?do=answer")
    form = handler.form("/do/answer")
    handler.fill(
        form, request="修灯、换滤芯。", facts="11月25日去看过：两盏灯坏，滤芯过期半年。",
        opinion="灯今天换好；滤芯本月25日前换。", ending="final",
    )  # fmt: skip
    for claim, result in (("1", "support"), ("2", "partly")):
        handler.fill(
            form,
            **{
                f"claim-{claim}-result": result,
                f"claim-{claim}-reason": "该修。",
                f"claim-{claim}-basis": "本企业后勤服务标准第三条。",
            },
        )
    assert handler.send(form, "button[value=look]") == 200
    assert "该修。" in handler.says(), "the preview shows what the employee will read"
    assert handler.send(handler.form("/do/answer")) < 400
    worker.go(own)
    assert worker.says().count("该修。") == 2
    form = worker.page.locator("form:has([name=solved])").first
    worker.fill(form, solved="yes", satisfied="yes")
    assert worker.send(form, "button") < 400
    expect(worker.page.locator("#done")).to_be_visible()
    expect(worker.page.locator("form:has([name=solved])")).to_be_hidden()


def test_parties_meet_agree_and_the_employee_says_yes(at_work):
    worker = at_work.worker
    handler = at_work.handler
    own = at_work.own
    case = at_work.case
    handler.take(case, "open-mediation", matter="灯什么时候修", parties="职工本人\n后勤班长")
    handler.take(case, "meet", where="三楼会议室", attended="职工本人、后勤班长", said="说好先修东头。")
    handler.take(case, "propose-agreement", items="后勤班长11月30日前修好东头的灯")
    worker.go(own)
    assert worker.send(worker.page.locator("form:has([value=agree])"), "button") < 400
    expect(worker.page.locator("#done")).to_be_visible()
    handler.go(f"{case}/minutes/1")
    assert "说好先修东头" in handler.says() and "后勤班长11月30日前" in handler.says()


def test_another_unit_does_its_part_and_the_lead_quotes_it(walker, at_work):
    handler = at_work.handler
    case = at_work.case
    handler.go(f"{case}?do=give-task")
    form = handler.form("/do/give-task")
    post = form.locator("optgroup[label=财务部] option").first.get_attribute("value")
    handler.fill(form, post=post, what="查今年换灯花了多少钱。", due_on=in_days(2))
    assert handler.send(form) < 400
    finance = walker(accounts.FINANCE, "/app/tasks")
    task = path_at(finance, "查今年换灯花了多少钱")
    finance.go(task)
    finance.take(task, "sign")
    finance.take(task, "answer", text="一共三千二百元。")
    handler.go(f"{case}?do=answer")
    assert handler.send(handler.form("/do/answer"), "button[value^=quote]") == 200
    assert "三千二百元" in handler.form("/do/answer").locator("[name=facts]").input_value()


def test_an_accusation_found_out_later_is_gone_from_the_desk(walker, at_work):
    officer = at_work.officer
    handler = at_work.handler
    case = at_work.case
    words = officer.go(case).locator("h1").inner_text()[:8]
    officer.take(case, "to-discipline")
    officer.go(f"/app/inbox?view=open&q={words}")
    assert officer.page.locator("main a", has_text=words).count() == 0
    for former in (officer, handler):
        assert former.page.request.get(former.page.url.split("/app")[0] + case).status in (403, 404)
    discipline = walker(accounts.DISCIPLINE, "/app/discipline?view=open")
    discipline.go(case)
    assert "孙立新" in discipline.says() and "陈静怡" in discipline.says(), "who saw it before is listed"
