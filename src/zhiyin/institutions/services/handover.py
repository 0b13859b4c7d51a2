"""Duties pass on: a post's new holder signs for what is open, a dissolved unit's go to its successor."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions.facts import DUTIES_HANDED_OVER, UNIT_SUCCEEDED
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.selectors import handover
from zhiyin.journal.models import Fact
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Post, Unit


@verb(DUTIES_HANDED_OVER.name)
def take_over_duties(*, acting: Acting, post_id: UUID, seen: int | None = None) -> Fact:
    """The new holder has taken over what the list shows; `seen` is how many lines it had. Raises NotNow."""
    Post.objects.select_for_update().get(pk=post_id)
    one = next((one for one in handover.taken(acting) if one.post.pk == post_id), None)
    if one is None:
        raise PermissionDenied("take_over")
    if one.signed_on is not None:
        raise NotNow("taken_over_before")
    found = handover.handed(acting, one)
    if seen is not None and seen != found.lines:
        raise NotNow("list_has_changed")
    return record(
        DUTIES_HANDED_OVER, post_id, actor=acting.actor, unit=one.post.unit_id, taken_on=one.on,
        owed=len(found.owed), late=found.late, sheets=len(found.sheets), evidence=len(found.evidence),
    )  # fmt: skip


@verb(UNIT_SUCCEEDED.name)
def name_successor(*, acting: Acting, unit_id: UUID, successor_id: UUID) -> Fact:
    """What a dissolved unit owes goes to another unit from now on. Raises NotNow, PermissionDenied."""
    rows = Unit.objects.select_for_update().in_bulk([unit_id, successor_id])
    unit, successor = rows[unit_id], rows.get(successor_id)
    if not handover.may_name_successor(acting, unit):
        raise PermissionDenied("name_successor")
    if unit.closed_on is None:
        raise NotNow("unit_still_there")
    if successor is None or successor.pk == unit.pk or successor.closed_on is not None:
        raise NotNow("no_such_successor")
    return record(UNIT_SUCCEEDED, unit.pk, actor=acting.actor, unit=unit.pk, successor=successor.pk)
