"""Every page of the demo, on a phone and on a desk, in every look: a few each day, all with --all."""

import os
import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from zhiyin.commands.browser import DESK, PHONE, VIEWS

pytestmark = pytest.mark.browser
EACH_DAY = 12
# Light and dark, narrow and wide: colours and layouts differ, words do not matter to axe.
LOOKED_AT_BY_AXE = [view for view in VIEWS if view in (PHONE, DESK) or view.name == "dark"]
CHINESE = re.compile("[一-鿿]")
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


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_pages_fit_their_screen_and_have_no_barriers(tour, visit, view):
    """Sideways scrolling hides things on a phone; a table may scroll inside its own frame."""
    found = []
    for stop in todays(tour):
        page = visit(view, stop.path, stop.session)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > view.width:
            found.append(f"{stop.name} is {width} wide")
        if view in LOOKED_AT_BY_AXE:
            found += [f"{stop.name}: {barrier}" for barrier in barriers(page)]
        page.context.close()
    assert not found, "\n".join(found)


def barriers(page):
    for violation in Axe().run(page, options=RULES).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['help']}: {node['html'][:120]}"


def test_pages_in_english_show_no_chinese_of_ours(tour, visit):
    """What people wrote stays as they wrote it; what the program says is translated."""
    left = []
    view = next(view for view in VIEWS if view.lang == "en")
    for stop in todays(tour):
        page = visit(view, stop.path, stop.session)
        assert page.evaluate("document.documentElement.lang") == "en"
        buttons = page.locator("button:visible, label:visible, th:not([scope=row]):visible").all_inner_texts()
        left += [f"{stop.name}: {text}" for text in buttons if text != "中文" and CHINESE.search(text)]
        page.context.close()
    assert not left, "\n".join(left)
