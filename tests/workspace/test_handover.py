"""Nothing is silently orphaned when somebody leaves or a unit is dissolved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.people import acting, client_as, enterprise
from tests.voice.conftest import at, keepers, walk
from tests.workspace.notices.conftest import told
from tests.workspace.notices.test_who_is_told import noticed

from zhiyin.journal import clock
from zhiyin.people.models import Grant, Unit
from zhiyin.people.services import employees, posts
from zhiyin.voice.models import Review
from zhiyin.voice.states import Kind
from zhiyin.workspace.handover.left import left_behind

__all__ = ["acting", "at", "client_as", "enterprise", "keepers", "told", "walk"]
PAGE = "/app/admin/handover"


@pytest.fixture
def gone(enterprise):
    """`gone("handler")`: that person leaves today."""

    def leave(who):
        return employees.leave(acting=None, employee=enterprise.people[who])

    return leave


def rows(enterprise, who="system_admin", **asked):
    return [(one.what, one.title, one.many) for one in left_behind(enterprise.acting(who), **asked)]


def test_what_a_leaver_handled_is_listed_by_post_with_its_count(enterprise, walk, gone):
    walk().accepted().dispatched()
    walk().accepted().dispatched()
    assert rows(enterprise) == []
    gone("workshop_handler")
    assert rows(enterprise) == [("post", "热处理厂承办", 2)]


def test_it_is_off_the_list_once_somebody_holds_the_post(enterprise, walk, gone):
    walk().accepted().dispatched()
    gone("workshop_handler")
    posts.take_post(
        acting=None, post=enterprise.posts["workshop_handler"], employee=enterprise.people["colleague"]
    )
    assert rows(enterprise) == []


def test_an_empty_post_is_listed_even_with_nothing_in_hand(enterprise, gone, client_as):
    gone("reviewer")
    assert rows(enterprise) == [("post", "复查岗", 0)]
    assert "手头没有在办的事" in client_as("system_admin").get(PAGE).content.decode()


def test_reviews_in_the_name_of_a_leaver_wait_under_that_name(enterprise, walk, gone):
    demand = walk().accepted().dispatched().demand
    Review.objects.create(
        demand=demand, grounds="x", grounds_salt="x", requested_on=clock.today(),
        reviewer=enterprise.people["reviewer"],
    )  # fmt: skip
    gone("reviewer")
    assert ("person", "吴斌", 1) in rows(enterprise)
    assert rows(enterprise, what="unit") == []


def test_a_dissolved_unit_shows_the_cases_it_still_had(enterprise, walk):
    demand = walk().accepted().dispatched().demand
    closed = Unit.objects.filter(pk=demand.handling_unit_id)
    closed.update(closed_on=clock.today())
    assert ("unit", closed.get().name, 1) in rows(enterprise)


def test_a_closed_post_with_work_is_not_forgotten(enterprise, walk, gone):
    walk().accepted().dispatched()
    post = enterprise.posts["workshop_handler"]
    gone("workshop_handler")
    Grant.objects.filter(post=post).update(until_on=clock.today())
    posts.close_post(acting=None, post=post)
    assert rows(enterprise) == [("post", "热处理厂承办", 1)]


def test_an_accusation_is_not_even_counted(enterprise, walk, gone):
    walk(wish=Kind.REPORT)
    gone("discipline_officer")
    assert rows(enterprise) == [("post", "纪检专员", 0)]


def test_the_line_sees_its_own_units_and_opens_only_what_it_may(enterprise, walk, gone, client_as):
    walk().accepted().dispatched()
    gone("workshop_handler")
    gone("reviewer")
    assert rows(enterprise, "workshop_leader") == [("post", "热处理厂承办", 1)]
    page = client_as("workshop_leader").get(PAGE).content.decode()
    assert 'href="/app/inbox"' in page
    assert "/app/admin/posts/" not in page
    page = client_as("system_admin").get(PAGE).content.decode()
    assert "/app/admin/posts/" in page
    assert 'class="z-lk" href="/app/inbox"' not in page
    assert client_as("handler").get(PAGE).status_code == 403


def test_filters_and_paper(enterprise, gone, client_as):
    gone("reviewer")
    client = client_as("system_admin")
    other = enterprise.units["YS02"]
    assert "没有等交接的事" in client.get(PAGE, {"unit": str(other.pk)}).content.decode()
    assert "没有等交接的事" in client.get(PAGE, {"what": "unit"}).content.decode()
    assert "复查岗" in client.get(f"{PAGE}/print", {"what": "post"}).content.decode()


def test_the_line_is_told_once_when_work_is_left_and_not_when_it_is_handed_over(enterprise, gone, told):
    gone("workshop_handler")
    told()
    assert noticed(enterprise, "workshop_leader").get("left_behind") == 1
    assert noticed(enterprise, "system_admin").get("left_behind") == 1
    assert "left_behind" not in noticed(enterprise, "leader")
    posts.hand_over(
        acting=None, post=enterprise.posts["handler"], giver=enterprise.people["handler"],
        taker=enterprise.people["stranger"],
    )  # fmt: skip
    told()
    assert noticed(enterprise, "system_admin").get("left_behind") == 1


def test_the_number_of_queries_does_not_grow_with_what_is_left(enterprise, walk, gone):
    walk().accepted().dispatched()
    gone("workshop_handler")
    admin = enterprise.acting("system_admin")
    with CaptureQueriesContext(connection) as few:
        left_behind(admin)
    for who in ("reviewer", "handler", "disclosure_officer"):
        gone(who)
    with CaptureQueriesContext(connection) as more:
        left_behind(admin)
    assert len(more) == len(few)
    assert len(few) <= 11
