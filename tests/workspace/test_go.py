"""Going somewhere by a few letters: only where one may go, in both languages, without script too."""

import pytest
from tests.fixtures.people import client_as, enterprise
from tests.suggestions.conftest import house
from tests.voice.conftest import keepers, walk
from tests.voice.hot.conftest import hot

from zhiyin.voice.models import Demand

__all__ = ["client_as", "enterprise", "hot", "house", "keepers", "walk"]


def labels(page):
    return [place.label for place in page.context["places"]]


def test_a_page_is_found_by_part_of_its_name_in_either_language(client_as):
    client = client_as("demand_officer")
    assert "诉求收件箱" in labels(client.get("/app/go?q=收件"))
    assert "诉求收件箱" in labels(client.get("/app/go?q=inbox"))
    assert labels(client.get("/app/go?q=没有这一页")) == []


def test_nobody_is_led_where_their_role_does_not_open(client_as):
    assert "检举控告" not in labels(client_as("demand_officer").get("/app/go?q=检举"))
    assert "检举控告" in labels(client_as("discipline_officer").get("/app/go?q=检举"))


def test_a_whole_number_leads_straight_to_its_case_and_part_of_it_finds_it(client_as, walk):
    demand = walk().demand
    client = client_as("demand_officer")
    straight = client.get(f"/app/go?q={demand.number.lower()}")
    assert straight.status_code == 302 and straight.url == f"/app/cases/{demand.pk}"
    part = client.get(f"/app/go?part=1&q={demand.number[3:7]}")
    assert any(demand.number in label for label in labels(part))
    assert b"<html" not in part.content


@pytest.mark.parametrize("who", ["workshop_handler", "employee"])
def test_a_number_tells_nothing_to_those_who_may_not_see_the_case(client_as, walk, who):
    demand = walk().demand
    assert labels(client_as(who).get(f"/app/go?q={demand.number}")) == []
    Demand.objects.filter(pk=demand.pk).update(track="discipline")
    assert labels(client_as("demand_officer").get(f"/app/go?q={demand.number}")) == []


def test_hot_problems_and_suggestions_are_found_by_number_too(client_as, hot, house):
    problem, suggestion = hot().problem, house.filed().suggestion
    pages = {problem.number: f"/app/hot/{problem.pk}", suggestion.number: f"/app/suggestions/{suggestion.pk}"}
    for number, url in pages.items():
        assert client_as("demand_officer").get(f"/app/go?q={number.lower()}").url == url
        part = labels(client_as("demand_officer").get(f"/app/go?part=1&q={number[3:7]}"))
        assert any(number in label for label in part)
        # Of another unit, and of none: neither page opens, neither number is told.
        for who in ("handler", "employee", "stranger"):
            assert labels(client_as(who).get(f"/app/go?q={number}")) == []
            assert client_as("stranger").get(url).status_code in (403, 404)


def test_a_member_of_the_committee_finds_suggestions_without_a_desk(client_as, house):
    number = house.filed().suggestion.number
    assert client_as(house.people["engineer"]).get(f"/app/go?q={number}").status_code == 302


def test_views_are_places_too_and_every_desk_page_has_the_palette(client_as):
    client = client_as("demand_officer")
    client.post("/app/inbox/views/new?view=open&topic=pay", {"name": "津贴的"})
    assert "津贴的" in labels(client.get("/app/go?q=津贴"))
    assert "已超期" in labels(client.get("/app/go?q=overdue")) or "已超期" in labels(
        client.get("/app/go?q=已超")
    )
    page = client.get("/app/inbox").content.decode()
    assert "data-palette-box" in page and 'href="/app/go"' in page
