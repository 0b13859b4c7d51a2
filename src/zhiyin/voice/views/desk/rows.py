"""A demand as one row of a list: chip, who it is about, and its nearest date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.journal import clock as time
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.voice.desk_words import OLD_RECORD, WAYS
from zhiyin.voice.models import Demand, OwnNote
from zhiyin.voice.permissions import sees_verdict
from zhiyin.voice.rules import BEFORE_ANSWER
from zhiyin.voice.selectors.case_at_desk import of_union, telling_for
from zhiyin.voice.selectors.inbox import LIKE_ANSWERED
from zhiyin.voice.states import State

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Chip:
    """What `state_chip` draws."""

    chip: str
    icon: str
    label: str | Promise


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    demand: Demand
    pk: str
    title: str
    about: str
    chip: Chip
    clock: Clock | None
    ceiling: Clock | None
    ended_on: date | None
    ended_word: str
    url: str
    pick: str
    note: OwnNote | None = None


def rows_of(acting: Acting, demands: Sequence[Demand]) -> list[Row]:
    """One query: the clocks of all rows."""
    running = clocks.for_subjects("demand", [demand.pk for demand in demands])
    # Found once: to look an address up for each row takes longer than to draw it.
    address = reverse("voice:desk_case", args=[NOBODY])
    urls = [address.replace(str(NOBODY), str(demand.pk)) for demand in demands]
    return [
        row_of(acting, demand, running.get(demand.pk, ()), url)
        for demand, url in zip(demands, urls, strict=True)
    ]


def with_notes(rows: Sequence[Row], notes: Mapping[UUID, OwnNote]) -> list[Row]:
    """Rows with what the reader noted of each for themself."""
    return [replace(row, note=notes.get(row.demand.pk)) for row in rows]


def row_of(acting: Acting, demand: Demand, found: Iterable[Clock], url: str) -> Row:
    running = [clock for clock in found if clock.running]
    if not sees_verdict(acting, demand):
        running = [] if demand.state in LIKE_ANSWERED else [c for c in running if not of_union(c)]
    going = sorted(running, key=lambda clock: clock.due_on)
    nearest = going[0] if going else None
    paused = nearest is not None and nearest.paused_since is not None and not nearest.ceiling
    return Row(
        demand=demand,
        pk=str(demand.pk),
        title=demand.title,
        about=about(acting, demand),
        chip=chip_of(acting, demand, nearest),
        clock=nearest,
        ceiling=next((c for c in going if c.ceiling), None) if paused else None,
        ended_on=None if nearest else demand.answered_on,
        ended_word=_("已答复"),
        url=url,
        pick=_("选中：%(title)s") % {"title": demand.title},
    )


def about(acting: Acting, demand: Demand) -> str:
    """Unit, way and whoever is named; the post for those who do not give posts themselves."""
    parts = [demand.unit.name if demand.unit else _("没有写单位"), str(way_of(demand))]
    if demand.author:
        parts.append(demand.author.name)
    if demand.on_behalf_of:
        parts.append(_("替同事提"))
    if demand.handling_post and not acting.has(Role.DEMAND_OFFICER):
        parts.append(demand.handling_post.title)
    return " · ".join(parts)


def way_of(demand: Demand) -> str | Promise:
    """How it was spoken; an old record was spoken elsewhere."""
    return OLD_RECORD if demand.channel == Demand.Channel.IMPORT else WAYS[demand.way]


def chip_of(acting: Acting, demand: Demand, nearest: Clock | None = None) -> Chip:
    """The state as an officer reads it; danger and lateness come before it."""
    if demand.urgent and demand.state in BEFORE_ANSWER:
        return Chip("urgent", "urgent", _("安全 · 加急"))
    if nearest and demand.is_open and nearest.due_on < time.today() and nearest.paused_since is None:
        return Chip("breach", "alert-triangle", _("已超期"))
    return state_chip_of(acting, demand)


def state_chip_of(acting: Acting, demand: Demand) -> Chip:
    telling = telling_for(acting, demand)
    # Ink on dark calls the employee; to an officer the same state only waits.
    family = telling.chip
    if family == "you":
        family = "info" if demand.state == State.RETURN_VISIT and sees_verdict(acting, demand) else "mute"
    return Chip(family, telling.icon, _(telling.officer))
