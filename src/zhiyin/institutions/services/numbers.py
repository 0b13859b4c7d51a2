"""本企业的数: one person proposes, another approves; from a later day on the engine keeps to the new ones."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from zhiyin.institutions.derive.every import period_of
from zhiyin.institutions.facts import NUMBER_APPROVED, NUMBER_PROPOSED, NUMBER_REFUSED, NUMBER_WITHDRAWN
from zhiyin.institutions.house import dials_of
from zhiyin.institutions.language.problems import Problem
from zhiyin.institutions.language.rules import Every, Rule
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.permissions import approving_grant, proposing_grant
from zhiyin.institutions.reading import look_again, programme
from zhiyin.institutions.rules import needs
from zhiyin.institutions.trying import checked, draft_of
from zhiyin.journal import clock, leaf
from zhiyin.journal.record import record
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting, HeldGrant
from zhiyin.people.models import Post

State = HousePack.State
LATEST: Final = timedelta(days=731)
NOBODY_YET: Final = "等第二人批准"


class Taken(Exception):
    """Somebody else's proposal for the same rule is open: `other`."""

    def __init__(self, other: HousePack) -> None:
        super().__init__(str(other))
        self.other = other


class Moved(Exception):
    """The number has changed since the form was opened: `rule` is its version of now."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.uid)
        self.rule = rule


class Wrong(Exception):
    """The packs' own checks do not let these numbers through."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.render("en") for problem in self.problems))


def latest(rule_id: str) -> Rule | None:
    """The last version of a rule that leaves numbers to the house, begun or to begin."""
    versions = programme().versions(rule_id)
    return versions[-1] if versions and versions[-1].settable else None


@verb(NUMBER_PROPOSED.name)
def propose_numbers(
    *,
    acting: Acting,
    rule_id: str,
    values: Mapping[str, str],
    effect_on: date,
    reason: str,
    basis: str = "",
    seen: str = "",
) -> HousePack:
    """Every number of one rule, from a day on. `seen`: the version (uid) that the form showed.

    Raises PermissionDenied, NotNow, Taken, Moved, Wrong.
    """
    grant = proposing_grant(acting)
    if grant is None:
        raise PermissionDenied("propose")
    look_again()
    rule = latest(rule_id)
    if rule is None or values.keys() != dials_of(rule).keys():
        raise NotNow("number_not_settable")
    other = HousePack.objects.filter(rule=rule_id, state=State.PROPOSED).first()
    if other is not None:
        raise Taken(other)
    if seen and seen != rule.uid:
        raise Moved(rule)
    needs(reason, "reason_needed")
    if not all(value.strip() for value in values.values()):
        raise NotNow("number_missing")
    if dict(values) == dials_of(rule):
        raise NotNow("number_unchanged")
    _in_time(rule, effect_on)
    number = HousePack(
        rule=rule_id,
        before=dials_of(rule),
        dials=dict(values),
        effect_on=effect_on,
        reason=" ".join(reason.split()),
        basis=" ".join(basis.split()),
        salt=leaf.salt(),
        proposed_by=acting.employee,
        proposed_post_id=grant.post_id,
        proposed_on=clock.today(),
    )
    _write(number, rule, NOBODY_YET)
    _insert(number)
    record(
        NUMBER_PROPOSED,
        number.pk,
        actor=acting.actor,
        rule=rule_id,
        effect_on=effect_on,
        pack=number.digest,
        text=leaf.text_digest(number.salt, number.reason),
    )
    return number


def earliest(rule: Rule) -> date:
    """The first day from which new numbers can run: a later one than today, and the first of a period."""
    day = max(clock.today(), rule.start) + timedelta(days=1)
    if isinstance(rule.shape, Every) and period_of(day, rule.shape.months).first != day:
        return period_of(day, rule.shape.months).last + timedelta(days=1)
    return day


def _in_time(rule: Rule, effect_on: date) -> None:
    if effect_on <= clock.today():
        raise NotNow("number_too_early")
    if effect_on > clock.today() + LATEST:
        raise NotNow("number_too_late")
    if effect_on <= rule.start:
        raise NotNow("number_before_latest")
    if isinstance(rule.shape, Every) and period_of(effect_on, rule.shape.months).first != effect_on:
        raise NotNow("number_mid_period")


