"""`zhiyin evaluation`: the figures on the command line."""

import json

import pytest

from zhiyin.cli import parser
from zhiyin.evaluation.models import FrozenFigure
from zhiyin.evaluation.periods import read_period
from zhiyin.evaluation.services.freezing import freeze

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    options = parser().parse_args(["evaluation", *words])
    return options.run(options)


@pytest.fixture
def answered(walk, at, read):
    with at("2026-07-01"):
        one = walk().in_handling()
    with at("2026-07-08"):
        one.answered()
    with at("2026-09-01"):
        read()


def test_a_period_is_told_with_numerators_and_what_is_left_out(answered, capsys):
    assert run("show", "--period", "2026-Q3", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    answer = told["rates"]["answer"]
    assert (told["unit"], told["period"], answer["part"], answer["whole"]) == ("YS", "2026-Q3", 1, 1)
    assert answer["percent"] is None
    assert answer["whole"] + sum(answer["left_out"].values()) == answer["all"]


@pytest.mark.parametrize("asked", [("--period", "2026-Q7"), ("--period", "2026", "--unit", "nowhere")])
def test_an_unknown_period_or_unit_is_refused(answered, asked, capsys):
    assert run("show", *asked) == 2
    assert "2026-Q3" in capsys.readouterr().err


def test_figures_changed_by_hand_are_noticed(answered, capsys):
    freeze(period=read_period("2026-07"))
    assert run("show", "--period", "2026-07") == 0
    FrozenFigure.objects.update(count=99)
    assert run("show", "--period", "2026-07") == 1


def test_counting_again_tells_how_many_demands_there_are(answered, at, capsys):
    with at("2026-09-01"):
        assert run("rebuild") == 0
    assert capsys.readouterr().out.strip() == "1"
