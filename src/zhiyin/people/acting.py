"""Who is acting: the employee behind a request, with the roles their posts give them today."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from zhiyin.journal import clock
from zhiyin.people.models import Account, Employee
from zhiyin.people.roles import OFFICERS, Role


@dataclass(frozen=True)
class HeldGrant:
    """A role over the subtree of `unit_path`, through a post."""

    role: str
    unit_id: UUID
    unit_path: str
    post_id: UUID


@dataclass(frozen=True)
class Acting:
    """An employee acting in a request or a job. Passed to every verb as `acting`.

    `posts` and `grants` include those of the posts in `deputising`, whose holders are away today.
    """

    employee: Employee
    grants: tuple[HeldGrant, ...] = ()
    posts: tuple[UUID, ...] = ()
    account: Account | None = field(default=None, compare=False)
    awaits_second_factor: bool = False
    deputising: tuple[UUID, ...] = ()

    @property
    def actor(self) -> str:
        """How facts name this person."""
        return f"employee:{self.employee.pk.hex}"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: str) -> bool:
        """Whether any of these roles is held anywhere."""
        return not self.roles.isdisjoint(roles)

    def over(self, path: str, *roles: str) -> bool:
        """Whether one of these roles is held over the unit at `path`."""
        return any(g.role in roles and path.startswith(g.unit_path) for g in self.grants)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """Paths of the units over which one of these roles is held."""
        return tuple(sorted({g.unit_path for g in self.grants if g.role in roles}))

    @property
    def is_officer(self) -> bool:
        return self.has(*OFFICERS)

    @property
    def own_posts(self) -> tuple[UUID, ...]:
        """Without those for which one deputises."""
        return tuple(post for post in self.posts if post not in self.deputising)

    def at(self, *posts: UUID) -> "Acting":
        """The same person with what these of their posts give, and nothing else."""
        return replace(
            self,
            grants=tuple(grant for grant in self.grants if grant.post_id in posts),
            posts=posts,
            deputising=tuple(post for post in self.deputising if post in posts),
        )

    def stands_in_at(self, may: Callable[["Acting"], bool]) -> UUID | None:
        """The post for whose holder one does what `may` allows; None where one's own posts allow it."""
        if not self.deputising or may(self.at(*self.own_posts)):
            return None
        return next((post for post in self.deputising if may(self.at(post))), None)


def acting_for(account: Any) -> Acting | None:
    """The acting employee of a signed-in account; None for nobody. One query: posts held and their grants.

    An officer without a second factor acts as a plain employee until they have set one up.
    """
    if not getattr(account, "is_authenticated", False):
        return None
    acting = acting_as(account.employee, account=account)
    if acting.is_officer and account.totp_secret is None and second_factor_needed():
        plain = tuple(grant for grant in acting.grants if grant.role not in OFFICERS)
        return replace(acting, grants=plain, awaits_second_factor=True)
    return acting


def second_factor_needed() -> bool:
    """Whether officers need a second factor here; only a demo on one's own machine may do without."""
    return bool(getattr(settings, "OFFICERS_NEED_SECOND_FACTOR", True))


def acting_as(employee: Employee, *, account: Account | None = None) -> Acting:
    """`employee` with the posts and grants in force today, own ones first. One query.

    A deputy has of an absent holder's post what they hold themselves, so that whoever loses a role
    deputises with it no longer; what the delegates' mandate gives is never passed on.
    """
    posts: dict[UUID, None] = {}
    others: dict[UUID, None] = {}
    grants: dict[UUID, HeldGrant] = {}
    lent: dict[UUID, HeldGrant] = {}
    for holder, post, pk, role, unit, path in _held(employee, clock.today()):
        own = holder == employee.pk
        if own:
            posts[post] = None
        if pk:
            (grants if own else lent)[pk] = HeldGrant(role, unit, path, post)
    roles = {grant.role for grant in grants.values()} - {Role.DELEGATE}
    for pk, grant in lent.items():
        if grant.role in roles and grant.post_id not in posts:
            others[grant.post_id] = None
            grants[pk] = grant
    return Acting(
        employee=employee, grants=tuple(grants.values()), posts=(*posts, *others), account=account,
        deputising=tuple(others),
    )  # fmt: skip


# Asked with every request, and putting it together anew by the query builder would take longer than asking.
HELD = """
SELECT held."employee_id", held."post_id", given."id", given."role", given."unit_id", unit."path"
FROM "people_holding" held
LEFT JOIN "people_grant" given ON given."post_id" = held."post_id"
    AND given."from_on" <= %(today)s AND (given."until_on" IS NULL OR given."until_on" > %(today)s)
LEFT JOIN "people_unit" unit ON unit."id" = given."unit_id"
WHERE held."from_on" <= %(today)s AND (held."until_on" IS NULL OR held."until_on" > %(today)s)
AND (held."employee_id" = %(person)s OR held."id" IN (
    SELECT away."id" FROM "people_absence" absence
    JOIN "people_holding" away
        ON away."post_id" = absence."post_id" AND away."employee_id" = absence."employee_id"
    WHERE absence."deputy_id" = %(person)s AND absence."ended_on" IS NULL
    AND absence."from_on" <= %(today)s AND absence."until_on" >= %(today)s
))
ORDER BY held."post_id", given."id"
"""


def _held(employee: Employee, today: date) -> list[tuple[Any, ...]]:
    """Holder, post and grant (id, role, unit, its path) of every post held, or lent by one who is away."""
    person = Employee._meta.pk.get_db_prep_value(employee.pk, connection)
    day = connection.ops.adapt_datefield_value(today)
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"person": person, "today": day})
        rows = cursor.fetchall()
    return [(*map(_id, row[:3]), row[3], _id(row[4]), row[5]) for row in rows]


def _id(found: Any) -> UUID | None:
    """SQLite keeps ids as text."""
    return UUID(found) if isinstance(found, str) else found


def held_on(day: date) -> Q:
    """Rows with `from_on` and `until_on` that are in force on `day`."""
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gt=day))


def running_on(day: date) -> Q:
    """Absences during which the deputy acts on `day`."""
    return Q(ended_on__isnull=True, from_on__lte=day, until_on__gte=day)


def within(field_name: str, paths: Iterable[str]) -> Q:
    """Rows whose `field_name` (a unit path) lies under one of `paths`; nothing for no paths."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field_name}__startswith": path})
    return condition


__all__ = ["Acting", "HeldGrant", "Role", "acting_as", "acting_for", "held_on", "running_on", "within"]
