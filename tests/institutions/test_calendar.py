"""Counting days: the worked cases, the laws of counting, and a second source for every day."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.spans import NotASpan, Span
from zhiyin.institutions.tables import SHIPPED, MalformedTable, parse_table
from zhiyin.institutions.trace import render

CALENDAR = Calendar.shipped()
DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
SPANS = st.builds(Span, st.integers(0, 120), st.sampled_from(["day", "working_day"])) | st.builds(
    Span, st.integers(0, 24), st.sampled_from(["month"])
)


def ends(start: str, span: str, roll: bool = True) -> str:
    return CALENDAR.count_forward(date.fromisoformat(start), Span.parse(span), roll).day.isoformat()


def test_every_day_agrees_with_a_second_source() -> None:
    day, differing = date(2018, 1, 1), []
    while day <= date(2026, 12, 31):
        if chinese_calendar.is_workday(day) != CALENDAR.is_working_day(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2025-09-17", "15 days", "2025-10-09"),
        ("2025-03-03", "60 days", "2025-05-06"),
        ("2025-03-03", "15 working days", "2025-03-24"),
        ("2026-09-24", "15 working days", "2026-10-22"),
        ("2026-09-24", "60 days", "2026-11-23"),
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2025-09-19", "1 day", "2025-09-22"),
        ("2025-09-27", "1 day", "2025-09-28"),
        ("2025-09-26", "1 working day", "2025-09-28"),
        ("2025-05-01", "0 days", "2025-05-06"),
        ("2025-03-03", "2.5 days", "2025-03-06"),
    ],
)
def test_forward_limits(start: str, span: str, expected: str) -> None:
    assert ends(start, span) == expected


def test_a_limit_may_end_on_a_make_up_sunday() -> None:
    assert CALENDAR.name_of(date(2025, 9, 28)) == "调休上班"
    assert ends("2025-09-18", "10 days") == "2025-09-28"


def test_without_moving_a_limit_ends_on_the_plain_day() -> None:
    assert ends("2025-09-17", "15 days", roll=False) == "2025-10-02"


def test_backward_limits_never_move() -> None:
    assert CALENDAR.count_backward(date(2025, 10, 15), Span.parse("7 days")).day == date(2025, 10, 8)
    assert CALENDAR.count_backward(date(2025, 10, 10), Span.parse("5 working days")).day == date(2025, 9, 26)
    assert CALENDAR.count_backward(date(2025, 3, 31), Span.parse("1 month")).day == date(2025, 2, 28)


def test_hours_run_by_the_clock_and_never_move() -> None:
    at = datetime(2025, 9, 30, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    end, steps = CALENDAR.count_hours(at, Span.parse("24 hours"))
    assert end == at + timedelta(hours=24)
    assert "2025-10-01 23:30" in render(steps, "zh")


def test_a_year_without_a_table_is_provisional_and_counts_weekends_only() -> None:
    counted = CALENDAR.count_forward(date(2026, 12, 30), Span.parse("5 working days"))
    assert (counted.day, counted.provisional) == (date(2027, 1, 6), True)
    assert "2027年放假安排尚未公布" in render(counted.steps, "zh")
    assert not CALENDAR.count_forward(date(2026, 12, 1), Span.parse("5 working days")).provisional
    assert not CALENDAR.count_forward(date(2026, 12, 1), Span.parse("60 days"), roll=False).provisional


def test_the_trace_reads_as_one_sentence_in_both_languages() -> None:
    steps = CALENDAR.count_forward(date(2025, 9, 17), Span.parse("15 days")).steps
    labelled = [{**steps[0], "fact": "voice.demand.received"}, *steps[1:]]
    labels = {"voice.demand.received": {"zh": "收到诉求", "en": "demand received"}}
    assert render(labelled, "zh", labels) == (
        "2025-09-17 收到诉求；次日 2025-09-18 起算第1日；第15日为 2025-10-02；"
        "遇国庆节、中秋节，顺延至 2025-10-09。"
    )
    assert render(labelled, "en", labels) == (
        "demand received on 2025-09-17; day 1 is 2025-09-18, the day after; 15 calendar days end on "
        "2025-10-02; 2025-10-02 is National Day, Mid-Autumn Festival, moved to 2025-10-09."
    )


@given(DAYS, st.integers(1, 250))
def test_counting_working_days_is_the_inverse_of_measuring_them(start: date, n: int) -> None:
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == n
    back = CALENDAR.add_working_days(end, -n)
    assert CALENDAR.working_days_between(back - timedelta(days=1), end - timedelta(days=1)) == n


@given(DAYS, DAYS, SPANS)
def test_a_later_start_never_ends_earlier(one: date, other: date, span: Span) -> None:
    first, last = sorted((one, other))
    assert CALENDAR.forward(first, span)[1] <= CALENDAR.forward(last, span)[1]


@given(DAYS, SPANS)
def test_a_limit_ends_on_a_working_day_and_the_trace_ends_there(start: date, span: Span) -> None:
    counted = CALENDAR.count_forward(start, span)
    assert CALENDAR.is_working_day(counted.day) or (span.unit == "working_day" and span.n == 0)
    assert counted.steps[-1]["day"] == counted.day.isoformat()
    assert counted.day == CALENDAR.forward(start, span)[1]
    assert counted.day >= counted.unmoved
    assert render(counted.steps, "zh") and render(counted.steps, "en")


@given(DAYS, SPANS)
def test_counting_back_and_forth_never_gains_a_day(day: date, span: Span) -> None:
    back = CALENDAR.count_backward(day, span).day
    assert back <= day
    if span.unit == "day":
        assert CALENDAR.forward(back, span, roll=False)[1] == day


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        span = Span.parse(text)
    except NotASpan as error:
        assert len(str(error)) > 10
    else:
        assert Span.parse(str(span)) == span


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 2}, "'format' must be 1"),
        ({"year": "2026"}, "'year' must be a year"),
        ({"source": []}, "'source' must list"),
        ({"days": []}, "only 0 days off"),
        ({"days": [{"day": "2026-13-01", "name": "元旦", "off": True}]}, "is not a day"),
        ({"days": [{"day": "2029-01-01", "name": "元旦", "off": True}]}, "neighbouring year"),
        ({"days": [{"day": "2026-01-01", "name": "", "off": True}]}, "'name' must name"),
        ({"days": [{"day": "2026-01-01", "name": "元旦", "off": "yes"}]}, "'off' must be true or false"),
        ({"days": [{"day": "2026-01-01", "name": "元旦", "off": True}] * 2}, "stands twice"),
    ],
)
def test_a_malformed_table_is_refused_with_its_fault(change: dict[str, object], fault: str) -> None:
    table = json.loads((SHIPPED / "2026.json").read_text(encoding="utf-8")) | change
    with pytest.raises(MalformedTable, match=fault):
        parse_table(json.dumps(table), "2026.json")
