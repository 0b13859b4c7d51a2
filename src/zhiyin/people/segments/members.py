"""Whom a segment holds on a day. Rows of Stay tell who was where; traits tell what they were then."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from zhiyin.journal import clock
from zhiyin.people.acting import Acting, held_on, within
from zhiyin.people.models import Employee, Segment, SegmentVersion, Stay, Trait, Unit
from zhiyin.people.roles import Role
from zhiyin.people.segments.dimensions import SERVICE, YES, YES_NO, joined_between

OWNERS = (Role.UNION_OFFICER, Role.DEMAND_OFFICER, Role.LEADER, Role.SYSTEM_ADMIN)


def members(unit: Unit, filters: Mapping[str, Iterable[str]], on: date) -> QuerySet[Employee]:
    """People of a subtree with these dimensions as they were on `on`; units as the tree stands today.

    Changes are known since they are kept as traits; before that a person counts as they were first kept.
    """
    units = Unit.objects.filter(path__startswith=unit.path).values("pk")
    # Asked for each person, it stays quick for the whole enterprise; a list of all people would not.
    there = Stay.objects.filter(held_on(on), employee=OuterRef("pk"), unit__in=units)
    rows = Employee.objects.filter(Exists(there))
    for name, values in filters.items():
        if name == SERVICE:
            rows = rows.filter(_service(values, on))
        elif on >= clock.today():
            rows = rows.filter(**{f"{name}__in": _typed(name, values)})
        else:
            rows = rows.annotate(**{f"was_{name}": _was(name, on)}).filter(
                **{f"was_{name}__in": list(values)}
            )
    return rows


def _service(bands: Iterable[str], on: date) -> Q:
    found = Q(pk__in=[])
    for band in bands:
        after, until = joined_between(band, on)
        between = Q(joined_on__lte=until)
        found |= between if after is None else between & Q(joined_on__gt=after)
    return found


def _typed(name: str, values: Iterable[str]) -> list[object]:
    return [value == YES for value in values] if name in YES_NO else list(values)


def _was(name: str, on: date) -> Coalesce:
    """The first value that ended after the day, else what the employee has now."""
    later = Trait.objects.filter(employee=OuterRef("pk"), name=name, until_on__gt=on)
    now = (
        Case(When(**{name: True}, then=Value("1")), default=Value("0"), output_field=CharField())
        if name in YES_NO
        else F(name)
    )
    first = Subquery(later.order_by("until_on", "pk").values("value")[:1])
    return Coalesce(first, now, output_field=CharField())


def version_on(segment: Segment, on: date) -> SegmentVersion | None:
    """The version in force on a day; None before the first and after the end."""
    if segment.ended_on and on >= segment.ended_on:
        return None
    rows = SegmentVersion.objects.filter(segment=segment, from_on__lte=on).select_related("unit")
    return rows.order_by("-number").first()


def people_on(segment: Segment, on: date) -> QuerySet[Employee] | None:
    """The people of a segment as of a day; None when it was not in force."""
    version = version_on(segment, on)
    return None if version is None else members(version.unit, version.filters, on)


def segments_for(acting: Acting, *, ended: bool = False) -> list[Segment]:
    """Segments of the roles that this person holds over their units. One query."""
    mine = Q(pk__in=[])
    for role in OWNERS:
        mine |= Q(owner_role=role) & within("unit__path", acting.paths(role))
    rows = Segment.objects.filter(mine).select_related("unit").order_by("name", "pk")
    return list(rows if ended else rows.filter(ended_on=None))


def segment_for(acting: Acting, pk: object) -> Segment | None:
    return next((one for one in segments_for(acting, ended=True) if one.pk == pk), None)


def versions_of(segment: Segment) -> list[SegmentVersion]:
    return list(segment.versions.select_related("unit", "made_by").order_by("-number"))
