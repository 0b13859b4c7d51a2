"""What stands on every page looks at single demands, never at all that one may see. As SQLite plans it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from zhiyin.people.acting import Acting
from zhiyin.voice.selectors.own_notes import notes_of
from zhiyin.voice.selectors.visible import visible

OFFICERS = ("demand_officer", "union_officer", "leader", "reviewer", "handler", "discipline_officer")


@pytest.fixture(autouse=True)
def _sqlite(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows, and here are hardly any")


def one_by_one(rows: QuerySet[Any], by: str) -> bool:
    """Whether no table is gone through, and each demand is found by what it alone has."""
    steps = rows.explain().splitlines()
    demands = [step for step in steps if "INDEX" in step and "demand" in step]
    return not any("SCAN" in step for step in steps) and all(f"({by}=?)" in step for step in demands)


@pytest.mark.parametrize("who", OFFICERS)
def test_notes_to_oneself_are_of_demands_found_one_by_one(acting: Callable[[str], Acting], who: str) -> None:
    assert one_by_one(notes_of(acting(who)), "id")


@pytest.mark.parametrize("who", OFFICERS)
def test_one_demand_is_found_without_a_list_of_all_others(acting: Callable[[str], Acting], who: str) -> None:
    assert one_by_one(visible(acting(who)).filter(number="ZY-7K4Q-2M"), "number")
