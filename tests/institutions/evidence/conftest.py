"""The register with the engine behind it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.fixtures.days import at
from tests.fixtures.people import Enterprise, acting, client_as, enterprise

from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services.evidence import Said
from zhiyin.journal import clock
from zhiyin.journal.sequence import number_all

__all__ = ["acting", "at", "client_as", "enterprise"]
TODAY = "2026-03-02"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.moved_to(datetime.fromisoformat(f"{TODAY}T09:30").replace(tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def caught_up(enterprise: Enterprise) -> Callable[[], None]:
    """What the background does: number, take in, close the day, sweep."""
    publish(programme())
    engine = Engine(programme())

    def run() -> None:
        number_all()
        engine.catch_up()
        close_day(engine)
        sweep()

    return run


@pytest.fixture
def said(enterprise: Enterprise) -> Callable[..., Said]:
    """`said("rules.objection.received", "o1")`: something that happened in 热处理厂 today."""

    def make(kind: str, subject: str, unit: str = "YS01", on: date | None = None, **fields: Any) -> Said:
        day = on or clock.today()
        return Said(kind, subject, enterprise.units[unit], day, "当面交到厂办，有签收单。", fields)

    return make
