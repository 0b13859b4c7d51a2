"""A draft outlives its browser, and nothing of it outlives its clearing."""

import pytest
from playwright.sync_api import expect

from zhiyin.commands.browser import PHONE

pytestmark = pytest.mark.browser
TEXT = "二线淋浴间没有热水，希望先修一个龙头。"


def test_what_was_typed_is_there_in_another_browser_until_it_is_cleared(tour, visit):
    session = next(stop.session for stop in tour if stop.path.startswith("/app/raise"))
    page = visit(PHONE, "/app/raise", session)
    page.locator("textarea[name=text]").fill(TEXT)
    expect(page.locator("[data-kept]")).to_be_visible()
    expect(page.locator("button[name=forget]")).to_be_visible()
    page.context.close()
    again = visit(PHONE, "/app/raise", session)
    expect(again.locator("textarea[name=text]")).to_have_value(TEXT)
    again.locator("button[name=forget]").click()
    expect(again.locator("[data-draft-done]")).to_be_visible()
    expect(again.locator("textarea[name=text]")).to_have_value("")
