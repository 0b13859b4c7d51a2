"""Moments on which people act: offices in working hours, speakers at any waking hour."""

import random
from datetime import date, datetime, time, timedelta

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock

OPENS, CLOSES = 8 * 60 + 30, 17 * 60 + 20
WAKES, SLEEPS = 6 * 60, 22 * 60 + 40


def at(day: date, minutes: float) -> datetime:
    """So many minutes after midnight in the enterprise's zone."""
    return datetime.combine(day, time(), clock.zone()) + timedelta(minutes=minutes)


def in_office(rng: random.Random, working_days: int = 0) -> datetime:
    """That many working days on; 0 is later today if the office is still open, else the next one."""
    now = clock.local(clock.now())
    minute = now.hour * 60 + now.minute
    calendar = Calendar.shipped()
    if working_days <= 0 and calendar.is_working_day(now.date()) and minute < CLOSES - 30:
        return at(now.date(), rng.uniform(max(minute + 1, OPENS), CLOSES))
    day = calendar.add_working_days(now.date(), max(working_days, 1))
    return at(day, rng.uniform(OPENS, CLOSES))


def office_on(rng: random.Random, day: date) -> datetime:
    """In working hours on `day`, or on the last working day before it; never before now."""
    calendar = Calendar.shipped()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return max(at(day, rng.uniform(OPENS, CLOSES)), clock.now() + timedelta(minutes=rng.uniform(3, 20)))


def awake(rng: random.Random, days: int = 0) -> datetime:
    """That many days on, when the speaker has a moment."""
    now = clock.local(clock.now())
    if days <= 0:
        return clock.now() + timedelta(minutes=rng.uniform(4, 90))
    return at(now.date() + timedelta(days=days), rng.uniform(WAKES, SLEEPS))


def working_days_before(day: date, count: int) -> date:
    """The working day from which `count` working days lead to `day` (or to the last one before it)."""
    calendar = Calendar.shipped()
    while count > 0 or not calendar.is_working_day(day):
        if calendar.is_working_day(day):
            count -= 1
        day -= timedelta(days=1)
    return day
