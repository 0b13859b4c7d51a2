"""Saving a filter of the inbox under a name, sharing it within one's unit, changing it, ending it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice.models import BulkRun, Demand, SavedView

MOST = 20
UNDO_FOR = timedelta(minutes=10)
RUNS_KEPT_FOR = timedelta(days=7)
WHY_SILENT = "how an officer sorts a list is no event of the enterprise"


@verb(silent=WHY_SILENT)
def save_view(
    *,
    acting: Acting,
    name: str,
    query: Mapping[str, str],
    shared: bool,
    track: str = Demand.Track.ORDINARY,
    view_id: UUID | None = None,
) -> SavedView:
    """Save a new view, or change an own one. Raises NotNow, PermissionDenied."""
    mine = SavedView.objects.select_for_update().filter(
        owner=acting.employee, track=track, ended_at__isnull=True
    )
    rows = list(mine)
    view = next((row for row in rows if row.pk == view_id), None)
    if view_id and view is None:
        raise PermissionDenied("save_view")
    if not name.strip():
        raise NotNow("view_needs_name")
    if any(row.name == name.strip() for row in rows if row is not view):
        raise NotNow("view_same_name")
    if view is None and len(rows) >= MOST:
        raise NotNow("views_too_many")
    view = view or SavedView(owner=acting.employee, track=track)
    view.name, view.query = name.strip(), dict(query)
    view.shared_in_id = acting.employee.unit_id if shared else None
    view.save()
    return view


@verb(silent=WHY_SILENT)
def end_view(*, acting: Acting, view_id: UUID) -> SavedView:
    """End an own view; for ten minutes it may be taken up again."""
    view = SavedView.objects.select_for_update().get(pk=view_id, owner=acting.employee)
    if view.ended_at is None:
        view.ended_at = clock.now()
        view.save(update_fields=["ended_at"])
    return view


@verb(silent=WHY_SILENT)
def take_up_view(*, acting: Acting, view_id: UUID) -> SavedView:
    """Take back the end of a view. Raises NotNow, SavedView.DoesNotExist."""
    view = SavedView.objects.select_for_update().get(pk=view_id, owner=acting.employee)
    if view.ended_at is None:
        return view
    if clock.now() > view.ended_at + UNDO_FOR:
        raise NotNow("undo_too_late")
    same = SavedView.objects.filter(owner=acting.employee, track=view.track, ended_at__isnull=True)
    if same.filter(name=view.name).exists():
        raise NotNow("view_same_name")
    view.ended_at = None
    view.save(update_fields=["ended_at"])
    return view


@verb(silent=WHY_SILENT)
def forget_ended() -> int:
    """Background: drop views whose end can no longer be taken back, and old lists of results."""
    ended = SavedView.objects.filter(ended_at__lt=clock.now() - UNDO_FOR).delete()[0]
    return ended + BulkRun.objects.filter(at__lt=clock.now() - RUNS_KEPT_FOR).delete()[0]
