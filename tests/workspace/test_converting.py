"""A demand that is an idea becomes a suggestion by its author's own hand, once, with a way back and forth."""

import pytest
from django.urls import reverse
from tests.fixtures.people import acting, client_as, enterprise
from tests.voice.conftest import at, keepers, walk

from zhiyin.suggestions.models import Suggestion
from zhiyin.voice.states import State, Way

__all__ = ["acting", "at", "client_as", "enterprise", "keepers", "walk"]
pytestmark = pytest.mark.django_db
TEXT = "建议把夜班班车改在十二点十分发车，等一等换班的人，每天能少十几个人走夜路。"


def filled(way, **more):
    return {
        "token": "cd" * 16, "title": "夜班班车晚十分钟", "now_text": TEXT, "better_text": "改成十二点十分。",
        "effects": ["time"], "unit": str(way.enterprise.units["YS01"].pk), "place": "", "with_whom": "",
        "named": "yes", "do": "file", **more,
    }  # fmt: skip


def test_an_idea_raised_as_a_demand_is_filed_as_a_suggestion_once(walk, client_as):
    way = walk(text=TEXT, wish="suggestion").accepted("suggestion")
    url = reverse("workspace:convert", args=[way.demand.pk])
    client = client_as("employee")
    assert url in client.get(reverse("voice:case", args=[way.demand.pk])).content.decode()
    assert TEXT in client.get(url).content.decode()
    answer = client.post(url, filled(way))
    suggestion = Suggestion.objects.get()
    assert answer["Location"].startswith(reverse("suggestions:own", args=[suggestion.pk]))
    assert suggestion.from_demand == way.demand.pk
    assert way.fresh().state == State.WITHDRAWN
    page = client.get(reverse("voice:case", args=[way.demand.pk])).content.decode()
    assert reverse("suggestions:own", args=[suggestion.pk]) in page
    assert client.post(url, filled(way, token="ef" * 16)).status_code == 302
    assert Suggestion.objects.count() == 1


def test_a_form_that_is_not_whole_changes_nothing(walk, client_as):
    way = walk(text=TEXT, wish="suggestion").accepted("suggestion")
    url = reverse("workspace:convert", args=[way.demand.pk])
    page = client_as("employee").post(url, filled(way, better_text=""))
    assert page.status_code == 422
    assert TEXT in page.content.decode()
    assert way.fresh().state == State.ACCEPTED
    assert not Suggestion.objects.exists()


def test_only_the_author_of_a_named_idea_can(walk, client_as, keepers):
    idea = walk(text=TEXT, wish="suggestion").accepted("suggestion")
    url = reverse("workspace:convert", args=[idea.demand.pk])
    assert client_as("colleague").get(url).status_code == 404
    assert client_as("demand_officer").get(url).status_code == 404
    for other in (walk().accepted(), walk(Way.CONFIDENTIAL, wish="suggestion").accepted("suggestion")):
        page = client_as("employee").get(reverse("workspace:convert", args=[other.demand.pk]))
        assert page.status_code == 404


def test_a_demand_that_was_answered_while_its_author_wrote_stays_a_demand(walk, client_as, monkeypatch):
    way = walk(text=TEXT, wish="suggestion").accepted("suggestion")
    url = reverse("workspace:convert", args=[way.demand.pk])
    client = client_as("employee")
    way.demand.state = State.CLOSED
    way.demand.save(update_fields=["state"])
    monkeypatch.setattr("zhiyin.workspace.converting.convertible", lambda _demand: True)
    answer = client.post(url, filled(way))
    assert answer["Location"].startswith(reverse("voice:case", args=[way.demand.pk]))
    assert not Suggestion.objects.exists()
