"""Taking in, many cases at once, absence, a wrong roster, and words explained."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.walking import LOOKS, in_days, number
from zhiyin.demo import tour as accounts

# Below it the bar of the picked cases stays at the foot of the screen.
PHONES_END = 640
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", LOOKS, ids=lambda view: view.name)]


def test_a_call_is_written_down_and_a_poster_fills_in_the_place(walker):
    union = walker(accounts.UNION, "/app/intake")
    words = f"{number()}号门岗亭漏雨，电话里说的。"
    form = union.form()
    union.fill(form, channel="phone", way="anonymous", text=words, unit=re.compile("总装厂"), read_back=True)
    assert union.send(form) == 200
    expect(union.page.locator("#code")).to_be_visible()
    union.go("/app/posters")
    place = f"{number()}号更衣室"
    form = union.form(field="places")
    union.fill(form, unit=re.compile("总装厂"), places=place)
    assert union.send(form) < 400
    with union.page.expect_download() as saved:
        union.page.locator("button[formaction$='/posters.pdf']").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    row = union.page.locator("main tr", has_text=place)
    reader = walker(None, row.locator("a[href*='/p/']").get_attribute("href"))
    reader.page.locator("main a[href*='/a/']").first.click()
    expect(reader.page.locator("[name=place]")).to_have_value(place)


def test_a_view_is_kept_and_a_step_in_many_cases_is_taken_back(walker, at_work, view):
    officer = at_work.officer
    officer.go("/app/inbox/views/new?view=open&topic=living")
    name = f"吃住行 {number()}"
    officer.fill(officer.form(), name=name, shared=True)
    assert officer.send(officer.form()) < 400
    union = walker(accounts.OFFICE, "/app/inbox/views")
    assert name in union.says()
    officer.go("/app/inbox?view=open")
    expect(officer.page.locator(".z-views > [aria-current]").first).to_be_in_viewport()
    own = at_work.case.rpartition("/")[2]
    for box in (officer.page.locator(f"[name=id][value='{own}']"), officer.page.locator("[name=id]").last):
        box.check()
    remind = officer.page.locator('button[formaction$="/bulk/remind"]')
    if view.width < PHONES_END:
        expect(remind).to_be_in_viewport()
    with officer.page.expect_navigation():
        remind.click()
    assert officer.send(officer.form("/bulk/remind")) < 400
    undo = officer.form("/undo")
    expect(undo).to_be_visible()
    assert officer.send(undo) < 400
    expect(officer.form("/undo")).to_have_count(0)


def test_somebody_away_names_a_deputy_and_comes_back(walker):
    officer = walker(accounts.OFFICE, "/app/me/absence")
    form = officer.form(field="deputy")
    officer.fill(form, deputy=1, from_on=in_days(0), until_on=in_days(7))
    assert officer.send(form) < 400
    ended = officer.form("/end")
    expect(ended).to_be_visible()
    assert officer.send(ended) < 400
    expect(officer.form("/end")).to_have_count(0)


def test_a_wrong_roster_comes_back_marked(walker):
    admin = walker(accounts.ADMIN, "/app/admin/roster")
    table = "工号,姓名,单位,类别,用工形式,入职日期\n999001,周一山,没有这个单位,技能,合同制,2020-01-02\n"
    admin.fill(admin.form(), file={"name": "r.csv", "mimeType": "text/csv", "buffer": table.encode()})
    admin.send(admin.form())
    assert "单位编码" in admin.says(), "the missing column is named"
    with admin.page.expect_download() as saved:
        admin.page.locator("a[href*='marked.xlsx']").first.click()
    assert saved.value.path().read_bytes().startswith(b"PK")


def test_words_are_explained_where_they_are_met(walker):
    officer = walker(accounts.OFFICE, "/app/inbox")
    officer.page.locator(".z-howto > summary").click()
    expect(officer.page.locator(".z-howto__in")).to_be_visible()
    for path in ("/app/help", "/app/glossary", "/app/first-steps", "/how", "/glossary"):
        officer.go(path)
    officer.go("/app/inbox")
    officer.page.keyboard.press("Control+k")
    expect(officer.page.locator("dialog .z-search input, dialog input[type=search]").first).to_be_focused()
