"""The little calendar shows the same count as the trace."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.limit import limit_steps
from zhiyin.institutions.little_calendar import weeks
from zhiyin.institutions.spans import Span

CALENDAR = Calendar.shipped()


def test_fifteen_working_days_over_the_national_day() -> None:
    steps = CALENDAR.count_forward(date(2026, 9, 24), Span.parse("15 working days")).steps
    grid = weeks(CALENDAR, steps, done=date(2026, 10, 19))
    cells = {cell.day: cell for row in grid for cell in row}
    assert [len(row) for row in grid] == [7] * 5
    assert cells[date(2026, 9, 24)].kind == "start"
    assert (cells[date(2026, 9, 25)].kind, cells[date(2026, 9, 25)].name) == ("off", "中秋节")
    assert (cells[date(2026, 10, 10)].n, cells[date(2026, 10, 10)].make_up) == (6, True)
    assert (cells[date(2026, 10, 19)].n, cells[date(2026, 10, 19)].done) == (12, True)
    assert (cells[date(2026, 10, 22)].kind, cells[date(2026, 10, 22)].n) == ("due", 15)
    assert cells[date(2026, 10, 25)].kind == "outside"


def test_a_moved_end_keeps_the_number_of_the_last_counted_day() -> None:
    steps = CALENDAR.count_forward(date(2025, 9, 17), Span.parse("15 days")).steps
    cells = {cell.day: cell for row in weeks(CALENDAR, steps) for cell in row}
    assert cells[date(2025, 10, 2)].n == 15
    assert (cells[date(2025, 10, 3)].kind, cells[date(2025, 10, 3)].n) == ("off", None)
    assert (cells[date(2025, 10, 9)].kind, cells[date(2025, 10, 9)].n) == ("due", None)


@given(
    st.dates(date(2018, 1, 1), date(2026, 6, 30)), st.integers(1, 60), st.sampled_from(["day", "working_day"])
)
def test_the_counted_days_are_numbered_one_to_n(start: date, n: int, unit: str) -> None:
    counted = CALENDAR.count_forward(start, Span(n, unit))  # type: ignore[arg-type]
    numbers = [cell.n for row in weeks(CALENDAR, counted.steps) for cell in row if cell.n is not None]
    assert numbers == list(range(1, n + 1))


def test_days_of_waiting_are_not_numbered() -> None:
    steps = limit_steps(
        CALENDAR,
        Span.parse("15 working days"),
        date(2026, 3, 3),
        True,
        ({"op": "pause", "from": "2026-03-05", "to": "2026-03-13"},),
        10,
    )
    cells = {cell.day: cell for row in weeks(CALENDAR, steps) for cell in row}
    assert cells[date(2026, 3, 5)].n == 2
    assert (cells[date(2026, 3, 10)].kind, cells[date(2026, 3, 10)].n) == ("paused", None)
    assert cells[date(2026, 3, 16)].n == 3
    assert (cells[date(2026, 4, 1)].kind, cells[date(2026, 4, 1)].n) == ("due", 15)


def test_an_extension_counts_on_from_the_plain_end() -> None:
    steps = limit_steps(
        CALENDAR,
        Span.parse("60 days"),
        date(2025, 3, 3),
        True,
        ({"op": "extend", "on": "2025-04-25", "n": 30, "unit": "day"},),
    )
    cells = {cell.day: cell for row in weeks(CALENDAR, steps) for cell in row}
    assert cells[date(2025, 5, 2)].n == 60
    assert cells[date(2025, 6, 1)].n == 90
    assert (cells[date(2025, 6, 3)].kind, cells[date(2025, 6, 3)].n) == ("due", None)
