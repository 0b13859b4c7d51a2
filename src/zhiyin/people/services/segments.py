"""Segments: define, change by a new version, end. Whom they hold is counted, never written down."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import Segment, SegmentVersion, Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.segments.dimensions import cleaned
from zhiyin.people.segments.members import OWNERS

Filters = Mapping[str, Iterable[str]]


@verb("people.segment.defined")
def define(*, acting: Acting, name: str, owner_role: str, unit: Unit, filters: Filters) -> Segment:
    """A new segment of one's own role over a unit. Raises Refused: not one's role or unit, name taken."""
    _require(acting, owner_role, unit)
    if Segment.objects.filter(name=name, owner_role=owner_role, ended_on=None).exists():
        raise Refused(_("已经有叫这个名称的分群。"))
    today = clock.today()
    segment = Segment.objects.create(name=name, owner_role=owner_role, unit=unit, opened_on=today)
    asked = cleaned(filters)
    SegmentVersion.objects.create(
        segment=segment, number=1, unit=unit, filters=asked, from_on=today, made_by=acting.employee
    )
    record(
        facts.SEGMENT_DEFINED, segment.pk, actor=acting.actor, unit=unit.pk,
        owner=owner_role, dimensions=len(asked),
    )  # fmt: skip
    return segment


@verb("people.segment.changed")
def change(*, acting: Acting, segment_id: UUID, seen: int, unit: Unit, filters: Filters) -> Segment:
    """A new version from today on; `seen` is the version that was shown. Raises Refused."""
    segment = _open(acting, segment_id)
    if segment.version != seen:
        raise Refused(_("你看完以后，别人改过这个分群。再看一遍，再改。"))
    _require(acting, segment.owner_role, unit)
    asked = cleaned(filters)
    before = segment.versions.select_related("unit").get(number=segment.version)
    if before.filters == asked and before.unit_id == unit.pk:
        raise Refused(_("和现在一样，没有改。"))
    segment.version, segment.unit = segment.version + 1, unit
    segment.save(update_fields=["version", "unit"])
    SegmentVersion.objects.create(
        segment=segment, number=segment.version, unit=unit, filters=asked, from_on=clock.today(),
        made_by=acting.employee,
    )  # fmt: skip
    record(
        facts.SEGMENT_CHANGED, segment.pk, actor=acting.actor, unit=unit.pk,
        version=segment.version, dimensions=len(asked),
    )  # fmt: skip
    return segment


@verb("people.segment.ended")
def end(*, acting: Acting, segment_id: UUID) -> Segment:
    """From today on it holds nobody; earlier days can still be counted. Raises Refused."""
    segment = _open(acting, segment_id)
    segment.ended_on = clock.today()
    segment.save(update_fields=["ended_on"])
    record(facts.SEGMENT_ENDED, segment.pk, actor=acting.actor, unit=segment.unit_id)
    return segment


def _open(acting: Acting, segment_id: UUID) -> Segment:
    segment = Segment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=segment_id)
    _require(acting, segment.owner_role, segment.unit)
    if segment.ended_on:
        raise Refused(_("这个分群已经停用了。"))
    return segment


def _require(acting: Acting, owner_role: str, unit: Unit) -> None:
    if owner_role not in OWNERS or not acting.over(unit.path, owner_role):
        raise Refused(_("你不能替这个角色在这个单位分群。"))
