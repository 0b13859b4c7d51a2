"""What the script of the slip does, in a real browser."""

import os
import shutil

import pytest
from tests.fixtures.people import PASSWORD, make_enterprise

from zhiyin.people.models import Account
from zhiyin.people.services import accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright's sync interface runs an event loop in this thread; the tests themselves are not async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_a_scanned_slip_leads_to_ones_own_password_and_its_code_leaves_the_address(chromium, live_server):
    here = make_enterprise()
    [slip] = accounts.issue_slips(acting=here.acting("union_officer"), employees=[here.people["employee"]])
    context = chromium.new_context(viewport={"width": 360, "height": 780}, base_url=live_server.url)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/app/first?n=206318#{slip.code}")
    assert page.input_value("[name=code]") == slip.shown
    assert "#" not in page.url
    page.click("button.z-btn--go")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("button.z-btn--go")
    page.goto("/app/me")
    assert "王强" in page.inner_text("main")
    assert not any(slip.code in url.split("#")[0] for url in asked)
    assert Account.objects.get(login="206318").first_code == ""
    context.close()
