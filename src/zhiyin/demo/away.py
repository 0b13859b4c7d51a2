"""A handler is away; the one whose desk the demo shows deputises, and has signed in a case there."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.institutions.calendar import Calendar
from zhiyin.people.services.absences import mark_absence

POST: Final = "YS-XZ/handler2"
DEPUTY: Final = "YS-XZ/handler"
SINCE_BACK, FOR_DAYS = 6, 12


def stories(cast: Cast, today: date) -> Iterator[tuple[datetime, Story]]:
    """Marked by the holder on the morning of the first day."""
    yield at(working_days_before(today, SINCE_BACK), 8 * 60 + 35), _away(cast, today)


def _away(cast: Cast, today: date) -> Story:
    first = working_days_before(today, SINCE_BACK)
    until = Calendar.shipped().add_working_days(first, FOR_DAYS) - timedelta(days=1)
    mark_absence(
        acting=cast.officer(POST), post=cast.posts[POST], employee=cast.holders[POST],
        deputy=cast.holders[DEPUTY], from_on=first, until_on=until,
    )  # fmt: skip
    cast.look_again(cast.holders[DEPUTY])
    yield from ()