def _write(number: HousePack, rule: Rule, by_whom: str) -> None:
    """The pack's text, once it has passed the packs' own checks. Raises Wrong."""
    text = draft_of(rule, number.dials, number.effect_on, by_whom)
    _programme, problems = checked(text)
    if problems:
        raise Wrong(problems)
    number.text, number.digest, number.by_whom = text, sha256(text.encode()).hexdigest(), by_whom


def _insert(number: HousePack) -> None:
    """Two forms sent at once: the database lets one of them open a proposal. Raises Taken."""
    try:
        with transaction.atomic():
            number.save(force_insert=True)
    except IntegrityError:
        other = HousePack.objects.filter(rule=number.rule, state=State.PROPOSED).first()
        if other is None:
            raise
        raise Taken(other) from None


def _locked(number_id: UUID) -> HousePack:
    """An open proposal; with it all others, so that two approvals see each other. Raises NotNow."""
    # A stable order of locks.
    waiting = list(HousePack.objects.select_for_update().filter(state=State.PROPOSED).order_by("pk"))
    found = next((one for one in waiting if one.pk == number_id), None)
    if found is None:
        raise NotNow("number_decided")
    return found


def _second_person(acting: Acting, number: HousePack) -> HeldGrant:
    grant = approving_grant(acting)
    if grant is None:
        raise PermissionDenied("approve")
    if number.proposed_by_id == acting.employee.pk:
        raise NotNow("number_of_ones_own")
    return grant


def _decided(
    number: HousePack, acting: Acting, state: str, grant: HeldGrant | None, answer: str = ""
) -> None:
    number.state, number.answer = state, " ".join(answer.split())
    number.decided_by, number.decided_on = acting.employee, clock.today()
    number.decided_post_id = grant.post_id if grant else None
    number.version += 1
    number.save()


@verb(NUMBER_APPROVED.name)
def approve_numbers(*, acting: Acting, number_id: UUID) -> HousePack:
    """A leader of the whole enterprise, another person than proposed; every process reads it from now on.

    Raises PermissionDenied, NotNow, Wrong.
    """
    number = _locked(number_id)
    grant = _second_person(acting, number)
    look_again()
    rule = latest(number.rule)
    if rule is None:
        raise NotNow("number_not_settable")
    if number.effect_on <= clock.today():
        raise NotNow("number_came_too_late")
    _in_time(rule, number.effect_on)
    post = Post.objects.get(pk=grant.post_id)
    words = [f"{post.title} {clock.today().isoformat()} 批准", *([number.basis] if number.basis else [])]
    _write(number, rule, "；".join(words))
    _decided(number, acting, State.APPROVED, grant)
    record(
        NUMBER_APPROVED,
        number.pk,
        actor=acting.actor,
        rule=number.rule,
        effect_on=number.effect_on,
        pack=number.digest,
        post=grant.post_id,
    )
    # At once for what follows in this transaction, and again when everybody can see it.
    look_again()
    transaction.on_commit(look_again)
    return number


@verb(NUMBER_REFUSED.name)
def refuse_numbers(*, acting: Acting, number_id: UUID, reason: str) -> HousePack:
    """The second person says no, and why. Raises PermissionDenied, NotNow."""
    number = _locked(number_id)
    grant = _second_person(acting, number)
    needs(reason, "reason_needed")
    _decided(number, acting, State.REFUSED, grant, reason)
    text = leaf.text_digest(number.salt, number.answer)
    record(NUMBER_REFUSED, number.pk, actor=acting.actor, rule=number.rule, text=text)
    return number


@verb(NUMBER_WITHDRAWN.name)
def withdraw_numbers(*, acting: Acting, number_id: UUID) -> HousePack:
    """By who proposed it, while it waits. Raises PermissionDenied, NotNow."""
    number = _locked(number_id)
    if number.proposed_by_id != acting.employee.pk:
        raise PermissionDenied("withdraw")
    _decided(number, acting, State.WITHDRAWN, proposing_grant(acting))
    record(NUMBER_WITHDRAWN, number.pk, actor=acting.actor, rule=number.rule)
    return number
