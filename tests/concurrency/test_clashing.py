"""What only one of two may do is done once also when both try at the same moment."""

import json

import pytest
from bench.databases import POSTGRESQL, SQLITE, postgres_answers, temporary


@pytest.mark.parametrize("vendor", [SQLITE, POSTGRESQL])
def test_two_steps_at_once_make_nobody_two_administrators_and_no_request_twice(vendor):
    if vendor == POSTGRESQL and not postgres_answers():
        pytest.skip("no PostgreSQL answers on this machine")
    with temporary(vendor) as place:
        told = json.loads(place.run("-m", "tests.concurrency.clashing", "12"))
    assert told == {"taking": 0, "granting": 0, "asking": 0}
