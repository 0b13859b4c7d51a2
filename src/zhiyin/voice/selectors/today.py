"""What waits for a leader today: decisions, lateness by unit, alerts."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from zhiyin.journal import clock
from zhiyin.people.acting import Acting, within
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand
from zhiyin.voice.models.work import Extension, Redate
from zhiyin.voice.selectors.due import with_due
from zhiyin.voice.selectors.inbox import OPEN
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.states import State


@dataclass(frozen=True)
class Late:
    """How many running demands of a unit are over their date."""

    unit: str
    count: int


def to_decide(acting: Acting) -> tuple[list[Extension], list[Redate]]:
    """Extensions and new dates that wait for this leader; never those they asked for themselves."""
    paths = acting.paths(Role.LEADER)
    if not paths:
        return [], []
    mine = within("handling_unit__path", paths)
    asked = Q(Exists(visible(acting).filter(mine, OPEN, pk=OuterRef("demand"))), granted__isnull=True)
    extensions = Extension.objects.filter(asked).exclude(handler=acting.employee)
    redates = Redate.objects.filter(asked, demand__state=State.PROMISED).exclude(handler=acting.employee)
    return (
        list(
            extensions.select_related("demand", "handler", "demand__handling_unit").order_by("asked_on")[:50]
        ),
        list(redates.select_related("demand", "handler", "demand__handling_unit").order_by("asked_on")[:50]),
    )


def late_by_unit(acting: Acting) -> list[Late]:
    """Counts alone; most first. Where nobody has been given the case yet, it is the demand office's."""
    late = with_due(visible(acting)).filter(OPEN, due__lt=clock.today(), track=Demand.Track.ORDINARY)
    rows = late.values("handling_unit__name").annotate(n=Count("pk")).order_by("-n", "handling_unit__name")
    return [Late(row["handling_unit__name"] or "", row["n"]) for row in rows]
