"""The engine in the database gives what the pure core gives, whatever the batches, and loses nothing."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.rows import status
from zhiyin.institutions.engine import rebuild
from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.engine.rows import database_key
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.evaluate import evaluate
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.reading import VOIDED, engine_facts, programme, voided_by
from zhiyin.journal import clock
from zhiyin.journal.kinds import named, published
from zhiyin.journal.models import Fact
from zhiyin.journal.record import record
from zhiyin.journal.sequence import number_all

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGIN, END = date(2025, 3, 3), date(2026, 6, 30)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


class Life:
    """Random facts of every kind that rules name, of few subjects so that they meet; some late, some void."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        rules = programme()
        self.kinds = sorted(set(rules.slots) | set(rules.register_slots))
        self.recorded: list[Fact] = []

    def happen(self, day: date) -> None:
        with clock.moved_to(noon(day)), transaction.atomic():
            if self.recorded and self.random.random() < 0.03:
                wrong = self.random.choice(self.recorded)
                record(published()[VOIDED], f"F{wrong.pk.hex[:12]}", fact=wrong.pk.hex)
                return
            kind = named(self.random.choice(self.kinds))
            late = timedelta(days=self.random.choice((0, 0, 0, 0, 5, 60)))
            subject = f"{kind.subject[:8]}{self.random.randint(1, 4)}"
            payload = {name: self._value(field, day) for name, field in kind.fields.items()}
            self.recorded.append(record(kind, subject, at=noon(day - late), **payload))

    def _value(self, field: Any, day: date) -> Any:
        if field.optional and self.random.random() < 0.2:
            return None
        match field.type:
            case "code":
                return self.random.choice(field.options)
            case "bool":
                return self.random.random() < 0.8
            case "date":
                return day + timedelta(days=self.random.randint(-5, 40))
            case "ref":
                return f"{field.ref[:8] or 'x'}{self.random.randint(1, 4)}"
            case "digest":
                return "ab" * 32
            case _:
                return self.random.randint(0, 40)


def as_derived(rules: Programme, today: date, since: date) -> dict[tuple[str, str, int], tuple[Any, ...]]:
    numbered = list(Fact.objects.filter(seq__isnull=False).order_by("seq"))
    facts = engine_facts(numbered, voided_by(numbered))
    rows = evaluate(rules, facts, Calendar.shipped(), today, standing=True, since=since)
    return {
        (row.uid, database_key(row), row.opened_order): (
            row.opened_on, row.due_on, row.kept_on, row.broken_on, row.unproven_on, row.ended_on,
            row.ended_as, row.have, row.need, row.provisional, str(status(row, today)),
        )
        for row in rows
    }  # fmt: skip


def as_stored() -> dict[tuple[str, str, int], tuple[Any, ...]]:
    return {
        (row.rule.uid, row.key, row.opened_seq): (
            row.opened_on, row.due_on, row.kept_on, row.broken_on, row.unproven_on, row.ended_on,
            row.ended_as, row.have, row.need, row.provisional, row.status,
        )
        for row in ObligationRow.objects.select_related("rule")
    }  # fmt: skip


@pytest.fixture
def rules() -> Iterator[Programme]:
    publish(programme())
    yield programme()


def live(life: Life, engine: Engine, facts: int, batch: Callable[[], int]) -> None:
    days = (END - BEGIN).days
    for n in range(facts):
        day = BEGIN + timedelta(days=n * days // facts)
        life.happen(day)
        if life.random.random() < 0.2:
            with clock.moved_to(noon(day)):
                number_all()
                engine.batch(batch())
                if life.random.random() < 0.1:
                    close_day(engine)
                    sweep()
    with clock.moved_to(noon(END)):
        number_all()
        engine.catch_up()
        close_day(engine)
        sweep()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_incremental_equals_full_replay_with_late_and_voided_facts(rules: Programme, seed: int) -> None:
    life, engine = Life(seed), Engine(rules)
    live(life, engine, 400, lambda: life.random.choice((1, 7, 50, 1000)))
    with clock.moved_to(noon(END)):
        expected = as_derived(rules, END, engine.since)
    stored = as_stored()
    assert stored.keys() == expected.keys()
    differing = {key: (stored[key], expected[key]) for key in expected if stored[key] != expected[key]}
    assert differing == {}


def test_a_rebuild_gives_the_same_rows_and_deriving_again_changes_nothing(rules: Programme) -> None:
    life, engine = Life(9), Engine(rules)
    live(life, engine, 250, lambda: 50)
    before = as_stored()
    with clock.moved_to(noon(END)):
        close_day(engine)
        sweep()
        assert as_stored() == before
        rebuild.rebuild(rules)
    assert as_stored() == before
