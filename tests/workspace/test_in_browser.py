"""The small helps of app.js, and what a screen reader and a narrow phone get, in a real browser."""

import pytest
from django.test import override_settings
from tests.workspace import browser_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium():
    import os
    import shutil

    from playwright.sync_api import sync_playwright

    # Playwright's sync interface runs an event loop in this thread; the tests themselves are not async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server):
    browser_pages.SENT.clear()
    with override_settings(ROOT_URLCONF="tests.workspace.browser_pages"):
        yield live_server.url


@pytest.fixture
def tab(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 800}, base_url=site)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def focused(tab):
    return tab.evaluate("document.activeElement.textContent.trim()")


def test_keys_move_pick_search_and_help(tab):
    tab.goto("/app/try")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert focused(tab) == "乙"
    tab.keyboard.press("k")
    assert focused(tab) == "甲"
    tab.keyboard.press("x")
    assert tab.inner_text("[data-checked-count]") == "1"
    tab.keyboard.press("/")
    tab.keyboard.type("jx")
    assert tab.input_value("[type=search]") == "jx"
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("?")
    assert tab.is_visible("dialog")


def test_a_draft_waits_in_this_tab_until_the_server_has_it(tab):
    tab.goto("/a/try")
    tab.fill("#id_what", "风机坏了")
    tab.check("#id_how_1", force=True)
    tab.reload()
    assert tab.input_value("#id_what") == "风机坏了"
    assert tab.is_checked("#id_how_1")
    tab.click("text=提交")
    tab.wait_for_selector("#sent")
    tab.goto("/a/try")
    assert tab.input_value("#id_what") == ""


def test_a_draft_of_one_door_does_not_show_behind_another(tab):
    tab.goto("/a/try")
    tab.fill("#id_what", "不留名的话")
    tab.goto("/app/try")
    assert tab.input_value("#id_what") == ""


def test_two_presses_send_one_form(tab):
    tab.goto("/a/try")
    tab.fill("#id_what", "一次")
    tab.evaluate("() => { const b = document.querySelector('#say .z-btn--go'); b.click(); b.click(); }")
    tab.wait_for_selector("#sent")
    assert browser_pages.SENT == ["一次"]


def test_photos_are_seen_and_can_be_taken_away(tab, tmp_path):
    from PIL import Image

    files = []
    for name in ("a", "b", "c"):
        files.append(str(tmp_path / f"{name}.jpg"))
        Image.new("RGB", (8, 8), "red").save(files[-1])
    tab.goto("/app/try")
    tab.set_input_files("[type=file]", files[:1])
    tab.set_input_files("[type=file]", files[1:])
    chosen = "Array.from(document.querySelector('[type=file]').files).map(f => f.name)"
    assert tab.evaluate(chosen) == ["a.jpg", "b.jpg"]
    assert tab.inner_text(".z-photo--add + [role=status]") == "最多 2 张"
    tab.click("[aria-label='删除照片 1']")
    assert tab.evaluate(chosen) == ["b.jpg"]


def test_what_is_left_to_write_is_said_near_the_end(tab):
    tab.goto("/a/try")
    tab.fill("#id_what", "字" * 20)
    assert tab.query_selector("#id_what + [role=status]") is None
    tab.fill("#id_what", "字" * 45)
    assert tab.inner_text("#id_what + [role=status]") == "还能写 5 个字"


def test_menus_close_on_escape_and_codes_are_copied(tab):
    tab.goto("/app/try")
    tab.click("details.z-menu summary")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.querySelector('details.z-menu').open") is False
    tab.click("[data-copy]")
    tab.wait_for_function("document.querySelector('[data-copy]').textContent.trim() === '已复制'")


def test_without_scripts_a_form_is_sent_all_the_same(chromium, site):
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/a/try")
    assert page.is_hidden("[data-copy]")
    page.fill("#id_what", "没有脚本")
    page.click("text=提交")
    assert page.inner_text("#sent") == "没有脚本"
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", ["/", "/how", "/a/try", "/app/try", "/a/nothing"])
def test_every_look_is_accessible_and_fits(chromium, site, address, width):
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for look in ("zh.light.normal", "en.dark.large"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=site, bypass_csp=True
        )
        context.add_cookies([{"name": "zhiyin-look", "value": look, "url": f"{site}/app/"}])
        lang, theme, text = look.split(".")
        page = context.new_page()
        page.goto(f"{address}?lang={lang}&theme={theme}&text={text}")
        found += [(look, v["id"]) for v in Axe().run(page).response["violations"]]
        too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        if page.evaluate(too_wide):
            found.append((look, "scrolls sideways"))
        context.close()
    assert found == []
