"""Who could read an accusation before it was found to be one: whom it may have reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhiyin.journal.models import Fact
from zhiyin.people.acting import held_on
from zhiyin.people.marks import bracketed, listed, mark
from zhiyin.people.models import Absence, Employee, Grant, Holding, Post
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand

MOVED = "voice.demand.moved_to_discipline"
READERS = (Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER, Role.DISCIPLINE_OFFICER)


@dataclass(frozen=True)
class EarlierAccess:
    """Until `ended_on`: who worked on it, by name, and posts that could open it, with who acted there."""

    ended_on: date
    worked: Sequence[str]
    could: Sequence[str]


def earlier_access(demand: Demand, facts: Sequence[Fact]) -> EarlierAccess | None:
    """None where it was an accusation from the first moment. Six queries."""
    moved = next((i for i, fact in enumerate(facts) if fact.kind == MOVED), None)
    if moved is None or moved <= 1:
        return None
    before, ended = facts[:moved], facts[moved].occurred_on
    acted = {
        UUID(fact.actor.removeprefix("employee:"))
        for fact in before
        if fact.actor.startswith("employee:")
        and fact.actor != (f"employee:{demand.author_id.hex}" if demand.author_id else "")
    }
    helping = list(demand.tasks.values_list("post_id", "handler_id"))
    acted |= {handler for _post, handler in helping if handler}
    people = Employee.objects.filter(pk__in=acted).select_related("unit").order_by("number")
    return EarlierAccess(
        ended_on=ended,
        worked=[bracketed(person.name, person.unit.name) for person in people],
        could=_could(demand, before, ended, {post for post, _handler in helping}),
    )


def _could(demand: Demand, before: Iterable[Fact], day: date, helping: set[UUID]) -> list[str]:
    """Posts whose role covered the demand's unit that day, that it had been handed to, or that helped."""
    given = {UUID(str(fact.payload["to_post"])) for fact in before if fact.payload.get("to_post")}
    given |= helping
    path = demand.unit.path if demand.unit else ""
    covering = [
        post_id
        for post_id, unit_path in Grant.objects.filter(held_on(day), role__in=READERS).values_list(
            "post_id", "unit__path"
        )
        if path.startswith(unit_path) or (not path and unit_path.count("/") <= 2)
    ]
    posts = Post.objects.filter(Q(pk__in=given) | Q(pk__in=covering)).select_related("unit")
    holders: dict[UUID, list[str]] = {}
    held = Holding.objects.filter(held_on(day), post__in=posts).select_related("employee")
    for holding in held.order_by("employee__number"):
        holders.setdefault(holding.post_id, []).append(holding.employee.name)
    for absence in _absences(posts, day):
        said = bracketed(absence.deputy.name, _("代 %(name)s") % {"name": absence.employee.name})
        holders[absence.post_id].append(said)
    return [
        f"{post.unit.name} · {post.title}{mark('：')}{listed(holders.get(post.pk, ['—']))}"
        for post in posts.order_by("unit__path", "title")
    ]


def _absences(posts: QuerySet[Post], day: date) -> QuerySet[Absence]:
    """Absences of holders of `posts` in which somebody deputised on `day`, if only until they were ended."""
    until = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    holding = Holding.objects.filter(held_on(day), post=OuterRef("post"), employee=OuterRef("employee"))
    return (
        Absence.objects.filter(until, Exists(holding), post__in=posts, from_on__lte=day, until_on__gte=day)
        .select_related("employee", "deputy")
        .order_by("deputy__number")
    )
