"""A small enterprise with its engine, and objections that 热处理厂 answers in time, late, or not at all."""

from datetime import date, timedelta

import pytest
from tests.fixtures.people import acting, client_as, enterprise
from tests.institutions.execution.conftest import Desk, at, desk

from zhiyin.institutions.engine.tallies import count_again
from zhiyin.institutions.models import ObligationRow

__all__ = ["acting", "at", "client_as", "desk", "enterprise"]
OPENED = date(2026, 3, 2)
TODAY = date(2026, 3, 31)
RULE = "rule-objection"


@pytest.fixture
def today(at):
    with at(TODAY):
        yield TODAY


@pytest.fixture
def objections(desk: Desk, at, today):
    """`objections(3, unit="YS02")`: so many objections of the union that nobody has answered."""

    def make(n: int, unit: str = "YS01", opened: date = OPENED) -> list[ObligationRow]:
        names = [f"{unit}-{opened:%m%d}-{i}" for i in range(n)]
        for name in names:
            desk.happens("rules.objection.received", name, unit=unit, at=opened)
        with at(opened + timedelta(days=1)):
            desk.night()
        desk.night()
        count_again()
        return list(
            ObligationRow.objects.filter(key__in=names).select_related("rule").order_by("due_on", "pk")
        )

    return make
