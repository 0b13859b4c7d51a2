"""Reading sheets: the board of 督办单, what waits for whom, and the monthly 通报."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.models import SheetEntry, Violation
from zhiyin.institutions.permissions import HIGH_RUNG, OWNS, SUPERVISED_BY, top_of, visible
from zhiyin.institutions.rules import ENDED, OPEN, Side, State
from zhiyin.institutions.words import title_of
from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.people.paging import Page, day_page
from zhiyin.people.roles import Role
from zhiyin.people.tabs import View

PAGE: Final = 50


VIEWS: Final = (
    View("mine", _("轮到我")),
    View("judging", _("待确认")),
    View("signing", _("等领导签字"), "soon"),
    View("mending", _("整改中")),
    View("accepting", _("等验收")),
    View("outcome", _("等处理结果"), "soon"),
    View("agenda", _("党委会议程"), "breach"),
    View("open", _("全部在办")),
    View("ended", _("已结"), counted=False),
)
VIEW_NAMES: Final = tuple(view.name for view in VIEWS)


@dataclass(frozen=True)
class Filter:
    """What the address says: a view, and what to narrow by."""

    view: str = "mine"
    unit: str = ""
    rung: str = ""
    force: str = ""


def sheets(acting: Acting) -> QuerySet[Violation]:
    """Every sheet this person may see."""
    return Violation.objects.filter(visible(acting))


def sheet_for(acting: Acting, pk: UUID) -> Violation | None:
    return sheets(acting).select_related("unit").filter(pk=pk).first()


def conditions(acting: Acting) -> Mapping[str, Q]:
    """The condition of each view."""
    return {
        "mine": turn(acting),
        "judging": Q(state__in=(State.SUSPECTED, State.CONTESTED)),
        "signing": Q(state=State.CONFIRMED),
        "mending": Q(state__in=(State.SIGNED, State.RETURNED)),
        "accepting": Q(state=State.RECTIFIED),
        "outcome": Q(state=State.ACCEPTED),
        "agenda": Q(state__in=sorted(OPEN)) & (Q(rung__gte=HIGH_RUNG) | Q(times__gt=1)),
        "open": Q(state__in=sorted(OPEN)),
        "ended": Q(state__in=sorted(ENDED)),
    }


def turn(acting: Acting) -> Q:
    """Sheets on which this person is to take the next step."""
    own = Q(pk__in=_touched(acting))
    sign = Q(state=State.CONFIRMED) & _desks(acting)
    mend = Q(state__in=(State.SIGNED, State.RETURNED)) & (_owned(acting) | _desks(acting))
    check = Q(state__in=(State.CONTESTED, State.RECTIFIED)) & _supervised(acting) & ~own
    decide = Q(state=State.ACCEPTED) & _decided(acting) & ~own
    if acting.has(Role.DISCIPLINE_OFFICER):
        check |= Q(state__in=(State.CONTESTED, State.RECTIFIED), confided=True) & ~own
    return sign | mend | check | decide


def _touched(acting: Acting) -> QuerySet[Any, Any]:
    """Sheets that this person contested, signed or reported on: others decide on those."""
    mine = SheetEntry.objects.filter(by=acting.employee, verb__in=("contest", "sign", "rectify"))
    return mine.values("violation_id")


def _desks(acting: Acting) -> Q:
    found = Q(pk__in=[])
    for grant in acting.grants:
        found |= Q(desk_role=grant.role, desk_path=grant.unit_path)
    for path in acting.paths(Role.LEADER):
        if path == top_of(path):
            high = Q(rung__gte=HIGH_RUNG, confided=False) & ~Q(side=Side.UNION)
            found |= high & Q(unit__path__startswith=path)
    return found


def _owned(acting: Acting) -> Q:
    found = Q(pk__in=[])
    for side, roles in OWNS.items():
        for path in acting.paths(*roles):
            inside = Q(unit__path__in=_above(path), unit__parent__isnull=False)
            found |= Q(side=side, confided=False) & (Q(owner_path=path) | inside)
    return found


def _above(path: str) -> list[str]:
    """`path` and every unit above it."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def _supervised(acting: Acting) -> Q:
    found = Q(pk__in=[])
    for side in Side:
        for path in acting.paths(*SUPERVISED_BY[side]):
            higher = ~Q(unit__path=path) | Q(unit__parent__isnull=True)
            found |= Q(side=side, confided=False, unit__path__startswith=path) & higher
    home = Q(unit__path__in=_above(acting.employee.unit.path), unit__parent__isnull=False)
    return found & ~home


