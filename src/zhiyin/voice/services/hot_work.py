"""What the owner of a hot problem does: plan, milestones, news, the result."""

from datetime import date
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import facts_hot, rules_hot
from zhiyin.voice.models import HotNote, HotProblem, Milestone
from zhiyin.voice.rules import NotNow
from zhiyin.voice.services.hot_steps import (
    allow,
    locked_problem,
    move,
    needed,
    note,
    told_of,
    told_of_milestone,
)
from zhiyin.voice.services.steps import salted


@verb("voice.hot.planned")
def plan_problem(
    *, acting: Acting, problem_id: UUID, plan: str, end_on: date, version: int | None = None
) -> HotProblem:
    """What will be done, and the day on which all of it is. The day stands: later is shown as late."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "plan")
    rules_hot.check_planning(end_on=end_on, today=clock.today())
    problem.plan, problem.end_on, problem.planned_on = needed(plan), end_on, clock.today()
    problem.plan_salt, digest = salted(problem.plan)
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_PLANNED, acting, end_on=end_on, text=digest)])
    return problem


@verb("voice.hot.milestone_set")
def set_milestone(
    *, acting: Acting, problem_id: UUID, title: str, planned_on: date, version: int | None = None
) -> Milestone:
    """One step of the plan with its day."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "set_milestone")
    rules_hot.check_milestone(planned_on=planned_on, end_on=problem.end_on, today=clock.today())
    salt, digest = salted(needed(title))
    milestone = Milestone.objects.create(
        problem=problem, round=problem.rounds, title=title.strip(), title_salt=salt, planned_on=planned_on
    )
    fact = facts_hot.MILESTONE_SET
    move(
        acting,
        problem,
        step,
        [told_of_milestone(milestone, fact, acting, planned_on=planned_on, text=digest)],
    )
    return milestone


@verb("voice.hot.milestone_done")
def finish_milestone(
    *, acting: Acting, problem_id: UUID, milestone_id: UUID, evidence: str, version: int | None = None
) -> Milestone:
    """Done, with what shows it."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "finish_milestone")
    milestone = _open_milestone(problem, milestone_id)
    digest = _shown(milestone, evidence)
    milestone.done_on = clock.today()
    milestone.save()
    move(acting, problem, step, [told_of_milestone(milestone, facts_hot.MILESTONE_DONE, acting, text=digest)])
    return milestone


@verb("voice.hot.milestone_dropped")
def drop_milestone(
    *, acting: Acting, problem_id: UUID, milestone_id: UUID, reason: str, version: int | None = None
) -> Milestone:
    """Not to be done after all; the reason is there for everybody to read."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "drop_milestone")
    milestone = _open_milestone(problem, milestone_id)
    digest = _shown(milestone, reason)
    milestone.dropped_on = clock.today()
    milestone.save()
    move(
        acting,
        problem,
        step,
        [told_of_milestone(milestone, facts_hot.MILESTONE_DROPPED, acting, text=digest)],
    )
    return milestone


def _open_milestone(problem: HotProblem, milestone_id: UUID) -> Milestone:
    found = problem.milestones.filter(pk=milestone_id, done_on__isnull=True, dropped_on__isnull=True).first()
    if found is None:
        raise NotNow("hot_milestone_ended")
    found.problem = problem
    return found


def _shown(milestone: Milestone, text: str) -> str:
    milestone.evidence = needed(text)
    milestone.evidence_salt, digest = salted(milestone.evidence)
    return digest


@verb("voice.hot.published")
def publish_news(*, acting: Acting, problem_id: UUID, text: str, version: int | None = None) -> HotProblem:
    """Tell everybody how it stands; the first time, the problem's page becomes public."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "publish")
    digest = note(problem, HotNote.Kind.NEWS, text, clock.today())
    problem.published_on = problem.published_on or clock.today()
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_PUBLISHED, acting, text=digest)])
    return problem


@verb("voice.hot.resolved")
def resolve_problem(
    *, acting: Acting, problem_id: UUID, result: str, version: int | None = None
) -> HotProblem:
    """The result, once every milestone is done or dropped."""
    problem = locked_problem(problem_id, version=version)
    step = allow(acting, problem, "resolve")
    if problem.milestones.filter(done_on__isnull=True, dropped_on__isnull=True).exists():
        raise NotNow("hot_milestones_open")
    digest = note(problem, HotNote.Kind.RESULT, result, clock.today())
    problem.result, problem.resolved_on = result.strip(), clock.today()
    problem.result_salt = problem.notes.filter(kind=HotNote.Kind.RESULT).order_by("-pk")[0].salt
    move(acting, problem, step, [told_of(problem, facts_hot.HOT_RESOLVED, acting, text=digest)])
    return problem
