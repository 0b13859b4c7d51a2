"""Segments of three owners: one in use in its second version, one of a plant's head, one ended."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from zhiyin.demo.case import Story
from zhiyin.demo.cast import Cast
from zhiyin.demo.days import at, working_days_before
from zhiyin.demo.tree import ROOT
from zhiyin.people.roles import Role
from zhiyin.people.services import segments

DISPATCHED_BACK, WOMEN_BACK, CHANGED_BACK, NEW_BACK, ENDED_BACK = 300, 200, 75, 60, 40
SHIFTS: Final = ("two", "three", "four")


def stories(cast: Cast, today: date) -> Iterator[tuple[datetime, Story]]:
    """Each segment from its definition on."""

    def back(days: int) -> datetime:
        return at(working_days_before(today - timedelta(days=days), 0), 10 * 60)

    yield back(DISPATCHED_BACK), _dispatched(cast, back(ENDED_BACK))
    yield back(WOMEN_BACK), _women(cast, back(CHANGED_BACK))
    yield back(NEW_BACK), _newcomers(cast)


def _dispatched(cast: Cast, ends: datetime) -> Story:
    by = cast.officer("union1")
    segment = segments.define(
        acting=by, name="劳务派遣工（按旧口径）", owner_role=Role.UNION_OFFICER, unit=cast.units["YS08"],
        filters={"form": ["dispatch"]},
    )  # fmt: skip
    yield ends
    segments.end(acting=by, segment_id=segment.pk)


def _women(cast: Cast, changes: datetime) -> Story:
    by, whole = cast.officer("union1"), cast.units[ROOT]
    women = {"sex": ["female"], "shift": SHIFTS}
    segment = segments.define(
        acting=by, name="倒班女职工", owner_role=Role.UNION_OFFICER, unit=whole, filters=women
    )
    yield changes
    # The committee asked about the shop floor alone.
    frontline = women | {"frontline": ["1"]}
    segments.change(acting=by, segment_id=segment.pk, seen=1, unit=whole, filters=frontline)


def _newcomers(cast: Cast) -> Story:
    head = cast.officer("YS0100/leader")
    segments.define(
        acting=head, name="进厂不满三年的一线职工", owner_role=Role.LEADER, unit=cast.units["YS01"],
        filters={"frontline": ["1"], "service": ["under_1", "1_to_3"]},
    )  # fmt: skip
    yield from ()
