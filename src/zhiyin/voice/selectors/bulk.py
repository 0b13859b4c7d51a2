"""What was picked in a list, and what became of runs over it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice.models import BulkItem, BulkRun, Demand
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.bulk import MOST, UNDO_FOR, UNDONE_BY


def picked(acting: Acting, ids: Iterable[UUID]) -> list[Demand]:
    """Those of `ids` that this person may see, the oldest first. One query."""
    rows = visible(acting).filter(pk__in=list(ids)[:MOST])
    rows = rows.select_related("unit", "handling_unit", "handling_post", "hot")
    return list(rows.order_by("submitted_on", "pk"))


def whole_view(acting: Acting, wanted: inbox.Filter) -> list[UUID]:
    """The first two hundred of a list, in its order. One query."""
    found = inbox.chosen(acting, wanted, inbox.conditions(acting))
    return list(found.values_list("pk", flat=True)[:MOST])


def items_of(acting: Acting, run: BulkRun) -> list[BulkItem]:
    """What became of each case, of those that this person may still see. One query."""
    may_see = Exists(visible(acting).filter(pk=OuterRef("demand")))
    return list(run.items.filter(may_see).select_related("demand__unit").order_by("id"))


def undoable(acting: Acting) -> BulkRun | None:
    """The latest own run that may still be taken back. One query."""
    runs = BulkRun.objects.filter(
        by=acting.employee, undone_at__isnull=True, deed__in=UNDONE_BY, at__gte=clock.now() - UNDO_FOR
    )
    return runs.order_by("-at").first()
