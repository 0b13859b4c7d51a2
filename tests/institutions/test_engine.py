"""The engine in the database gives what the pure core gives, whatever the batches, and loses nothing."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.rows import status
from zhiyin.institutions.engine import rebuild, tallies
from zhiyin.institutions.engine.batch import LISTED, Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.releases import publish
from zhiyin.institutions.engine.rows import database_key
from zhiyin.institutions.engine.sweep import sweep
from zhiyin.institutions.evaluate import evaluate
from zhiyin.institutions.models import FactKey, ObligationRow, Tally
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.reading import VOIDED, engine_facts, programme, voided_by
from zhiyin.journal import clock
from zhiyin.journal.kinds import named, published
from zhiyin.journal.models import Fact, Watermark
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
            row.ended_as, row.have, row.need, row.provisional, str(status(row, noon(today))),
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


def test_facts_taken_in_before_there_were_lists_are_listed_once(rules: Programme) -> None:
    live(Life(11), Engine(rules), 200, lambda: 50)
    before, listed = as_stored(), set(FactKey.objects.values_list("pk"))
    FactKey.objects.all().delete()
    Watermark.objects.filter(pk=LISTED).delete()
    with clock.moved_to(noon(END)):
        engine = Engine(rules)
        engine.catch_up()
        close_day(engine)
        sweep()
    # Voided facts need no place in the lists.
    assert set() < set(FactKey.objects.values_list("pk")) <= listed
    assert as_stored() == before


def counted() -> int:
    return sum(Tally.objects.values_list("count", flat=True))


def test_obligations_are_counted_again_only_when_some_moved(rules: Programme) -> None:
    live(Life(5), Engine(rules), 60, lambda: 50)
    assert tallies.count_again() > 0
    standing = counted()
    assert standing == ObligationRow.objects.filter(due_on__isnull=False).count()
    assert tallies.count_again() == 0 and counted() == standing
    with clock.moved_to(noon(END + timedelta(days=400))):
        assert sweep() > 0
    assert tallies.count_again() > 0 and counted() == standing


@given(minute=st.integers(0, 24 * 60 - 1), taken=st.integers(1, 200), looked=st.integers(0, 200))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_limit_in_hours_runs_and_is_swept_to_the_minute(minute: int, taken: int, looked: int) -> None:
    publish(programme())
    rule = programme().versions("pet-urgent")[0]
    begun = datetime(2026, 3, 3, tzinfo=SHANGHAI) + timedelta(minutes=minute)
    due, seen = begun + timedelta(hours=2), begun + timedelta(minutes=taken)
    alert, engine = f"a{uuid4().hex}", Engine(programme())

    def status_at(moment: datetime, kind: str = "") -> tuple[str, datetime | None, date | None]:
        with clock.moved_to(moment):
            if kind:
                with transaction.atomic():
                    record(named(kind), alert, **dict.fromkeys(named(kind).fields, "x1"))
            number_all()
            engine.catch_up()
            sweep()
            row = ObligationRow.objects.get(key=alert, rule__uid=rule.uid)
            return row.status, row.due_at, row.due_on

    late = "breached" if looked > 120 else "due"
    assert status_at(begun, "voice.alert.raised") == ("due", due, due.date())
    assert status_at(begun + timedelta(minutes=looked))[0] == late
    assert status_at(seen, "voice.alert.seen")[0] == ("kept_late" if seen > due else "kept")
