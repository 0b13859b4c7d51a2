"""The one clock. Tests, the demo and replays move it; nothing else asks the system for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

_moved: ContextVar[datetime | None] = ContextVar("zhiyin_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The enterprise's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime) -> datetime:
    """`moment` in the enterprise's zone."""
    return moment.astimezone(zone())


def today() -> date:
    """The present day in the enterprise's zone."""
    return local(now()).date()


def day_of(moment: datetime) -> date:
    """The enterprise's day on which `moment` falls."""
    return local(moment).date()


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let the clock show `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a time zone")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
