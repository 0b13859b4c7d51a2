"""What waits to be read: the number in the rail, the page, and the counts of messages."""

from uuid import UUID

from django.db.models import F

from zhiyin.journal import clock
from zhiyin.voice.models import Demand
from zhiyin.voice.states import Way
from zhiyin.workspace.models import Notice
from zhiyin.workspace.notifying.table import SORTS

MY_DEMAND = "my_demand"


def unread(employee_id: UUID) -> list[Notice]:
    """What this person has not read and may see by now. A sort that is no more is left out."""
    shown = Notice.objects.filter(
        employee_id=employee_id, read_on__isnull=True, show_from__lte=clock.now(), what__in=SORTS
    )
    return list(shown.order_by("show_from"))


def unread_count(employee_id: UUID) -> int:
    """How many sorts of notices wait, for the number in the rail: one query."""
    waiting = Notice.objects.filter(employee_id=employee_id, read_on__isnull=True, what__in=SORTS)
    return waiting.filter(show_from__lte=clock.now()).count()


def unread_counts(employee_id: UUID) -> dict[str, int]:
    """Counts by sort for a message, in the order of the table. Two queries."""
    counts = {notice.what: notice.count for notice in unread(employee_id)}
    # Those who spoke under their name alone: of all others nobody here knows whose demand it is.
    mine = Demand.objects.filter(
        author_id=employee_id, way=Way.NAMED, track=Demand.Track.ORDINARY, version__gt=F("speaker_seen")
    )
    counts[MY_DEMAND] = mine.count()
    return {what: counts[what] for what in SORTS if counts.get(what)}
