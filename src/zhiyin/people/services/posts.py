"""Posts: open, close, take, give up, hand over. Work belongs to a post, so it stays when people change."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Grant, Holding, Post, Unit
from zhiyin.people.permissions import UNION_ROLES, actor_of, may_give, require_admin
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import INCOMPATIBLE, Role
from zhiyin.people.rules import clash

BATCH = 500


@verb("people.post.opened")
def open_post(*, acting: Acting | None, unit: Unit, title: str) -> Post:
    """Open a post in a unit. Raises Refused."""
    if not (acting and acting.over(unit.path, Role.UNION_OFFICER)):
        require_admin(acting, unit.path)
    if Post.objects.filter(unit=unit, title=title).exists():
        raise Refused(_("这个单位已有同名岗位。"))
    post = Post.objects.create(unit=unit, title=title)
    record(facts.POST_OPENED, post.pk, actor=actor_of(acting), unit=unit.pk)
    return post


@verb("people.post.closed")
def close_post(*, acting: Acting | None, post: Post) -> Post:
    """Close a post that nobody holds and that has no grant. Raises Refused."""
    lock_post(post)
    require_over_post(acting, post)
    if post.holdings.filter(until_on=None).exists() or post.grants.filter(until_on=None).exists():
        raise Refused(_("岗位上还有人或权限，先离岗、终止授权。"))
    post.closed_on = clock.today()
    post.save(update_fields=["closed_on"])
    record(facts.POST_CLOSED, post.pk, actor=actor_of(acting), unit=post.unit_id)
    return post


@verb("people.post.taken")
def take_post(*, acting: Acting | None, post: Post, employee: Employee, on: date | None = None) -> Holding:
    """`employee` takes the post, with all its grants. Raises Refused, also for a clash of roles."""
    lock_post(post)
    lock_people([employee])
    require_over_post(acting, post)
    _require_takeable(acting, post, employee)
    holding = Holding.objects.create(post=post, employee=employee, from_on=on or clock.today())
    record(facts.POST_TAKEN, post.pk, actor=actor_of(acting), unit=post.unit_id, employee=employee.pk)
    return holding


@verb("people.post.given_up")
def give_up_post(*, acting: Acting | None, post: Post, employee: Employee, on: date | None = None) -> None:
    """`employee` gives the post up; the post keeps its work. Raises Refused."""
    require_over_post(acting, post)
    held = Holding.objects.filter(post=post, employee=employee, until_on=None)
    if not held.update(until_on=on or clock.today()):
        raise Refused(_("%(name)s不在这个岗位上。") % {"name": employee.name})
    record(facts.POST_GIVEN_UP, post.pk, actor=actor_of(acting), unit=post.unit_id, employee=employee.pk)


@verb("people.post.given_up", "people.post.taken")
def hand_over(*, acting: Acting | None, post: Post, giver: Employee, taker: Employee) -> Holding:
    """One person leaves the post and another takes it, on the same day. Raises Refused."""
    lock_post(post)
    lock_people([taker])
    require_over_post(acting, post)
    _require_takeable(acting, post, taker)
    today, actor = clock.today(), actor_of(acting)
    if not Holding.objects.filter(post=post, employee=giver, until_on=None).update(until_on=today):
        raise Refused(_("%(name)s不在这个岗位上。") % {"name": giver.name})
    holding = Holding.objects.create(post=post, employee=taker, from_on=today)
    record(facts.POST_GIVEN_UP, post.pk, actor=actor, unit=post.unit_id, employee=giver.pk)
    record(facts.POST_TAKEN, post.pk, actor=actor, unit=post.unit_id, employee=taker.pk)
    return holding


@verb(may=("people.post.given_up",))
def give_up_all_posts(*, acting: Acting | None, employees: Sequence[Employee], on: date) -> None:
    """Those who leave give up whatever they hold."""
    entries = []
    for start in range(0, len(employees), BATCH):
        held = Holding.objects.filter(employee__in=employees[start : start + BATCH], until_on=None)
        for holding in held.select_related("post"):
            entries.append(
                Entry(
                    facts.POST_GIVEN_UP, holding.post_id, actor_of(acting), holding.post.unit_id,
                    payload={"employee": holding.employee_id},
                )
            )  # fmt: skip
        held.update(until_on=on)
    record_all(entries)


def lock_post(post: Post) -> None:
    """Whoever else changes this post or who holds it waits; what was read before may have changed."""
    post.closed_on = Post.objects.select_for_update(of=("self",)).get(pk=post.pk).closed_on


def lock_people(people: Sequence[Employee]) -> None:
    """Whoever else changes what these people hold waits, so that roles that clash are seen."""
    rows = Employee.objects.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in people])}
    for one in people:
        one.status = found[one.pk].status


def roles_on(post: Post) -> frozenset[str]:
    """Roles that the post gives, now or from a later day."""
    return frozenset(Grant.objects.filter(post=post, until_on=None).values_list("role", flat=True))


def roles_of(employee: Employee) -> frozenset[str]:
    """Roles that all posts of a person give."""
    posts = Holding.objects.filter(employee=employee, until_on=None).values("post")
    return frozenset(Grant.objects.filter(post__in=posts, until_on=None).values_list("role", flat=True))


def refuse_clash(employee: Employee, roles: frozenset[str]) -> None:
    """Raises Refused if `roles` together with those already held exclude each other."""
    if pair := clash(roles | roles_of(employee), INCOMPATIBLE):
        first, second = sorted(Role(role).label for role in pair)
        raise Refused(
            _("%(name)s不能同时是%(first)s和%(second)s。")
            % {"name": employee.name, "first": first, "second": second}
        )


def require_over_post(acting: Acting | None, post: Post) -> None:
    """Raises Refused unless they arrange who is at this post; union posts are the union's to arrange."""
    union = roles_on(post) & UNION_ROLES
    if union:
        # Whoever fills a union post decides who holds the union's powers.
        if not all(may_give(acting, role, post.unit.path) for role in union):
            raise Refused(_("工会岗位和职工代表由工会安排。"))
        return
    if not (acting and acting.over(post.unit.path, Role.UNION_OFFICER) and not roles_on(post)):
        require_admin(acting, post.unit.path)


def _require_takeable(acting: Acting | None, post: Post, employee: Employee) -> None:
    roles = roles_on(post)
    if post.closed_on:
        raise Refused(_("岗位已撤销。"))
    if employee.status == Employee.Status.LEFT:
        raise Refused(_("%(name)s已经离开本企业。") % {"name": employee.name})
    if Holding.objects.filter(post=post, employee=employee, until_on=None).exists():
        raise Refused(_("%(name)s已在这个岗位上。") % {"name": employee.name})
    if roles and acting and acting.employee.pk == employee.pk:
        raise Refused(_("带权限的岗位，不能自己安排自己。"))
    refuse_clash(employee, roles)
