"""Who hears of a suggestion, and that nobody hears of what they did themselves."""

from datetime import date

import pytest

from zhiyin.journal.models import Fact
from zhiyin.suggestions.services import filing
from zhiyin.workspace.notifying.table import SORTS, concerned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_spring(at):
    with at(date(2025, 3, 3)):
        yield


def told(house, kind):
    facts = list(Fact.objects.filter(kind=f"voice.suggestion.{kind}").order_by("place"))
    names = {person.pk: who for who, person in (house.people | house.enterprise.people).items()}
    return {(names[person], sort) for person, sort in concerned(facts)}


def test_each_hears_of_what_is_theirs(house):
    house.filed(with_whom=[house.enterprise.people["colleague"]])
    assert told(house, "filed") == {
        ("demand_officer", "suggestion_new"), ("second_demand_officer", "suggestion_new"),
        ("colleague", "suggestion_invited"),
    }  # fmt: skip
    house.checked()
    assert told(house, "review_assigned") == {
        ("engineer", "suggestion_review"), ("chemist", "suggestion_review"),
    }  # fmt: skip
    house.evaluated("engineer").evaluated("chemist").on_agenda().decided()
    assert told(house, "decided") == {("employee", "my_suggestion"), ("handler", "suggestion_carry")}
    house.done().stated()
    assert told(house, "effect_stated") == {("cashier", "suggestion_worth")}


def test_who_declined_hears_no_more(house):
    house.filed(with_whom=[house.enterprise.people["colleague"]])
    filing.decline_suggestion(acting=house.acting("colleague"), suggestion_id=house.pk)
    house.checked()
    assert told(house, "checked") == {("employee", "my_suggestion")}


def test_news_of_ones_own_leaves_the_house_only_for_who_asked():
    assert SORTS["my_suggestion"].wished
