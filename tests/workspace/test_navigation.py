"""One navigation, opened by roles; nothing in it leads nowhere."""

import pytest
from django.urls import resolve

from zhiyin.people.roles import Role
from zhiyin.workspace import navigation, views
from zhiyin.workspace.navigation import ENTRIES, Entry, gathered, shown


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
    def groups(held):
        return [(g.heading, [s.entry.label for s in g.items]) for g in gathered(shown("rail", "/", held))]

    assert groups([]) == [("", ["home"]), ("g", ["look"])]
    assert groups(["leader"]) == [("", ["home"]), ("g", ["how", "look"])]
    assert [s.entry.label for s in shown("tabs", "/")] == ["look"]


def test_a_short_rail_is_open_and_a_long_one_opens_what_comes_first_and_where_one_is():
    assert all(group.open for group in gathered(shown("rail", "/app/me", ["reviewer"])))
    held = [str(role) for role in Role]
    groups = gathered(shown("rail", "/app/admin/posts", held))
    assert groups[0].open
    assert groups[1].open
    assert not all(group.open for group in groups)
    here = [group for group in groups if group.current]
    assert [item.entry.name for group in here for item in group.items if item.current] == ["people:posts"]
    assert here[0].open


@pytest.mark.parametrize("role", Role)
def test_entries_of_one_group_stand_together(role):
    headings = [group.heading for group in gathered(shown("rail", "/app/", [str(role)]))]
    assert len(set(headings)) == len(headings)


def test_the_place_one_is_at_is_marked_once(three_entries):
    def current(path):
        return [s.entry.label for s in shown("rail", path, ["leader"]) if s.current]

    assert current("/") == ["home"]
    assert current("/how") == ["how"]
    assert current("/how/more") == ["how"]
    assert current("/however") == []
