"""Grants: role × unit subtree × dates, given to a post; ended and given anew, never edited."""

from datetime import date

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Grant, Post, Unit
from zhiyin.people.permissions import actor_of, may_end, may_give
from zhiyin.people.refusals import Refused
from zhiyin.people.services.posts import lock_people, lock_post, refuse_clash


@verb("people.grant.given")
def give_grant(
    *, acting: Acting | None, role: str, unit: Unit, post: Post, from_on: date | None = None
) -> Grant:
    """Give a role over the subtree of `unit` to a post.

    Raises Refused: no right to give it, one's own post, roles that exclude each other in one holder.
    """
    if not may_give(acting, role, unit.path):
        raise Refused(_("这个角色不归你授予。"))
    lock_post(post)
    if post.closed_on:
        raise Refused(_("岗位已撤销。"))
    if Grant.objects.filter(role=role, unit=unit, post=post, until_on=None).exists():
        raise Refused(_("这个岗位已有这个权限。"))
    holders = list(Employee.objects.filter(holdings__post=post, holdings__until_on=None))
    lock_people(holders)
    for holder in holders:
        if acting and holder.pk == acting.employee.pk:
            raise Refused(_("不能给自己的岗位授权。"))
        refuse_clash(holder, frozenset({role}))
    grant = Grant.objects.create(role=role, unit=unit, post=post, from_on=from_on or clock.today())
    record(facts.GRANT_GIVEN, grant.pk, actor=actor_of(acting), unit=unit.pk, role=role, post=post.pk)
    return grant


@verb("people.grant.ended")
def end_grant(*, acting: Acting | None, grant: Grant) -> Grant:
    """End a grant from today on. Raises Refused."""
    if not may_end(acting, grant.role, grant.unit.path):
        raise Refused(_("这个授权不归你终止。"))
    if not Grant.objects.filter(pk=grant.pk, until_on=None).update(until_on=clock.today()):
        raise Refused(_("授权已终止。"))
    grant.until_on = clock.today()
    record(facts.GRANT_ENDED, grant.pk, actor=actor_of(acting), unit=grant.unit_id, role=grant.role)
    return grant
