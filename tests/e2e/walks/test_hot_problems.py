"""A problem told by many, from its gathering to its result."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import LOOKS, in_days, number, path_of
from zhiyin.demo import tour as accounts

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", LOOKS, ids=lambda view: view.name)]


def test_what_many_tell_gets_a_plan_others_join_and_the_result_is_public(walker, at_work):
    worker = at_work.worker
    officer = at_work.officer
    own = at_work.own
    case = at_work.case
    words = officer.go(case).locator("h1").inner_text()[:8]
    officer.go(f"/app/inbox?view=open&q={words}")
    officer.page.locator("[name=id]").first.check()
    with officer.page.expect_navigation():
        officer.page.locator('button[formaction$="/hot/gather"]').click()
    title = f"{number()}区走廊太黑"
    form = officer.form("/hot/gather")
    post = form.locator("[name=post] option", has_text="总装厂").first.get_attribute("value")
    officer.fill(form, title=title, about="几栋楼的走廊灯坏了很久。", post=post)
    assert officer.send(form) < 400
    problem = path_of(officer.page)
    leader = walker(accounts.HEAD, problem)
    leader.take(problem, "plan", plan="先东区后西区，电工班每周修一栋。", end_on=in_days(40))
    leader.take(problem, "milestone", title="东区修完", planned_on=in_days(10))
    leader.take(problem, "publish", text="办法定了，电工班明天进东区。")
    joining = walker(accounts.FINANCE, problem.replace("/app/hot/", "/app/me-too/"))
    assert joining.send(joining.form()) < 400
    expect(joining.page.locator("form:has([value=withdraw])")).to_be_visible()
    leader.take(problem, "finish", milestone=re.compile("东区修完"), text="东区三栋都修好了。")
    leader.take(problem, "resolve", text="东区西区都修好了，坏了打电工班电话。")
    reader = walker(None, problem.replace("/app/hot/", "/hot/"))
    assert "东区西区都修好了" in reader.says() and "赵志刚" not in reader.says()
    worker.go(own)
    assert title in worker.says(), "who raised it sees with what it is handled together"