def _decided(acting: Acting) -> Q:
    found = within("unit__path", acting.paths(Role.DISCIPLINE_OFFICER))
    for path in acting.paths(Role.LEADER):
        found |= Q(unit__path__startswith=path, confided=False) & ~Q(owner_path=path)
    return found


def counts(acting: Acting, views: Mapping[str, Q]) -> dict[str, int]:
    """How many sheets each view holds: one query."""
    wanted = {view.name: Count("pk", filter=views[view.name]) for view in VIEWS if view.counted}
    return dict(sheets(acting).filter(views["open"]).aggregate(**wanted))


def rung_counts(acting: Acting) -> dict[int, int]:
    """How many open sheets lie on each rung."""
    rows = sheets(acting).filter(state__in=sorted(OPEN)).values_list("rung").annotate(n=Count("pk"))
    return dict(rows.order_by("rung"))


def page(
    acting: Acting, wanted: Filter, views: Mapping[str, Q], *, after: str, before: str
) -> Page[Violation]:
    """Fifty sheets beyond a key, the nearest date first; ended ones the latest first."""
    ended = wanted.view == "ended"
    rows = sheets(acting).filter(views[wanted.view]).filter(_narrow(wanted)).select_related("unit")
    rows = rows.order_by("-ended_on", "-pk") if ended else rows.order_by("step_due_on", "pk")
    return day_page(rows, after=after, before=before, size=PAGE)


def _narrow(wanted: Filter) -> Q:
    found = Q()
    if wanted.unit:
        path = Unit.objects.filter(code=wanted.unit).values_list("path", flat=True).first()
        found &= Q(unit__path__startswith=path) if path else Q(pk__in=[])
    if wanted.rung:
        found &= Q(rung=int(wanted.rung))
    if wanted.force:
        found &= Q(force=wanted.force)
    return found


@dataclass(frozen=True)
class Waiting:
    """What the next step of a sheet is for this reader."""

    sheet: Violation
    what: str
    title: str


TO_DO: Final = {
    State.CONTESTED: _("定异议成立不成立"),
    State.CONFIRMED: _("签原因和新日期"),
    State.SIGNED: _("整改后填报"),
    State.RETURNED: _("再改后填报"),
    State.RECTIFIED: _("验收"),
    State.ACCEPTED: _("定处理结果"),
}


def waiting_for(acting: Acting, limit: int = 20) -> list[Waiting]:
    """Sheets that wait for this person, the nearest date first: one query.

    Shown with `{% include "institutions/execution/waiting.html" with waiting=… %}`.
    """
    rows = sheets(acting).filter(turn(acting)).select_related("unit").order_by("step_due_on", "pk")
    return [Waiting(sheet, str(TO_DO[State(sheet.state)]), title_of(sheet)) for sheet in rows[:limit]]


def steps_so_far(unit_path: str = "") -> dict[str, int]:
    """Open sheets by where they stand, for boards: signing, mending, accepting, outcome. One query."""
    rows = Violation.objects.filter(state__in=sorted(OPEN), confided=False)
    if unit_path:
        rows = rows.filter(unit__path__startswith=unit_path)
    states = {
        "judging": ("suspected", "contested"),
        "signing": ("confirmed",),
        "mending": ("signed", "returned"),
        "accepting": ("rectified",),
        "outcome": ("accepted",),
    }
    wanted = {name: Count("pk", filter=Q(state__in=values)) for name, values in states.items()}
    return dict(rows.aggregate(**wanted))


def entries_of(sheet: Violation) -> list[SheetEntry]:
    """Everything on the sheet, oldest first, with writers, posts and files: two queries."""
    rows = SheetEntry.objects.filter(violation=sheet).select_related("by", "post__unit")
    return list(rows.prefetch_related("files").order_by("place"))


def earlier_ones(sheet: Violation) -> list[Violation]:
    """The same rule broken by the same unit before, newest first."""
    same = Violation.objects.filter(rule=sheet.rule, unit=sheet.unit, opened_on__lte=sheet.opened_on)
    return list(same.exclude(pk=sheet.pk).exclude(state__in=("explained", "record_corrected"))[:5])


def may_see_file(acting: Acting, file_id: UUID) -> Q:
    """Files on sheets this person may see."""
    seen = sheets(acting).filter(pk=OuterRef("entry__violation_id"))
    return Q(pk=file_id) & Q(Exists(seen))
