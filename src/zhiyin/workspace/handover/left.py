"""Posts that somebody left and nobody holds, people who left work behind, dissolved units that still owe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiyin.institutions.selectors import handover as institutions
from zhiyin.journal import clock
from zhiyin.people.acting import Acting, held_on, within
from zhiyin.people.models import Employee, Grant, Holding, Post, Unit
from zhiyin.people.roles import OFFICERS, Role
from zhiyin.workspace.handover.sources import WORK, Work

LINE: Final = (Role.SYSTEM_ADMIN, Role.LEADER)
MOST: Final = 500
WHATS: Final = ("post", "person", "unit")


@dataclass(frozen=True)
class Waiting:
    """Some work that waits; `url` is empty for those who may not open it."""

    words: str
    many: int
    url: str = ""


@dataclass(frozen=True)
class Left:
    """A post, person or unit, since when nobody is there, and what waits."""

    what: str
    title: str
    unit: Unit
    by: str
    since: date | None
    work: Sequence[Waiting]
    url: str = ""

    @property
    def many(self) -> int:
        return sum(one.many for one in self.work)


def left_behind(acting: Acting, *, what: str = "", unit: Unit | None = None) -> list[Left]:
    """Everything within the reach of this line, with most work first. One query for each sort of work."""
    paths = acting.paths(*LINE)
    if unit:
        paths = (unit.path,) if any(unit.path.startswith(path) for path in paths) else ()
    found: list[Left] = []
    if what in ("", "post"):
        found += _posts(acting, paths)
    if what in ("", "person"):
        found += _people(acting, paths)
    if what in ("", "unit"):
        found += _units(acting, paths)
    return sorted(found, key=lambda one: (-one.many, WHATS.index(one.what), one.unit.path, one.title))


def waiting_at(acting: Acting, post_id: UUID) -> list[Waiting]:
    """What lies at one post and goes on with whoever is there. One query for each sort of work."""
    return _work(acting, _counted("post"), post_id)


def vacant_posts() -> QuerySet[Post]:
    """Open posts with powers that somebody held once and nobody holds today."""
    today = clock.today()
    held = Holding.objects.filter(post=OuterRef("pk"))
    powers = Grant.objects.filter(held_on(today), post=OuterRef("pk"), role__in=OFFICERS)
    return Post.objects.filter(
        Exists(powers), Exists(held), ~Exists(held.filter(held_on(today))), closed_on=None
    )


def people_with_work() -> set[UUID]:
    """People who have left and still have work in their own name."""
    return {person for work in WORK if work.by == "person" for person in work.counts()}


def _posts(acting: Acting, paths: Iterable[str]) -> list[Left]:
    """Vacant posts with powers, and any other post without a holder on which work lies still."""
    counted = _counted("post")
    keys = {key for _sort, counts in counted for key in counts}
    held = Holding.objects.filter(held_on(clock.today()), post=OuterRef("pk"))
    orphaned = Post.objects.filter(~Exists(held), pk__in=keys)
    rows = Post.objects.filter(
        Q(pk__in=vacant_posts().values("pk")) | Q(pk__in=orphaned.values("pk")), within("unit__path", paths)
    )
    posts = list(rows.select_related("unit").order_by("unit__path", "title")[:MOST])
    last: dict[UUID, Holding] = {}
    gone = Holding.objects.filter(post__in=posts).select_related("employee").order_by("until_on", "pk")
    for holding in gone:
        last[holding.post_id] = holding
    shows = acting.has(Role.SYSTEM_ADMIN, Role.UNION_OFFICER)
    found = []
    for post in posts:
        before = last.get(post.pk)
        name, since = (before.employee.name, before.until_on) if before else ("", None)
        url = reverse("people:post", args=[post.pk]) if shows else ""
        found.append(Left("post", post.title, post.unit, name, since, _work(acting, counted, post.pk), url))
    return found


def _people(acting: Acting, paths: Iterable[str]) -> list[Left]:
    counted = _counted("person")
    keys = {key for _sort, counts in counted for key in counts}
    if not keys:
        return []
    rows = Employee.objects.filter(within("unit__path", paths), pk__in=keys).select_related("unit")
    rows = rows.order_by("number")
    shows = acting.has(Role.SYSTEM_ADMIN)
    return [
        Left(
            "person", person.name, person.unit, person.name, person.left_on,
            _work(acting, counted, person.pk),
            reverse("people:employee", args=[person.pk]) if shows else "",
        )
        for person in rows[:MOST]
    ]  # fmt: skip


def _units(acting: Acting, paths: Iterable[str]) -> list[Left]:
    units = list(Unit.objects.filter(within("path", paths), closed_on__isnull=False).order_by("path")[:MOST])
    if not units:
        return []
    counted = _counted("unit")
    owed = {one.unit.pk: one.owed + one.sheets for one in institutions.dissolved(acting)}
    duties = reverse("institutions:dissolved")
    found = []
    for unit in units:
        work = _work(acting, counted, unit.pk)
        if owed.get(unit.pk):
            work.append(Waiting(_("没做完的义务和督办单"), owed[unit.pk], duties))
        if work:
            found.append(Left("unit", unit.name, unit, "", unit.closed_on, work))
    return found


def _counted(by: str) -> list[tuple[Work, dict[UUID, int]]]:
    return [(work, work.counts()) for work in WORK if work.by == by]


def _work(acting: Acting, counted: Iterable[tuple[Work, dict[UUID, int]]], key: UUID) -> list[Waiting]:
    return [
        Waiting(str(work.words), counts[key], reverse(work.page) if acting.has(*work.roles) else "")
        for work, counts in counted
        if counts.get(key)
    ]
