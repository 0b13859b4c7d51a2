"""Whoever is killed in the middle: what was told as done is there, and rows and facts agree."""

import json

import pytest
from bench.databases import POSTGRESQL, SQLITE, postgres_answers, temporary

BOTH = pytest.mark.parametrize("vendor", [SQLITE, POSTGRESQL])
EMPTY = ("failed", "states", "facts without a row", "rows without a fact", "lost", "rows", "verify")


def run(vendor, kills):
    if vendor == POSTGRESQL and not postgres_answers():
        pytest.skip("no PostgreSQL answers on this machine")
    with temporary(vendor) as place:
        return json.loads(place.run("-m", "tests.concurrency.sudden_death", str(kills)))


def check(told, kills):
    assert {name: told[name] for name in EMPTY if told[name]} == {}
    assert sum(told["killed"].values()) >= kills
    assert told["facts"] > kills and told["done"] > 0


@BOTH
def test_twenty_sudden_deaths_leave_state_and_facts_in_agreement(vendor):
    check(run(vendor, 20), 20)


@pytest.mark.long
@BOTH
def test_two_hundred_sudden_deaths_leave_state_and_facts_in_agreement(vendor):
    told = run(vendor, 200)
    check(told, 200)
    assert min(told["killed"].get(role, 0) for role in ("person", "sequencer", "worker")) > 5
    # So many different verbs were under way.
    assert len(told["kinds"]) > 20
