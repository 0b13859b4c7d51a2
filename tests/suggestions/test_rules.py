"""The table of steps, the shares, the grades: true for every state and every number."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiyin.journal.kinds import named
from zhiyin.journal.refusal import NotNow
from zhiyin.suggestions import grades, rules
from zhiyin.suggestions.grades import table
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.rules import STEPS, Party, State
from zhiyin.suggestions.words import KEPT_OUT, told

settings.register_profile("suggestions", deadline=None, max_examples=60)
settings.load_profile("suggestions")


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_records_a_declared_fact_and_goes_on_only_where_it_may(step):
    assert named(step.fact).subject == "suggestion"
    for state in State:
        if state in step.sources:
            assert rules.step(step.verb, state) is step
        else:
            with pytest.raises(NotNow):
                rules.step(step.verb, state)


def test_what_has_ended_goes_on_only_by_its_authors_or_the_union():
    for state in rules.ENDED:
        by = {party for step in STEPS.values() if state in step.sources for party in step.by}
        assert by <= {Party.AUTHOR, Party.INVITED, Party.UNION}


def test_the_states_of_the_table_are_those_of_the_row():
    assert {str(state) for state in State} == set(Suggestion.State.values)


@given(st.integers(1, rules.MOST_AUTHORS))
def test_equal_shares_are_a_hundred_and_nobody_has_nothing(count):
    shares = rules.equal_shares(count)
    rules.check_shares(shares)
    assert max(shares) - min(shares) <= 1


@given(st.decimals("0.01", "100000", places=2), st.integers(1, rules.MOST_AUTHORS))
def test_a_split_reward_is_the_whole_reward(amount, count):
    parts = rules.split(amount, rules.equal_shares(count))
    assert sum(parts) == amount
    assert all(part >= 0 for part in parts)


@given(st.lists(st.integers(-5, 120), max_size=8))
def test_shares_that_are_not_a_hundred_are_refused(shares):
    good = bool(shares) and sum(shares) == 100 and min(shares) >= 1
    if good:
        rules.check_shares(shares)
    else:
        with pytest.raises(NotNow):
            rules.check_shares(shares)


@given(st.decimals(0, "3000000", places=2), st.decimals(0, "100000", places=2))
def test_no_reward_leaves_the_range_of_a_grade_or_exceeds_the_effect(value, amount):
    for grade in table():
        try:
            rules.check_grade(grade, value=value, amount=amount)
        except NotNow:
            continue
        assert grade.low <= amount <= grade.high
        assert grade.value_from <= value


def test_a_year_that_begins_on_the_29th_of_february_ends():
    assert rules.anniversary(date(2024, 2, 29)) == date(2025, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
@example(date(2024, 2, 29), date(2025, 2, 28))
@example(date(2023, 2, 28), date(2024, 2, 28))
def test_a_year_is_over_for_the_board_on_the_day_it_is_over_for_finance(done, today):
    assert (done <= rules.year_before(today)) == (rules.anniversary(done) <= today)


@pytest.mark.parametrize(
    ("present", "members", "union", "refused"),
    [(3, 6, True, "no_quorum"), (4, 6, True, ""), (4, 6, False, "no_union"), (0, 0, True, "no_quorum")],
)
def test_a_meeting_needs_more_than_half_and_the_union(present, members, union, refused):
    if not refused:
        rules.check_meeting(present=present, members=members, union_present=union)
        return
    with pytest.raises(NotNow, match=refused):
        rules.check_meeting(present=present, members=members, union_present=union)


def test_money_counts_only_after_twelve_months_but_words_at_once():
    done, text = date(2025, 3, 3), "一年没有再发生砸脚，工人少弯腰两百次。"
    rules.check_effect(value=None, text=text, done_on=done, today=done)
    rules.check_effect(value=Decimal(100), text="算过", done_on=done, today=date(2026, 3, 3))
    with pytest.raises(NotNow, match="year_not_over"):
        rules.check_effect(value=Decimal(100), text="算过", done_on=done, today=date(2026, 3, 2))


@pytest.mark.parametrize("text", [
    "nothing", "grades: [", "grades: 3", "grades: [a]", "grades: [{code: a}]",
    "grades: [{code: a, zh: a, en: a, value_from: 0, pays: [5, 1], in_words: no}]",
])  # fmt: skip
def test_a_house_table_that_is_wrong_is_told_by_its_row(text, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / grades.OWN).write_text(text, "utf-8")
    with pytest.raises(grades.BadTable, match=grades.OWN):
        grades.table()


def test_a_house_may_have_its_own_table(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    row = "{code: only, zh: 唯一奖, en: Only, value_from: 0, pays: [1, 9], in_words: true}"
    (tmp_path / grades.OWN).write_text(f"grades: [{row}]", "utf-8")
    assert [grade.code for grade in grades.table()] == ["only"]


def test_a_table_that_was_changed_counts_without_a_restart(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    row = "{code: only, zh: 唯一奖, en: Only, value_from: 0, pays: [1, %d], in_words: true}"
    for most in (9, 10):
        (tmp_path / grades.OWN).write_text(f"grades: [{row % most}]", "utf-8")
        assert grades.table()[0].high == most


def test_every_refusal_has_words():
    folder = Path(rules.__file__).parent
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    codes = set(re.findall(r'NotNow\(\s*"(\w+)"', text)) | set(re.findall(r'needs\(\w+, "(\w+)"', text))
    assert len(codes) > 25
    assert {code: told(code) for code in codes | {"say_why"}}
    assert {f"kept_out_{code}": told(f"kept_out_{code}") for code in KEPT_OUT}
