"""What the demand office does with hot problems: open, attach, detach, change the owner, close, reopen."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.record import record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Post, Unit
from zhiyin.people.roles import Role
from zhiyin.vault.codes import ALPHABET
from zhiyin.voice import facts_hot, rules_hot
from zhiyin.voice.models import Demand, HotDemand, HotNote, HotProblem
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.hot_owner import leading_posts
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.hot_steps import (
    HOT,
    ORDINARY,
    allow,
    locked_problem,
    move,
    needed,
    note,
    told_of,
)
from zhiyin.voice.services.steps import salted


@dataclass(frozen=True)
class Gathered:
    """What the office writes when it opens a hot problem. `token`: one form, one problem."""

    title: str
    about: str
    post_id: UUID
    token: bytes
    topic: str = Topic.OTHER
    unit: Unit | None = None
    place: str = ""


@verb("voice.hot.opened")
def _open(*, acting: Acting, gathered: Gathered) -> HotProblem:
    path = gathered.unit.path if gathered.unit else "/"
    office = acting.over(path, Role.DEMAND_OFFICER) if gathered.unit else acting.has(Role.DEMAND_OFFICER)
    if not office:
        raise PermissionDenied("open")
    salt, digest = salted(needed(gathered.about))
    problem = HotProblem.objects.create(
        number=_new_number(),
        title=needed(gathered.title),
        about=gathered.about.strip(),
        about_salt=salt,
        topic=gathered.topic,
        unit=gathered.unit,
        place=gathered.place.strip(),
        post=_leaders_post(gathered.post_id),
        opened_on=clock.today(),
        submission=_submission(gathered.token),
    )
    record_all([told_of(problem, facts_hot.HOT_OPENED, acting, to_post=problem.post_id.hex, text=digest)])
    clocks.refresh(HOT, [problem.pk])
    return problem


def open_problem(*, acting: Acting, gathered: Gathered) -> HotProblem:
    """Open a hot problem; the same form sent twice gives the same one. Raises PermissionDenied, NotNow."""
    known = HotProblem.objects.filter(submission=_submission(gathered.token))
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            return _open(acting=acting, gathered=gathered)
    except IntegrityError:
        if found := known.first():
            return found
        raise


def _submission(token: bytes) -> UUID:
    return UUID(bytes=sha256(b"hot" + token).digest()[:16])


def _new_number() -> str:
    """RD-7K4Q: random, as the numbers of demands are."""
    while True:
        number = "RD-" + "".join(secrets.choice(ALPHABET) for _ in range(4))
        if not HotProblem.objects.filter(number=number).exists():
            return number


def _leaders_post(post_id: UUID) -> Post:
    """Raises NotNow where no leader holds it today."""
    found = next((post for post in leading_posts() if post.pk == post_id), None)
    if found is None:
        raise NotNow("hot_not_a_leaders_post")
    return found


@verb("voice.hot.demand_attached")
def attach_demand(*, acting: Acting, problem_id: UUID, demand_id: UUID) -> HotDemand:
    """Tell a demand as part of the problem. Nothing of the demand changes but that its speaker has news.

    Raises PermissionDenied, NotNow.
    """
    problem = locked_problem(problem_id)
    step = allow(acting, problem, "attach")
    demand = _locked_demand(acting, demand_id)
    rules_hot.check_attaching(
        accusation=demand.track != ORDINARY,
        anonymous=demand.sealed,
        submitted_on=demand.submitted_on,
        state=demand.state,
        in_another=HotDemand.objects.filter(demand=demand).exists(),
        today=clock.today(),
    )
    row = HotDemand.objects.create(problem=problem, demand=demand, attached_on=clock.today())
    Demand.objects.filter(pk=demand.pk).update(version=F("version") + 1)
    move(
        acting, problem, step, [told_of(problem, facts_hot.HOT_DEMAND_ATTACHED, acting, demand=demand.pk.hex)]
    )
    return row


def _locked_demand(acting: Acting, demand_id: UUID) -> Demand:
    """Only what this officer may see at all. Raises PermissionDenied."""
    if not visible(acting).filter(pk=demand_id).exists():
        raise PermissionDenied("attach")
    return Demand.objects.select_for_update(of=("self",)).get(pk=demand_id)


def attach_all(*, acting: Acting, problem_id: UUID, demand_ids: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Each by itself; returns those that could not be attached, each with the reason's code."""
    refused = []
    for demand_id in dict.fromkeys(demand_ids):
        try:
            attach_demand(acting=acting, problem_id=problem_id, demand_id=demand_id)
        except NotNow as why:
            refused.append((demand_id, why.reason))
    return refused


@verb("voice.hot.demand_detached")
def detach_demand(*, acting: Acting, problem_id: UUID, demand_id: UUID, why: str) -> HotProblem:
    """Take a demand out again; it goes on by itself as it did all along."""
    problem = locked_problem(problem_id)
    step = allow(acting, problem, "detach")
    demand = _locked_demand(acting, demand_id)
    if not problem.attached.filter(demand=demand).delete()[0]:
        raise NotNow("hot_not_attached_here")
    Demand.objects.filter(pk=demand.pk).update(version=F("version") + 1)
    fact = told_of(problem, facts_hot.HOT_DEMAND_DETACHED, acting, demand=demand.pk.hex, why=why)
    move(acting, problem, step, [fact])
    return problem


@verb("voice.hot.owner_changed")
def change_owner(
    *, acting: Acting, problem_id: UUID, post_id: UUID, reason: str, version: int | None = None
) -> HotProblem:
    """Another leader's post answers for it from today."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "change_owner")
    if problem.post_id == post_id:
        raise NotNow("hot_same_owner")
    problem.post = _leaders_post(post_id)
    digest = note(problem, HotNote.Kind.OWNER, reason, clock.today())
    fact = told_of(problem, facts_hot.HOT_OWNER_CHANGED, acting, to_post=post_id.hex, text=digest)
    move(acting, problem, step, [fact])
    return problem


@verb("voice.hot.closed")
def close_problem(*, acting: Acting, problem_id: UUID, version: int | None = None) -> HotProblem:
    """Only after the result was answered, and each speaker judged or let the time pass (decision 17)."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "close")
    if problem.broadcast_on is None:
        raise NotNow("hot_not_answered_yet")
    attached = Demand.objects.filter(hot__problem=problem, track=ORDINARY)
    standing = attached.values_list("state", "answered_on", "promised_on", "solved")
    rules_hot.check_closing([rules_hot.Standing(*row) for row in standing], clock.today())
    problem.closed_on = clock.today()
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_CLOSED, acting)])
    return problem


@verb("voice.hot.reopened")
def reopen_problem(
    *, acting: Acting, problem_id: UUID, why: str, reason: str, version: int | None = None
) -> HotProblem:
    """Again, with a new plan to be made: the same is told anew, or people say it is not solved."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "reopen")
    digest = note(problem, HotNote.Kind.REOPENED, reason, clock.today())
    problem.rounds += 1
    problem.planned_on = problem.end_on = problem.resolved_on = None
    problem.broadcast_on = problem.closed_on = None
    problem.supports.exclude(solved="").update(solved="")
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_REOPENED, acting, why=why, text=digest)])
    return problem
