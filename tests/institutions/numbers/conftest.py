"""The small enterprise at its desk: the union proposes, the leader of the whole enterprise approves."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from tests.fixtures.people import Enterprise, acting, client_as, enterprise
from tests.institutions.execution.conftest import at

from zhiyin.institutions.models import HousePack
from zhiyin.institutions.services import numbers as services

__all__ = ["acting", "at", "client_as", "enterprise"]
TODAY = date(2026, 3, 31)
TOMORROW = TODAY + timedelta(days=1)
RULE = "house-accept-3wd"


@pytest.fixture
def today(at):
    with at(TODAY):
        yield TODAY


@pytest.fixture
def propose(enterprise: Enterprise, today: date) -> Callable[..., HousePack]:
    """`propose("2 working days")` for the limit of taking up a demand."""

    def make(
        within: str = "2 working days", who: str = "union_officer", rule: str = RULE, **more: Any
    ) -> HousePack:
        said: Mapping[str, Any] = {
            "values": {"within": within},
            "effect_on": TOMORROW,
            "reason": "大家等得太久",
        }
        return services.propose_numbers(acting=enterprise.acting(who), rule_id=rule, **{**said, **more})

    return make


@pytest.fixture
def approve(enterprise: Enterprise) -> Callable[..., HousePack]:
    def make(number: HousePack, who: str = "leader") -> HousePack:
        return services.approve_numbers(acting=enterprise.acting(who), number_id=number.pk)

    return make
