"""Reading absences: who deputises where, who could, and which posts one may arrange it for."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiyin.journal import clock
from zhiyin.people.acting import Acting, held_on, running_on, within
from zhiyin.people.models import Absence, Employee, Grant, Holding, Post
from zhiyin.people.roles import OFFICERS, Role
from zhiyin.people.rules import covers

MOST = 200


def deputised(acting: Acting) -> list[Absence]:
    """Absences for which this person deputises today. One query, and none for nearly everybody."""
    if not acting.deputising:
        return []
    rows = Absence.objects.filter(
        running_on(clock.today()), deputy=acting.employee, post_id__in=acting.deputising
    )
    return list(rows.select_related("post__unit", "employee").order_by("until_on", "pk"))


def absences_of(acting: Acting) -> list[Absence]:
    """Those not over that concern this person, or that an administrator may see. One query."""
    rows = _concerning(acting).filter(ended_on=None, until_on__gte=clock.today())
    return list(rows.order_by("from_on", "pk")[:MOST])


def absence_for(acting: Acting, pk: UUID) -> Absence | None:
    """One that `absences_of` lists, over or not."""
    return _concerning(acting).filter(pk=pk).first()


def _concerning(acting: Acting) -> QuerySet[Absence]:
    concerned = Q(employee=acting.employee) | Q(deputy=acting.employee)
    concerned |= within("post__unit__path", acting.paths(Role.SYSTEM_ADMIN))
    return Absence.objects.filter(concerned).select_related("post__unit", "employee", "deputy")


def own_holdings(acting: Acting) -> list[Holding]:
    """Posts with powers that this person holds themselves. One query."""
    own = {g.post_id for g in acting.grants if g.role in OFFICERS and g.post_id not in acting.deputising}
    rows = Holding.objects.filter(held_on(clock.today()), employee=acting.employee, post_id__in=own)
    return list(rows.select_related("post__unit", "employee").order_by("from_on", "pk"))


def holding_for(acting: Acting, pk: UUID) -> Holding | None:
    """A holding of one's own, or one at a post that an administrator reaches."""
    reached = Q(employee=acting.employee) | within("post__unit__path", acting.paths(Role.SYSTEM_ADMIN))
    rows = Holding.objects.filter(held_on(clock.today()), reached, pk=pk)
    return rows.select_related("post__unit", "employee").first()


def deputies_for(post: Post, besides: Iterable[UUID]) -> list[Employee]:
    """Who holds every power of this post themselves, over its units or more. Three queries."""
    today = clock.today()
    needed = list(Grant.objects.filter(held_on(today), post=post).values_list("role", "unit__path"))
    if not needed:
        return []
    roles = [role for role, _path in needed]
    grants = Grant.objects.filter(held_on(today), role__in=roles).exclude(post=post)
    held: dict[UUID, list[tuple[str, str]]] = {}
    at = Holding.objects.filter(held_on(today), post__in=grants.values("post")).values_list(
        "post_id", "employee_id"
    )
    people: dict[UUID, set[UUID]] = {}
    for post_id, person in at:
        people.setdefault(post_id, set()).add(person)
    for post_id, role, path in grants.values_list("post_id", "role", "unit__path"):
        for person in people.get(post_id, ()):
            held.setdefault(person, []).append((role, path))
    same_post = Holding.objects.filter(held_on(today), post=post).values("employee")
    able = [person for person, grants_of in held.items() if covers(grants_of, needed)]
    rows = Employee.objects.filter(pk__in=able).exclude(pk__in=list(besides)).exclude(pk__in=same_post)
    rows = rows.exclude(status=Employee.Status.LEFT).select_related("unit")
    return list(rows.order_by("unit__path", "number")[:MOST])
