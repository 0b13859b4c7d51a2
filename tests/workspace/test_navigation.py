"""One navigation, opened by roles; nothing in it leads nowhere."""

import pytest
from django.urls import resolve

from zhiyin.people.roles import Role
from zhiyin.workspace import navigation, views
from zhiyin.workspace.navigation import ENTRIES, Entry, shown


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_leads_to_a_page(entry):
    assert resolve(entry.url).func.access
    assert entry.places


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_is_shown_only_where_its_door_is(entry):
    assert ("public" in entry.places) == (not entry.url.startswith("/app/"))
    assert entry.roles <= {str(role) for role in Role}


@pytest.mark.parametrize("way", views.WAYS, ids=lambda way: way[0])
def test_every_way_without_signing_in_leads_to_an_open_page(way):
    from django.urls import reverse

    assert resolve(reverse(way[0])).func.access in ("public", "anonymous door")


@pytest.fixture
def three_entries(monkeypatch):
    entries = (
        Entry("workspace:landing", "home", "home", ("rail",), exact=True),
        Entry("workspace:how", "how", "info-circle", ("rail",), frozenset({"leader"}), group="g"),
        Entry("workspace:look", "look", "eye-off", ("rail", "tabs"), group="g"),
    )
    monkeypatch.setattr(navigation, "ENTRIES", entries)


def test_roles_open_entries_and_groups_are_headed_once(three_entries):
    def labels(held):
        return [(s.entry.label, s.heading) for s in shown("rail", "/", held)]

    assert labels([]) == [("home", ""), ("look", "g")]
    assert labels(["leader"]) == [("home", ""), ("how", "g"), ("look", "")]
    assert [s.entry.label for s in shown("tabs", "/")] == ["look"]


def test_the_place_one_is_at_is_marked_once(three_entries):
    def current(path):
        return [s.entry.label for s in shown("rail", path, ["leader"]) if s.current]

    assert current("/") == ["home"]
    assert current("/how") == ["how"]
    assert current("/how/more") == ["how"]
    assert current("/however") == []
