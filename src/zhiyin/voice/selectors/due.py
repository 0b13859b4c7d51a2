"""The nearest running date beside each demand, so that lists order and filter by it in SQL."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.voice.models import Demand

NEVER = date(9999, 12, 31)
SOON_WORKING_DAYS = 3


def with_due(demands: QuerySet[Demand]) -> QuerySet[Any]:
    """Adds `due` (NEVER where nothing runs) and `paused`."""
    dated = demands.alias(run=FilteredRelation("running", condition=Q(running__subject_kind="demand")))
    return dated.annotate(
        due=Coalesce("run__next_due", Value(NEVER), output_field=DateField()),
        paused=Coalesce("run__paused", Value(False), output_field=BooleanField()),
    )


def soon_until() -> date:
    """The last day that counts as 快到期."""
    return Calendar.shipped().add_working_days(clock.today(), SOON_WORKING_DAYS)
