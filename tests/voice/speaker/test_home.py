"""The first page of an employee, and what pages of speakers cost."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiyin.voice.services.verdicts import rate_demand
from zhiyin.voice.states import Way


@pytest.fixture(autouse=True)
def no_old_figures():
    cache.clear()


def test_what_waits_for_me_comes_first_with_one_filled_button(client_as, walk):
    walk().in_handling().answered()
    page = client_as("employee").get("/app/").content.decode()
    assert "有 1 件事等你说句话" in page
    assert page.count("z-btn--go") == 1
    assert page.index("有 1 件事等你说句话") < page.index("我提的")


def test_an_employee_without_demands_is_shown_how_to_begin_and_no_empty_card(client_as):
    page = client_as("employee").get("/app/").content.decode()
    assert 'href="/app/raise"' in page
    assert 'href="/a/follow" rel="noreferrer"' in page
    assert "提了有没有用" not in page
    assert "提建议" not in page


@pytest.mark.parametrize(("rated", "shown"), [(9, False), (10, True)])
def test_whether_it_helped_is_told_from_ten_verdicts_on(client_as, walk, at, rated, shown):
    for number in range(rated):
        with at("2026-07-20"):
            case = walk().in_handling().answered()
            solved = "yes" if number else "no"
            rate_demand(speaker=case.speaker, demand_id=case.demand.pk, solved=solved, satisfied="basically")
    with at("2026-10-20"):
        page = client_as("employee").get("/app/").content.decode()
    assert ("提了有没有用" in page) is shown
    if shown:
        assert "7月1日至9月30日" in page
        assert "应答复的 10 件" in page
        assert "<b>10</b> / 10" in page  # each was answered the day it was accepted
        assert "<b>9</b> / 10" in page
        assert "<b>0</b> / 10" in page  # 基本满意 is not 满意


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in found if "django_session" not in query["sql"]]


# session, account with employee, posts held, grants (none here) and the unit are the frame's own.
FRAME = 3


def test_mine_costs_the_same_for_one_and_for_twenty(client_as, walk, keepers):
    browser = client_as("employee")
    walk()
    one = queries(browser, "/app/mine")
    for _ in range(19):
        walk(Way.CONFIDENTIAL)
    many = queries(browser, "/app/mine")
    assert len(one) == len(many), many
    # links to confidential cases · the page of demands · their clocks
    assert len(many) - FRAME <= 3, many


def test_home_costs_the_same_for_one_and_for_many(client_as, walk, keepers):
    browser = client_as("employee")
    walk().in_handling().answered()
    one = queries(browser, "/app/")
    for _ in range(6):
        walk(Way.CONFIDENTIAL)
    many = queries(browser, "/app/")
    # links · what waits · the latest · how many in all · clocks · the second-level unit
    assert len(many) <= len(one) + 1
    assert len(many) - FRAME <= 6, many


def test_a_case_costs_the_same_however_long_it_is(client_as, walk):
    browser, case = client_as("employee"), walk().in_handling().answered()
    address = f"/app/mine/{case.demand.pk}"
    before = len(queries(browser, address))
    for word in ("一", "二", "三", "四"):
        browser.post(address, {"do": "write", "text": word, "seen": case.fresh().version})
    after = len(queries(browser, address))
    assert after <= before + 1
    assert after - FRAME <= 24
