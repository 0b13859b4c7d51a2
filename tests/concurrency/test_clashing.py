"""Roles that exclude each other do so too when they are given at the same moment."""

import json

import pytest
from bench.databases import POSTGRESQL, SQLITE, postgres_answers, temporary


@pytest.mark.parametrize("vendor", [SQLITE, POSTGRESQL])
def test_nobody_becomes_two_administrators_by_two_steps_at_once(vendor):
    if vendor == POSTGRESQL and not postgres_answers():
        pytest.skip("no PostgreSQL answers on this machine")
    with temporary(vendor) as place:
        told = json.loads(place.run("-m", "tests.concurrency.clashing", "12"))
    assert told == {"taking": 0, "granting": 0}
