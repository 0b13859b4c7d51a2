"""Dates as people say them: 9月24日 周四; Thu 24 Sep. The year appears only where it is another one."""

from datetime import date, datetime

from django.utils import translation

from zhiyin.journal import clock

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def english() -> bool:
    return (translation.get_language() or "").startswith("en")


def as_day(value: date | datetime) -> date:
    """The enterprise's day of a date or an aware moment."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def say_day(value: date | datetime, form: str = "") -> str:
    """`form`: "" with the weekday, "short" without it, "full" with weekday and year, "year" with the year."""
    day = as_day(value)
    with_year = form in ("full", "year") or day.year != clock.today().year
    if english():
        weekday = "" if form in ("short", "year") else f"{WEEKDAYS_EN[day.weekday()]} "
        return f"{weekday}{day.day} {MONTHS_EN[day.month - 1]}{f' {day.year}' if with_year else ''}"
    weekday = "" if form in ("short", "year") else f" 周{WEEKDAYS_ZH[day.weekday()]}"
    return f"{f'{day.year}年' if with_year else ''}{day.month}月{day.day}日{weekday}"


def say_moment(value: datetime, form: str = "") -> str:
    """The day and the time of day in the enterprise's zone."""
    return f"{say_day(value, form)} {clock.local(value):%H:%M}"
