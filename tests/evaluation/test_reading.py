"""Figures come from facts: read step by step, thrown away and read again, and fixed after thirty days."""

from typing import Any

import pytest

from zhiyin.evaluation.models import DemandRecord, FrozenFigure, FrozenPeriod, Tally
from zhiyin.evaluation.periods import read_period
from zhiyin.evaluation.selectors.scoreboard import scoreboard
from zhiyin.evaluation.selectors.tree import Tree
from zhiyin.evaluation.services.freezing import freeze, freeze_due, intact
from zhiyin.evaluation.services.reader import read_facts, rebuild
from zhiyin.journal.models import Fact
from zhiyin.voice.models import Demand
from zhiyin.voice.services.verdicts import rate_demand
from zhiyin.voice.states import Way

pytestmark = pytest.mark.django_db
THIRD = read_period("2026-Q3")


def standing() -> dict[Any, int]:
    return {(t.month, t.unit_id, t.measure): t.count for t in Tally.objects.all()}


def board(code: str = "2026-Q3") -> Any:
    tree = Tree.load()
    return scoreboard(tree, tree.root, read_period(code))


@pytest.fixture
def answered(walk, at, keepers):
    """Three demands of July, answered in July: one of them anonymous."""
    with at("2026-07-01"):
        walks = [walk(), walk(), walk(way=Way.ANONYMOUS)]
        for one in walks:
            one.in_handling()
    with at("2026-07-08"):
        for one in walks:
            one.answered()
    return walks


def test_reading_twice_changes_nothing(answered, read, at):
    with at("2026-07-20"):
        assert read() == 3
        before = standing()
        assert read() == 0
        assert standing() == before


def test_thrown_away_and_read_again_gives_the_same(answered, read, at):
    for day in ("2026-07-09", "2026-07-24", "2026-08-20"):
        with at(day):
            read()
    with at("2026-08-20"):
        before = standing()
        records = list(DemandRecord.objects.order_by("pk").values())
        rebuild()
        assert standing() == before
        assert list(DemandRecord.objects.order_by("pk").values()) == records


def test_an_anonymous_demand_is_read_when_its_facts_are_numbered_the_next_day(walk, at, read):
    with at("2026-07-01"):
        walk(way=Way.ANONYMOUS)
        assert read() == 0
    with at("2026-07-02"):
        assert read() == 1


def test_the_calendar_alone_moves_a_demand_into_its_period(answered, read, at):
    with at("2026-07-10"):
        read()
        assert "answer.in_time" not in {t.measure for t in Tally.objects.all()}
    with at("2026-08-20"):
        assert read_facts() > 0
        assert sum(t.count for t in Tally.objects.filter(measure="answer.in_time")) == 3
        assert read_facts() == 0


def test_the_figures_do_not_look_at_the_tables_of_demands(answered, read, at):
    with at("2026-08-20"):
        read()
        before = standing()
        Demand.objects.update(answered_on=None, solved="no", handling_unit=None)
        rebuild()
        assert standing() == before


def test_a_record_holds_nothing_of_who_spoke():
    names = {field.name for field in DemandRecord._meta.get_fields()}
    assert not names & {"author", "employee", "sex", "category", "title", "text", "way"}


def test_a_period_is_fixed_once_and_the_journal_knows_its_digest(answered, read, at):
    with at("2026-11-05"):
        read()
        assert freeze_due() > 0
        assert freeze_due() == 0
        assert freeze(period=THIRD) is False
        frozen = FrozenPeriod.objects.get(pk="2026-Q3")
        fact = Fact.objects.get(kind="evaluation.period.frozen", subject_id="2026-Q3")
        assert fact.payload["digest"] == frozen.digest
        assert intact(frozen)
        FrozenFigure.objects.filter(period=frozen).update(count=77)
        assert not intact(frozen)


def test_nothing_is_fixed_before_its_time(answered, read, at):
    with at("2026-10-30"):
        read()
        freeze_due()
    assert not FrozenPeriod.objects.filter(pk="2026-Q3").exists()


def test_a_late_verdict_stands_beside_the_fixed_figures_and_never_in_them(answered, read, at):
    with at("2026-07-12"):
        read()
        freeze(period=THIRD)
        fixed = sorted(FrozenFigure.objects.values_list("measure", "unit_id", "count"))
        shown = {key: cell.figure for key, cell in board().own.cells.items()}
        one = answered[0]
        rate_demand(speaker=one.speaker, demand_id=one.demand.pk, solved="yes", satisfied="yes")
    with at("2026-11-05"):
        read()
        assert sorted(FrozenFigure.objects.values_list("measure", "unit_id", "count")) == fixed
        after = board()
        assert {key: cell.figure for key, cell in after.own.cells.items() if cell.figure} == {
            key: figure for key, figure in shown.items() if figure
        }
        assert {old.spec.key for old, _now in after.changed} >= {"answer"}


def test_reading_again_leaves_fixed_periods_alone(answered, read, at):
    with at("2026-11-05"):
        read()
        freeze_due()
        fixed = sorted(FrozenFigure.objects.values_list("period_id", "measure", "unit_id", "count"))
        rebuild()
        assert sorted(FrozenFigure.objects.values_list("period_id", "measure", "unit_id", "count")) == fixed
