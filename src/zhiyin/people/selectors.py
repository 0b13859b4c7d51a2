"""Reading units, people, posts and grants for the administration pages and for oneself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from zhiyin.journal.models import Fact
from zhiyin.people.acting import Acting, within
from zhiyin.people.models import (
    Contact,
    CorrectionRequest,
    Employee,
    Grant,
    Holding,
    Post,
    RosterRun,
    SignedIn,
    Stay,
    Unit,
)
from zhiyin.people.paging import Page, cut
from zhiyin.people.roles import Role
from zhiyin.people.sent import id_in

PAGE = 50
POSTS = 100
MOST_ROWS = 400
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
POST_ROLES = (*ADMIN_ROLES, Role.UNION_OFFICER)
OWN_KINDS = (
    "people.slip.issued", "people.password.set", "people.second_factor.set", "people.session.ended",
    "people.contact.bound", "people.contact.dropped",
)  # fmt: skip


@dataclass(frozen=True)
class TreeRow:
    """A unit in the tree with its depth and the people in it.

    `below`: how many units under it have no row of their own; their people are counted with it.
    """

    unit: Unit
    depth: int
    people: int
    below: int = 0


def units_within(acting: Acting, *roles: str, closed: bool = False) -> QuerySet[Unit]:
    """Units over which one of these roles is held, in the order of the tree."""
    units = Unit.objects.filter(within("path", acting.paths(*roles))).order_by("path")
    return units if closed else units.filter(closed_on=None)


def unit_tree(acting: Acting, *, closed: bool = False, under: Unit | None = None) -> list[TreeRow]:
    """Two queries: units, and how many people each has. A large tree ends where its rows would be many."""
    rows = units_within(acting, *ADMIN_ROLES, closed=closed)
    units = list(rows.filter(path__startswith=under.path) if under else rows)
    counts = dict(
        Employee.objects.exclude(status=Employee.Status.LEFT)
        .values_list("unit_id")
        .annotate(people=Count("pk"))
        .order_by()
    )
    top = min((unit.path.count("/") for unit in units), default=0)
    depths = [unit.path.count("/") - top for unit in units]
    deepest = max(depths, default=0)
    while deepest > 1 and sum(1 for depth in depths if depth <= deepest) > MOST_ROWS:
        deepest -= 1
    found: list[TreeRow] = []
    for unit, depth in zip(units, depths, strict=True):
        people = counts.get(unit.pk, 0)
        if depth <= deepest:
            found.append(TreeRow(unit, depth, people))
        else:
            # Units come in the order of their paths, so what is left out follows the row it belongs to.
            last = found[-1]
            found[-1] = replace(last, people=last.people + people, below=last.below + 1)
    return found


def search_employees(
    acting: Acting, *, text: str = "", unit: Unit | None = None, left: bool = False,
    after: str = "", before: str = "", size: int = PAGE,
) -> Page[Employee]:  # fmt: skip
    """People by the beginning of their number or a part of their name, ordered by number."""
    rows = Employee.objects.filter(within("unit__path", acting.paths(*ADMIN_ROLES)))
    if unit:
        rows = rows.filter(unit__path__startswith=unit.path)
    if text:
        rows = rows.filter(_begins(text.upper()) if any(sign.isdigit() for sign in text) else _named(text))
    rows = rows.filter(status=Employee.Status.LEFT) if left else rows.exclude(status=Employee.Status.LEFT)
    rows = rows.select_related("unit")
    if before:
        rows = rows.filter(number__lt=before).order_by("-number")
    else:
        rows = (rows.filter(number__gt=after) if after else rows).order_by("number")
    begun, backwards = bool(after), bool(before)
    return cut(rows[: size + 1], size, attrgetter("number"), begun=begun, backwards=backwards)


def _begins(number: str) -> Q:
    """Numbers that begin so. SQLite finds the range in its index; LIKE would read every row."""
    begins = Q(number__startswith=number)
    if connection.vendor == "sqlite":
        begins &= Q(number__gte=number, number__lt=number + "\uffff")
    return begins


def _named(text: str) -> Q:
    """A part of a name, or the beginning of a number that has letters alone so far."""
    return Q(name__contains=text) | Q(number__startswith=text.upper())


def employee_for_admin(acting: Acting, pk: UUID) -> Employee | None:
    """The employee, if within the reach of an administrator."""
    paths = acting.paths(*ADMIN_ROLES)
    return (
        Employee.objects.select_related("unit", "account").filter(within("unit__path", paths), pk=pk).first()
    )


def stays_of(employee: Employee) -> list[Stay]:
    return list(Stay.objects.filter(employee=employee).select_related("unit").order_by("from_on", "pk"))


def holdings_of(employee: Employee) -> list[Holding]:
    grants = Prefetch("post__grants", Grant.objects.filter(until_on=None).select_related("unit"))
    rows = Holding.objects.filter(employee=employee).select_related("post__unit").prefetch_related(grants)
    return list(rows.order_by("-from_on"))


def posts_within(acting: Acting, *, role: str = "", after: str = "", before: str = "") -> Page[Post]:
    """Open posts with holders and grants of today, in the order of the tree. Four queries at most."""
    rows = Post.objects.filter(within("unit__path", acting.paths(*POST_ROLES)), closed_on=None)
    if role:
        rows = rows.filter(_gives(role))
    rows = _with_people(rows)
    earlier = _place_of(before) if before else None
    if earlier:
        path, title = earlier
        rows = rows.filter(Q(unit__path__lt=path) | Q(unit__path=path, title__lt=title))
        rows = rows.order_by("-unit__path", "-title")
    else:
        if after and (key := _place_of(after)):
            rows = rows.filter(Q(unit__path__gt=key[0]) | Q(unit__path=key[0], title__gt=key[1]))
        rows = rows.order_by("unit__path", "title")
    begun, backwards = bool(after), earlier is not None
    return cut(rows[: POSTS + 1], POSTS, attrgetter("pk.hex"), begun=begun, backwards=backwards)


def _place_of(text: str) -> tuple[str, str] | None:
    """Where the post with this key stands in the list; None for what is no post."""
    key = id_in(text)
    return Post.objects.filter(pk=key).values_list("unit__path", "title").first() if key else None


def _gives(role: str) -> Q:
    return Q(pk__in=Grant.objects.filter(role=role, until_on=None).values("post"))


def post_for(acting: Acting, pk: UUID) -> Post | None:
    rows = Post.objects.filter(within("unit__path", acting.paths(*POST_ROLES)), pk=pk)
    return _with_people(rows).first()


def _with_people(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.select_related("unit").prefetch_related(
        Prefetch(
            "holdings", Holding.objects.filter(until_on=None).select_related("employee"), to_attr="held_now"
        ),
        Prefetch("grants", Grant.objects.filter(until_on=None).select_related("unit"), to_attr="given_now"),
    )


def facts_of(subject: str, key: object) -> list[Fact]:
    """What happened to a unit, post or person, newest first."""
    return list(Fact.objects.filter(subject_kind=subject, subject_id=str(key)).order_by("-place")[:100])


def facts_of_grants(acting: Acting, limit: int = 200) -> list[Fact]:
    """Grants given and ended, posts taken and given up, in the units of one's reach, newest first."""
    units = Unit.objects.filter(within("path", acting.paths(*POST_ROLES))).values("pk")
    rows = Fact.objects.filter(subject_kind__in=["grant", "post"], unit_id__in=units)
    return list(rows.order_by("-recorded_at", "-id")[:limit])


