"""The nearest running date beside each demand, so that lists order and filter by it in SQL."""

from datetime import date

from django.db.models import BooleanField, DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhiyin.institutions import clocks
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.voice.models import Demand

NEVER = date(9999, 12, 31)
SOON_WORKING_DAYS = 3


def with_due(demands: QuerySet[Demand]) -> QuerySet[Demand]:
    """Adds `due` (NEVER where nothing runs) and `paused`."""
    nearest = clocks.next_due("demand").filter(subject_id=OuterRef("pk")).order_by()
    return demands.annotate(
        due=Coalesce(Subquery(nearest.values("next_due")[:1]), Value(NEVER), output_field=DateField()),
        paused=Coalesce(Subquery(nearest.values("paused")[:1]), Value(False), output_field=BooleanField()),
    )


def soon_until() -> date:
    """The last day that counts as 快到期."""
    return Calendar.shipped().add_working_days(clock.today(), SOON_WORKING_DAYS)
