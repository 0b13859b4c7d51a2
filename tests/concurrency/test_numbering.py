"""Numbers stay whole when many write, number and read at once."""

import json

import pytest
from bench.databases import POSTGRESQL, SQLITE, postgres_answers, temporary

BOTH = pytest.mark.parametrize("vendor", [SQLITE, POSTGRESQL])


def run(vendor, seconds):
    if vendor == POSTGRESQL and not postgres_answers():
        pytest.skip("no PostgreSQL answers on this machine")
    with temporary(vendor) as place:
        return json.loads(place.run("-m", "tests.concurrency.numbering", str(seconds)))


def check(told):
    assert set(told["statuses"].values()) == {0}, told["statuses"]
    assert told["facts"] == told["committed"] > 100
    assert told["shared"] > 50 and told["sealed"] > 5
    assert told["without a gap"] is True
    assert told["read"] == told["facts"]
    assert told["seen once each"] is True
    assert told["out of order"] == 0
    assert told["timed sealed"] == 0
    assert told["verify"]["problem"] == "" and told["verify"]["checked"] == told["facts"]


@BOTH
def test_eight_writers_two_sequencers_and_three_readers_leave_no_gap_and_skip_nothing(vendor):
    check(run(vendor, 4))


@pytest.mark.long
@BOTH
def test_they_do_so_for_half_a_minute_too(vendor):
    check(run(vendor, 30))
