"""移交清单: what passes on with a post, and what dissolved units left behind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhiyin.institutions.facts import DUTIES_HANDED_OVER
from zhiyin.institutions.holders import Desk, Desks
from zhiyin.institutions.models import EvidenceEntry, ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import OPEN
from zhiyin.institutions.selectors import duties
from zhiyin.institutions.selectors.execution import turn
from zhiyin.institutions.selectors.obligation import secret
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.people.acting import Acting, held_on
from zhiyin.people.models import Grant, Holding, Post, Unit
from zhiyin.people.roles import OFFICERS, Role

ASKED_FOR: Final = timedelta(days=90)
MOST: Final = 500


@dataclass(frozen=True)
class Taken:
    """A post that this person took from somebody, and the day on which they signed its list, if they did."""

    post: Post
    on: date
    signed_on: date | None


@dataclass(frozen=True)
class Handed:
    """What passes on: open duties (the overdue first), sheets that wait, evidence not yet confirmed."""

    taken: Taken
    owed: list[ObligationRow]
    sheets: list[Violation]
    evidence: list[EvidenceEntry]

    @property
    def lines(self) -> int:
        return len(self.owed) + len(self.sheets) + len(self.evidence)

    @property
    def late(self) -> int:
        return sum(1 for row in self.owed if row.status in ("breached", "unproven"))


def taken(acting: Acting) -> list[Taken]:
    """Posts with powers that somebody held before this person took them in the last ninety days."""
    mine = Holding.objects.filter(
        held_on(clock.today()), employee=acting.employee, from_on__gte=clock.today() - ASKED_FOR,
        post_id__in={grant.post_id for grant in acting.grants if grant.role in OFFICERS},
    )  # fmt: skip
    rows = list(mine.select_related("post__unit").order_by("from_on", "pk"))
    if not rows:
        return []
    posts = {row.post_id for row in rows}
    before = Holding.objects.filter(post_id__in=posts, until_on__isnull=False)
    left = set(before.exclude(employee=acting.employee).values_list("post_id", flat=True))
    signed = _signed(acting, posts)
    return [
        Taken(row.post, row.from_on, next((d for d in signed.get(row.post_id, ()) if d >= row.from_on), None))
        for row in rows
        if row.post_id in left
    ]


def _signed(acting: Acting, posts: set[UUID]) -> dict[UUID, list[date]]:
    facts = Fact.objects.filter(
        kind=DUTIES_HANDED_OVER.name, subject_id__in=[str(pk) for pk in posts], actor=acting.actor
    )
    found: dict[UUID, list[date]] = {}
    for subject, day in facts.order_by("occurred_on").values_list("subject_id", "occurred_on"):
        found.setdefault(UUID(subject), []).append(day)
    return found


def handed(acting: Acting, one: Taken) -> Handed:
    """The list for a post: what lies with its powers now, whoever began it."""
    as_post = replace(acting, grants=tuple(g for g in acting.grants if g.post_id == one.post.pk))
    found = duties.mine(as_post)
    late = Q(status__in=("breached", "unproven"), cures=True)
    running = Q(status__in=ObligationRow.OPEN, keeps=False, may=False)
    rows = ObligationRow.objects.filter(found.condition & (late | running), due_on__isnull=False)
    owed = list(rows.select_related("rule").order_by("due_on", "pk")[:MOST])
    if not acting.has(Role.DISCIPLINE_OFFICER):
        hidden = secret(owed)
        owed = [row for row in owed if row.pk not in hidden]
    sheets = Violation.objects.filter(turn(as_post)).select_related("unit").order_by("step_due_on", "pk")
    before = Holding.objects.filter(post=one.post, until_on__lte=one.on).values("employee")
    evidence = EvidenceEntry.objects.filter(state=EvidenceEntry.State.WAITING, recorded_by__in=before)
    return Handed(one, owed, list(sheets[:MOST]), list(evidence.order_by("recorded_on", "pk")[:MOST]))


@dataclass(frozen=True)
class Left:
    """A dissolved unit: what it still owes, who answers for it today, and its successor if it has one."""

    unit: Unit
    owed: int
    sheets: int
    successor: Unit | None
    desk: Desk
    names: list[str]


def dissolved(acting: Acting) -> list[Left]:
    """Dissolved units that owe something still, among those this person leads or administers."""
    units = list(Unit.objects.exclude(closed_on=None).order_by("-closed_on", "code"))
    units = [unit for unit in units if may_name_successor(acting, unit)]
    if not units:
        return []
    ids = [unit.pk for unit in units]
    running = Q(status__in=ObligationRow.OPEN) | Q(status__in=("breached", "unproven"), cures=True)
    owed = _counted(ObligationRow.objects.filter(running, unit_id__in=ids))
    sheets = _counted(Violation.objects.filter(unit_id__in=ids, state__in=sorted(OPEN)))
    desks = Desks(programme().holders)
    placed = {unit.pk: desks.desk("unit_head", unit.path) for unit in units}
    names = people_at(placed.values())
    by_path = {unit.path: unit for unit in Unit.objects.filter(path__in=set(desks.successors.values()))}
    return [
        Left(
            unit, owed.get(unit.pk, 0), sheets.get(unit.pk, 0),
            by_path.get(desks.successors.get(unit.path, "")),
            placed[unit.pk], names[placed[unit.pk].role, placed[unit.pk].path],
        )
        for unit in units
        if owed.get(unit.pk) or sheets.get(unit.pk) or unit.path in desks.successors
    ]  # fmt: skip


def _counted(rows: QuerySet[Any]) -> dict[UUID, int]:
    return dict(rows.values_list("unit_id").annotate(n=Count("pk")).order_by())


def may_name_successor(acting: Acting, unit: Unit) -> bool:
    """Those over the line the unit stood in: its leaders and the administrator, never the unit itself."""
    above = unit.path[: -len(unit.code) - 1]
    return unit.parent_id is not None and acting.over(above, Role.LEADER, Role.SYSTEM_ADMIN)


def people_at(desks: Iterable[Desk]) -> dict[tuple[str, str], list[str]]:
    """Names of those who hold each desk today. Two queries."""
    wanted = {(desk.role, desk.path) for desk in desks}
    found: dict[tuple[str, str], list[str]] = {place: [] for place in wanted}
    if not wanted:
        return found
    today = clock.today()
    grants = Grant.objects.filter(
        held_on(today), post__closed_on__isnull=True, role__in={role for role, _path in wanted},
        unit__path__in={path for _role, path in wanted},
    )  # fmt: skip
    posts: dict[UUID, list[tuple[str, str]]] = {}
    for post, role, path in grants.values_list("post_id", "role", "unit__path"):
        if (role, path) in found:
            posts.setdefault(post, []).append((role, path))
    held = Holding.objects.filter(held_on(today), post_id__in=list(posts)).order_by("from_on", "pk")
    for post, name in held.values_list("post_id", "employee__name"):
        for place in posts[post]:
            if name not in found[place]:
                found[place].append(name)
    return found
