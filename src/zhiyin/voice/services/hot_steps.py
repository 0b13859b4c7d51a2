"""Taking a step in a hot problem: lock its row, check who and when, change, record, refresh its clocks."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions import clocks
from zhiyin.journal.kinds import FactKind, Value
from zhiyin.journal.record import Entry, record_all
from zhiyin.people.acting import Acting
from zhiyin.voice import rules_hot
from zhiyin.voice.models import Demand, HotNote, HotProblem, Milestone
from zhiyin.voice.permissions_hot import hot_parties
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.hot_owner import owner_of
from zhiyin.voice.services.steps import Conflict, deputising, salted

HOT, MILESTONE = "hot", "hot_milestone"
ORDINARY = Demand.Track.ORDINARY


def locked_problem(problem_id: UUID, *, version: int | None = None) -> HotProblem:
    """The problem, locked for this transaction. Raises Conflict, HotProblem.DoesNotExist."""
    problem = (
        HotProblem.objects.select_for_update(of=("self",))
        .select_related("unit", "post__unit")
        .get(pk=problem_id)
    )
    if version is not None and problem.version != version:
        raise Conflict
    return problem


def allow(acting: Acting, problem: HotProblem, verb: str) -> rules_hot.HotStep:
    """The row of the table for `verb`. Raises PermissionDenied, NotNow."""
    if not parties_of(acting, problem) & rules_hot.HOT_STEPS[verb].by:
        raise PermissionDenied(verb)
    return rules_hot.hot_step(verb, problem.state)


def parties_of(acting: Acting, problem: HotProblem) -> frozenset[rules_hot.HotParty]:
    """Two queries."""
    handled_by = problem.attached.filter(demand__track=ORDINARY, demand__handling_post__isnull=False)
    return hot_parties(
        acting,
        problem,
        answering=owner_of(problem.post).answering,
        handled_by=set(handled_by.values_list("demand__handling_post_id", flat=True)),
    )


def move(acting: Acting, problem: HotProblem, step: rules_hot.HotStep, entries: list[Entry]) -> None:
    """Save the problem in its next state with the facts of the step."""
    as_deputy = deputising(acting.stands_in_at(lambda who: bool(parties_of(who, problem) & step.by)))
    entries = [replace(one, payload={**one.payload, **as_deputy}) for one in entries]
    if step.to is not None:
        problem.state = step.to
    problem.version += 1
    problem.save()
    record_all(entries)
    clocks.refresh(HOT, [problem.pk])
    if milestones := [UUID(str(e.subject)) for e in entries if e.kind.subject == MILESTONE]:
        clocks.refresh(MILESTONE, milestones)


def told_of(problem: HotProblem, kind: FactKind, acting: Acting, **payload: Value | None) -> Entry:
    """A fact of the problem, owed by the unit of its post."""
    return Entry(kind, problem.pk, acting.actor, problem.post.unit_id, payload=payload)


def told_of_milestone(milestone: Milestone, kind: FactKind, acting: Acting, **payload: Value) -> Entry:
    problem = milestone.problem
    return Entry(
        kind, milestone.pk, acting.actor, problem.post.unit_id, payload={"hot": problem.pk.hex, **payload}
    )


def note(problem: HotProblem, kind: str, text: str, on: date) -> str:
    """Keep a text of the problem; returns its digest. Raises NotNow for an empty one."""
    salt, digest = salted(needed(text))
    HotNote.objects.create(problem=problem, kind=kind, text=text.strip(), salt=salt, written_on=on)
    return digest


def needed(text: str) -> str:
    """Raises NotNow for an empty text."""
    if not text.strip():
        raise NotNow("hot_needs_text")
    return text.strip()
