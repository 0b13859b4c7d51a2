"""Absences: the holder of a post is away, and somebody with the same powers deputises until a day."""

from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting, held_on
from zhiyin.people.models import Absence, Employee, Grant, Holding, Post
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.rules import covers
from zhiyin.people.services.posts import lock_people, refuse_clash, require_over_post


@verb("people.absence.marked")
def mark_absence(
    *, acting: Acting, post: Post, employee: Employee, deputy: Employee, from_on: date, until_on: date
) -> Absence:
    """`deputy` acts at the post while `employee` is away, both days included.

    By the holder, or by whoever arranges the post. Raises Refused.
    """
    if acting.employee.pk != employee.pk:
        require_over_post(acting, post)
    # Both people first: nobody becomes a deputy while marked away, or the other way round.
    lock_people([employee, deputy])
    today = clock.today()
    if not Holding.objects.filter(held_on(today), post=post, employee=employee).exists():
        raise Refused(_("%(name)s不在这个岗位上。") % {"name": employee.name})
    _require_dates(from_on, until_on)
    Absence.objects.filter(post=post, employee=employee, ended_on=None, until_on__lt=today).update(
        ended_on=F("until_on")
    )
    if Absence.objects.filter(post=post, employee=employee, ended_on=None).exists():
        raise Refused(_("这个岗位已经请了人代。要换人，先结束那一次。"))
    _require_deputy(acting, post, employee, deputy)
    _require_both_free(employee, deputy, from_on, until_on)
    absence = Absence.objects.create(
        post=post, employee=employee, deputy=deputy, from_on=from_on, until_on=until_on,
        made_by=acting.employee, made_on=today,
    )  # fmt: skip
    record(
        facts.ABSENCE_MARKED, post.pk, actor=acting.actor, unit=post.unit_id, employee=employee.pk,
        deputy=deputy.pk, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    return absence


@verb("people.absence.ended")
def end_absence(*, acting: Acting, absence: Absence) -> Absence:
    """From now on the deputy acts at the post no longer. Raises Refused."""
    if acting.employee.pk not in (absence.employee_id, absence.deputy_id):
        require_over_post(acting, absence.post)
    today = clock.today()
    running = Absence.objects.filter(pk=absence.pk, ended_on=None, until_on__gte=today)
    if not running.update(ended_on=today):
        raise Refused(_("这次代岗已经结束了。"))
    absence.ended_on = today
    record(
        facts.ABSENCE_ENDED, absence.post_id, actor=acting.actor, unit=absence.post.unit_id,
        employee=absence.employee_id, deputy=absence.deputy_id, until_on=absence.until_on,
    )  # fmt: skip
    return absence


def _require_dates(from_on: date, until_on: date) -> None:
    if from_on < clock.today():
        raise Refused(_("从今天或者以后的一天起。"))
    if until_on < from_on:
        raise Refused(_("到哪天，不能早于从哪天。"))


def _require_deputy(acting: Acting, post: Post, employee: Employee, deputy: Employee) -> None:
    if deputy.pk == employee.pk:
        raise Refused(_("不能自己代自己。"))
    if deputy.pk == acting.employee.pk:
        raise Refused(_("带权限的岗位，不能自己安排自己代。"))
    if deputy.status == Employee.Status.LEFT:
        raise Refused(_("%(name)s已经离开本企业。") % {"name": deputy.name})
    today = clock.today()
    lent = list(Grant.objects.filter(held_on(today), post=post).values_list("role", "unit__path"))
    if not lent:
        raise Refused(_("这个岗位没有权限，不用请人代。"))
    if any(role == Role.DELEGATE for role, _path in lent):
        raise Refused(_("职工代表是选出来的，不能请人代。"))
    refuse_clash(deputy, frozenset(role for role, _path in lent))
    posts = Holding.objects.filter(held_on(today), employee=deputy).values("post")
    if posts.filter(post=post).exists():
        raise Refused(_("%(name)s已在这个岗位上。") % {"name": deputy.name})
    held = Grant.objects.filter(held_on(today), post__in=posts).values_list("role", "unit__path")
    if not covers(held, lent):
        raise Refused(
            _("%(name)s没有这个岗位的全部权限，不能代。请同单位或上级单位做同样工作的人。")
            % {"name": deputy.name}
        )


def _require_both_free(employee: Employee, deputy: Employee, from_on: date, until_on: date) -> None:
    during = _during(from_on, until_on)
    if during.filter(employee=deputy).exists():
        raise Refused(_("%(name)s这段时间自己也不在。") % {"name": deputy.name})
    if during.filter(deputy=employee).exists():
        raise Refused(_("%(name)s这段时间正代着别的岗位，先结束那一次。") % {"name": employee.name})


def _during(from_on: date, until_on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(Q(from_on__lte=until_on, until_on__gte=from_on), ended_on=None)
