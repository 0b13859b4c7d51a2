"""When a notice is shown and sent: not in somebody's quiet hours, unless a life is in danger. Pure."""

from datetime import datetime, timedelta

from zhiyin.journal import clock


def quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    """Whether an hour is a quiet one; from 21 until 7 is over midnight, the same hour twice is never."""
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def shown_from(moment: datetime, quiet_from: int, quiet_until: int, *, urgent: bool = False) -> datetime:
    """At once, or when the quiet hours end."""
    here = clock.local(moment)
    if urgent or not quiet(here.hour, quiet_from, quiet_until):
        return moment
    ends = here.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return ends if ends > here else ends + timedelta(days=1)
