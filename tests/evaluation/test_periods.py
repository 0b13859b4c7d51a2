"""Periods and when they are fixed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.evaluation.periods import frozen_by, latest, period_of, read_period


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
def test_a_period_is_read_back_from_its_code_and_follows_the_one_before(day, kind):
    period = period_of(day, kind)
    assert period.holds(day) and period.kind == kind
    assert read_period(period.code) == period
    assert period.before().after == period.first


@pytest.mark.parametrize("code", ["", "2026-Q5", "2026-13", "26", "2026-q1", "2026-Q3x", "٢٠٢٦"])
def test_other_codes_are_refused(code):
    with pytest.raises(ValueError):
        read_period(code)


def test_a_period_is_fixed_when_thirty_days_have_gone_by():
    last = date(2026, 9, 30)
    codes = [p.code for p in frozen_by(date(2026, 7, 1), last + timedelta(30))]
    assert "2026-Q3" not in codes and "2026-08" in codes
    assert "2026-Q3" in [p.code for p in frozen_by(date(2026, 7, 1), last + timedelta(31))]


def test_eight_quarters_end_with_the_asked_one():
    assert [p.code for p in latest(read_period("2026-Q1"), 3)] == ["2025-Q3", "2025-Q4", "2026-Q1"]
