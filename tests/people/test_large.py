"""Pages of an enterprise with many units and posts: nothing is cut off, no query for each row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiyin.people import selectors
from zhiyin.people.services.employees import NewEmployee, join_all
from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units
from zhiyin.people.services.units import open_unit


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(selectors, "MOST_ROWS", 7)
    monkeypatch.setattr(selectors, "POSTS", 5)


def second_shop(enterprise):
    above = enterprise.units["YS02"]
    open_unit(acting=None, code="YS0202", name="总装二车间", level="workshop", parent=above)


def test_a_large_tree_is_shown_down_to_a_level_and_counts_what_lies_below(enterprise, acting, small_pages):
    rows = selectors.unit_tree(acting("system_admin"))
    assert [row.unit.code for row in rows] == ["YS", "YS01", "YS0101", "YS02", "YS0201", "YS90", "YS91"]
    assert not any(row.below for row in rows)
    open_unit(
        acting=None, code="YS0202", name="总装二车间", level="workshop", parent=enterprise.units["YS02"]
    )
    rows = selectors.unit_tree(acting("system_admin"))
    assert [(row.unit.code, row.below) for row in rows] == [
        ("YS", 0), ("YS01", 1), ("YS02", 2), ("YS90", 0), ("YS91", 0),
    ]  # fmt: skip
    assert {row.unit.code: row.people for row in rows}["YS01"] == 5
    assert sum(row.people for row in rows) == len(enterprise.people)
    below = selectors.unit_tree(acting("system_admin"), under=enterprise.units["YS02"])
    assert [row.unit.code for row in below] == ["YS02", "YS0201", "YS0202"]


def test_the_page_of_a_large_tree_leads_down_and_back(enterprise, client_as, small_pages):
    open_unit(
        acting=None, code="YS0202", name="总装二车间", level="workshop", parent=enterprise.units["YS02"]
    )
    client, unit = client_as("system_admin"), enterprise.units["YS02"]
    page = client.get("/app/admin/units").content.decode()
    assert "8 个单位" in page
    assert "总装二车间" not in page
    assert f"?under={unit.pk}" in page
    page = client.get("/app/admin/units", {"under": str(unit.pk)}).content.decode()
    assert "总装二车间" in page
    assert "看全部单位" in page


def test_every_post_is_reached_forward_and_back(enterprise, acting, small_pages):
    admin, seen, key = acting("system_admin"), [], ""
    while True:
        page = selectors.posts_within(admin, after=key)
        seen += [post.pk for post in page.rows]
        if page.next is None:
            break
        key = page.next
    assert len(seen) == len(set(seen)) == len(enterprise.posts)
    back = selectors.posts_within(admin, before=page.previous)
    assert [post.pk for post in back.rows] == seen[
        len(seen) - len(page.rows) - 5 : len(seen) - len(page.rows)
    ]


def test_the_number_of_queries_does_not_grow_with_units_and_posts(enterprise, client_as):
    client = client_as("system_admin")

    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
            return len(queries)

    paths = ("/app/admin/units", "/app/admin/posts", "/app/admin/employees", "/app/admin/slips")
    few = {path: asked(path) for path in paths}
    day = enterprise.units["YS"].opened_on
    units = open_units(units=[UnitSpec(f"X{n}", f"{n}车间", "workshop", "YS02") for n in range(30)], on=day)
    people = join_all(
        acting=None,
        people=[
            NewEmployee(f"40{n:04d}", f"职工{n}", units[f"X{n}"], "skill", "open", day) for n in range(30)
        ],
    )  # fmt: skip
    open_posts(
        posts=[PostSpec(f"X{n}", "承办", [people[n]], [("handler", f"X{n}")]) for n in range(30)],
        units=units, on=day,
    )  # fmt: skip
    assert {path: asked(path) for path in paths} == few


def test_people_are_found_by_the_beginning_of_a_number_or_any_part_of_a_name(enterprise, acting):
    admin = acting("system_admin")

    def found(text):
        return [person.number for person in selectors.search_employees(admin, text=text).rows]

    assert found("2063") == ["206318", "206319", "206320"]
    assert found("206319") == ["206319"]
    assert found("6319") == []
    assert found("国") == ["100001", "100201"]
    assert found("李敏") == ["206319"]
    assert found("无名氏") == []
