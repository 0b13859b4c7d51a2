"""An officer's own notes, in cases that they may see now."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice.models import OwnNote
from zhiyin.voice.selectors.visible import visible


def notes_of(acting: Acting) -> QuerySet[OwnNote]:
    """Note by note: a list of all that one may see would be made anew for each page."""
    mine = OwnNote.objects.filter(officer=acting.employee)
    return mine.filter(Exists(visible(acting).filter(pk=OuterRef("demand"))))


def how_many(acting: Acting) -> tuple[int, int]:
    """All, and those of today or earlier. One query."""
    due = Count("pk", filter=Q(on__lte=clock.today()))
    told = notes_of(acting).aggregate(all=Count("pk"), due=due)
    return told["all"], told["due"]


def due_today(acting: Acting) -> list[OwnNote]:
    """One query."""
    due = notes_of(acting).filter(on__lte=clock.today()).select_related("demand")
    return list(due.order_by("on", "pk")[:50])


def note_in(acting: Acting, demand_id: UUID) -> OwnNote | None:
    """One query."""
    return OwnNote.objects.filter(officer=acting.employee, demand_id=demand_id).first()


def notes_in(acting: Acting, ids: Iterable[UUID]) -> dict[UUID, OwnNote]:
    """One query."""
    rows = OwnNote.objects.filter(officer=acting.employee, demand_id__in=list(ids))
    return {note.demand_id: note for note in rows}