def names_in(facts: Iterable[Fact]) -> dict[str, str]:
    """Readable names of the employees, posts and units that facts refer to. Three queries."""
    people: set[str] = set()
    posts: set[str] = set()
    units: set[str] = set()
    for fact in facts:
        if fact.actor.startswith("employee:"):
            people.add(str(UUID(fact.actor.removeprefix("employee:"))))
        if fact.subject_kind == "post":
            posts.add(fact.subject_id)
        if fact.unit_id:
            units.add(str(fact.unit_id))
        for key, found in (("employee", people), ("deputy", people), ("post", posts), ("parent", units),
                           ("from_unit", units), ("to_unit", units)):  # fmt: skip
            if key in fact.payload:
                found.add(str(fact.payload[key]))
    names: dict[str, str] = {}
    for model, keys, label in ((Employee, people, "name"), (Post, posts, "title"), (Unit, units, "name")):
        for pk, name in model.objects.filter(pk__in=keys).values_list("pk", label):  # type: ignore[attr-defined]
            names[str(pk)] = name
    return names


def sessions_of(account_id: UUID) -> list[SignedIn]:
    return list(SignedIn.objects.filter(account=account_id).order_by("-since"))


def own_security_facts(employee: Employee) -> list[Fact]:
    """What was done about one's own access, for its owner to notice."""
    rows = Fact.objects.filter(subject_kind="employee", subject_id=str(employee.pk), kind__in=OWN_KINDS)
    return list(rows.order_by("-place")[:10])


def own_corrections(employee: Employee) -> list[CorrectionRequest]:
    return list(CorrectionRequest.objects.filter(employee=employee).order_by("-asked_on", "-pk"))


def open_corrections(acting: Acting) -> list[CorrectionRequest]:
    paths = acting.paths(Role.SYSTEM_ADMIN)
    rows = CorrectionRequest.objects.filter(within("employee__unit__path", paths), state="open")
    return list(rows.select_related("employee__unit").order_by("asked_on", "pk")[:200])


def correction_for(acting: Acting, pk: UUID) -> CorrectionRequest | None:
    paths = acting.paths(Role.SYSTEM_ADMIN)
    rows = CorrectionRequest.objects.filter(within("employee__unit__path", paths), pk=pk)
    return rows.select_related("employee__unit").first()


def people_for_slips(unit: Unit, *, only_new: bool, limit: int) -> list[Employee]:
    """Employees of a unit's subtree; `only_new`: only those who have no password yet."""
    rows = Employee.objects.filter(unit__path__startswith=unit.path, account__is_active=True)
    if only_new:
        rows = rows.filter(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(rows.exclude(status="left").select_related("unit").order_by("unit__path", "number")[:limit])


def own_contacts(employee: Employee) -> dict[str, Contact]:
    """Where one's own notices may be sent, by channel."""
    return {contact.channel: contact for contact in Contact.objects.filter(employee=employee)}


def roster_runs(*, limit: int = 100) -> list[RosterRun]:
    """What became of the files of the roster folder: those that wait for a decision, then the newest."""
    rows = RosterRun.objects.select_related("decided_by", "preview")
    waiting = list(rows.filter(state=RosterRun.State.WAITING).order_by("-seen_at", "-pk"))
    rest = rows.exclude(state=RosterRun.State.WAITING).order_by("-seen_at", "-pk")
    return waiting + list(rest[:limit])
