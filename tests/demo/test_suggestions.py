"""Ideas of two years: in every state, most answered in time, some not."""

import pytest
from django.db.models import Count, Sum

from zhiyin.institutions import clocks
from zhiyin.suggestions.models import Author, Reward, Suggestion
from zhiyin.suggestions.rules import State

pytestmark = pytest.mark.django_db


def test_there_is_a_suggestion_in_nearly_every_state():
    found = set(Suggestion.objects.values_list("state", flat=True))
    assert {str(state) for state in State} - found == {"effect_confirmed"}


def test_a_group_shared_its_reward_and_somebody_is_not_named():
    groups = Suggestion.objects.filter(authors__state="joined").annotate(n=Count("authors")).filter(n__gt=1)
    paid = groups.filter(state=State.PAID)
    assert paid.exists()
    for suggestion in paid:
        shares = suggestion.authors.filter(state="joined").aggregate(all=Sum("share"), paid=Sum("amount"))
        assert (shares["all"], shares["paid"]) == (100, suggestion.reward.amount)
    assert Author.objects.filter(named=False).exists()


def test_a_refusal_was_reconsidered_and_a_trial_failed():
    assert Suggestion.objects.filter(reconsidered=True, outcome="in_part").exists()
    assert Suggestion.objects.filter(trials__result="fails", state=State.NOT_ADOPTED).exists()


def test_some_dates_were_missed_and_most_were_kept():
    ids = list(Suggestion.objects.values_list("pk", flat=True))
    every = [c for found in clocks.for_subjects("suggestion", ids).values() for c in found]
    late = {c.rule for c in every if c.status in ("breached", "kept_late")}
    assert {"rat-decision-reason", "rat-reward", "house-suggestion-plan"} <= late
    assert sum(c.status == "kept" for c in every) > 4 * len([c for c in every if c.rule in late]) / 5
    assert Reward.objects.filter(paid_on=None).exists()
