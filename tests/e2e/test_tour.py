"""Every page of the demo, on a phone and on a desk, in every look: a few each day, all with --all."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from zhiyin.commands.browser import DESK, PHONE, VIEWS

pytestmark = pytest.mark.browser
EACH_DAY = 12
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def todays(stops, day=None):
    """All stops, or those whose turn it is: every stop comes round within a few days."""
    if os.environ.get("ZHIYIN_TEST_ALL"):
        return stops
    start = (day or date.today()).toordinal() * EACH_DAY
    return [stops[(start + n) % len(stops)] for n in range(min(EACH_DAY, len(stops)))]


def test_every_stop_has_its_day():
    stops = list(range(50))
    seen = {stop for n in range(5) for stop in todays(stops, date.fromordinal(740000 + n))}
    assert seen == set(stops) or os.environ.get("ZHIYIN_TEST_ALL")


def test_the_tour_has_pages_of_every_door(tour):
    doors = {
        "app" if s.path.startswith("/app/") else "a" if s.path.startswith("/a/") else "public" for s in tour
    }
    assert doors == {"app", "a", "public"}
    assert len({stop.name for stop in tour}) == len(tour)


@pytest.mark.parametrize("view", [PHONE, DESK], ids=lambda view: view.name)
def test_pages_have_no_barriers(tour, visit, view):
    found = []
    for stop in todays(tour):
        page = visit(view, stop.path, stop.session)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            for node in violation["nodes"]:
                found.append(f"{stop.name}: {violation['help']}: {node['html'][:120]}")
        page.context.close()
    assert found == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_page_is_wider_than_its_screen(tour, visit, view):
    """Sideways scrolling hides things on a phone; a table may scroll inside its own frame."""
    wide = []
    for stop in todays(tour):
        page = visit(view, stop.path, stop.session)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > view.width:
            wide.append(f"{stop.name}: {width} > {view.width}")
        page.context.close()
    assert wide == []


def test_pages_in_english_show_no_chinese_of_ours(tour, visit):
    """What people wrote stays as they wrote it; what the program says is translated."""
    left = []
    view = next(view for view in VIEWS if view.lang == "en")
    for stop in todays(tour):
        page = visit(view, stop.path, stop.session)
        assert page.evaluate("document.documentElement.lang") == "en"
        buttons = page.locator("button:visible, label:visible, th:visible").all_inner_texts()
        left += [f"{stop.name}: {text}" for text in buttons if any("一" <= c <= "鿿" for c in text)]
        page.context.close()
    assert left == []
