"""A breach of a house rule by 热处理厂, told through the real engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.fixtures.days import SHANGHAI, at, workdays_after
from tests.fixtures.people import Enterprise, acting, client_as, enterprise

from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services import breaches, climbing
from zhiyin.journal.kinds import named
from zhiyin.journal.record import record
from zhiyin.journal.sequence import number_all

__all__ = ["acting", "at", "client_as", "enterprise", "workdays_after"]
OPENED = date(2026, 3, 2)
UNANSWERED = "rules.objection.received"
OF_THE_UNION = "care.event.known"


@dataclass
class Desk:
    """The enterprise with its engine; every method works at the clock's own time."""

    enterprise: Enterprise
    engine: Engine

    def happens(
        self, kind: str, subject: str, unit: str = "YS01", at: date | None = None, **fields: Any
    ) -> Any:
        moment = datetime.combine(at, datetime.min.time(), SHANGHAI).replace(hour=12) if at else None
        with transaction.atomic():
            return record(named(kind), subject, unit=self.enterprise.units[unit].pk, at=moment, **fields)

    def night(self) -> None:
        """What the background does from evening to morning."""
        number_all()
        self.engine.catch_up()
        close_day(self.engine)
        sweep()
        breaches.tell_breaches()
        breaches.remind()
        climbing.reconcile()
        climbing.confirm_unanswered()
        climbing.climb()

    def sheet(self, rule: str, **known: Any) -> Violation:
        return Violation.objects.select_related("unit").get(rule=rule, **known)


@pytest.fixture
def desk(enterprise: Enterprise, at: Callable[..., Any]) -> Desk:
    with at(OPENED - timedelta(days=60)):
        publish(programme())
        engine = Engine(programme())
        number_all()
        engine.catch_up()
    return Desk(enterprise, engine)


@pytest.fixture
def breach(desk: Desk, at: Callable[..., Any]) -> Callable[..., Violation]:
    """`breach()`: 热处理厂 let the limit for answering the union pass (`rule-objection` and the like).

    The morning after, the sheet is open; the clock is back where it was.
    """

    def make(subject: str = "d1", kind: str = UNANSWERED, unit: str = "YS01", **fields: Any) -> Violation:
        desk.happens(kind, subject, unit=unit, **fields)
        number_all()
        desk.engine.catch_up()
        row = ObligationRow.objects.exclude(due_on=None).get(key=subject, status="due")
        assert row.due_on is not None
        with at(row.due_on + timedelta(days=1)):
            desk.night()
            return Violation.objects.select_related("unit").get(obligation_id=row.pk)

    return make
