"""What answers are written with: the policy library and templates."""

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import LOOKS, number, path_of
from zhiyin.demo import tour as accounts

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", LOOKS, ids=lambda view: view.name)]


def test_a_policy_with_broken_numbering_is_mended_published_by_another_and_cited(walker, at_work):
    title = f"{number()}号食堂就餐办法"
    text = f"# {title}\n\n第一条 就餐凭工牌。\n\n第三条 夜班就餐到零点三十分。\n"
    union = walker(accounts.UNION, "/app/policies/desk/new")
    form = union.form()
    union.fill(
        form, title=title, issuer="集团工会", level=1, kind=1, open="yes", from_on="2026-01-01",
        file={"name": "canteen.md", "mimeType": "text/markdown", "buffer": text.encode()},
    )  # fmt: skip
    assert union.send(form) < 400
    draft = path_of(union.page)
    assert "第二条" in union.says(), "the missing article is named"
    union.go(f"{draft}/edit")
    union.fill(union.form(), source=text.replace("第三条", "第二条"))
    assert union.send(union.form()) < 400
    other = walker(accounts.DISCLOSURE, draft)
    assert other.send(other.form("/publish")) < 400
    reader = walker(None, "/policies?q=零点三十分")
    assert title in reader.says()
    handler = at_work.handler
    case = at_work.case
    handler.go(f"{case}?do=answer")
    handler.page.locator("details:has([name=q]) > summary").click()
    handler.fill(handler.form("/do/answer"), q="零点三十分")
    assert handler.send(handler.form("/do/answer"), "button[value=find]:not([aria-hidden])") == 200
    handler.page.locator("[name=cites]").first.check()
    assert handler.send(handler.form("/do/answer"), "button[value=cite]") == 200
    expect(handler.page.locator("[name=cited]")).to_have_count(1)


def test_a_template_with_an_unknown_place_is_refused_and_one_left_open_is_not_sent(at_work):
    handler = at_work.handler
    case = at_work.case
    handler.go("/app/answer-templates/new")
    title = f"修灯 {number()}"
    told = {"title": title, "request": "修灯。", "facts": "去看过。", "basis": "后勤标准第三条。"}
    handler.fill(handler.form(), **told, opinion="【何时】修好。")
    handler.send(handler.form())
    assert path_of(handler.page) == "/app/answer-templates/new" and "【何时】" in handler.says()
    handler.fill(handler.form(), opinion="【哪天办完】修好。")
    assert handler.send(handler.form()) < 400
    handler.go(f"{case}?do=answer")
    form = handler.form("/do/answer")
    form.locator("[name=template]").select_option(label=title)
    assert handler.send(form, "button[value=template]") == 200
    form = handler.form("/do/answer")
    expect(form.locator("[name=opinion]")).to_have_value("【哪天办完】修好。")
    handler.fill(form, result="support", ending="final")
    handler.send(form)
    assert "【" in handler.says() and handler.form("/do/answer").is_visible(), "it was not sent"
    handler.fill(handler.form("/do/answer"), opinion="今天修好。")
    assert handler.send(handler.form("/do/answer")) < 400
