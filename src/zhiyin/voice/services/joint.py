"""Joint handling: the lead gives sub-tasks to other units; each is signed for, answered or returned once."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value, named
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Post
from zhiyin.voice import rules, rules_joint
from zhiyin.voice.duties import Duty, duty_of
from zhiyin.voice.models import Demand, Notice, Task
from zhiyin.voice.permissions import helps, parties
from zhiyin.voice.rules_joint import Because
from zhiyin.voice.services.posts import fitting_post
from zhiyin.voice.services.steps import (
    SUBJECT,
    actor_of,
    advance_all,
    allow,
    deputising,
    excluded,
    locked,
    next_place,
    salted,
    unrelated,
)
from zhiyin.voice.states import State

TASK = "task"
BY_HELPER = frozenset({"voice.task.signed", "voice.task.answered", "voice.task.returned"})
OWN_ANSWERS = frozenset({Duty.ANSWER, Duty.ANSWER_AGAIN, Duty.PROMISE})


@verb("voice.task.given")
def give_task(
    *, acting: Acting, demand_id: UUID, post_id: UUID, what: str, due_on: date, version: int | None = None
) -> Task:
    """Ask a post of another unit for its part. The lead stays the lead."""
    demand = _led(acting, demand_id, version)
    if demand.tasks.filter(state__in=sorted(rules_joint.OPEN)).count() >= rules_joint.MOST_OPEN:
        raise rules.NotNow("too_many_tasks")
    post = _helper(demand, post_id)
    _check_words(demand, what, due_on)
    salt, digest = salted(what)
    task = Task.objects.create(
        demand=demand,
        place=next_place(demand, "tasks"),
        post=post,
        unit=post.unit,
        what=what,
        text_salt=salt,
        given_by=acting.employee,
        given_on=clock.today(),
        due_on=due_on,
    )
    _tell(task, acting, "voice.task.given", **_given(task, digest))
    _moved(demand)
    return task


@verb("voice.task.given")
def give_again(
    *, acting: Acting, task_id: UUID, post_id: UUID, what: str, due_on: date, version: int | None = None
) -> Task:
    """A returned sub-task goes out once more, to the same post or to another."""
    task, demand = _of_lead(acting, task_id, version)
    task.state = rules_joint.after("give_again", task.state)
    post = _helper(demand, post_id)
    _check_words(demand, what, due_on)
    if post.pk != task.post_id:
        task.returns = 0
    task.post, task.unit, task.what, task.due_on = post, post.unit, what, due_on
    task.handler, task.signed_on = None, None
    task.text_salt, digest = salted(what)
    task.save()
    _tell(task, acting, "voice.task.given", **_given(task, digest))
    _moved(demand)
    return task


@verb("voice.task.signed")
def sign_task(*, acting: Acting, task_id: UUID) -> Task:
    """The helping post takes it."""
    task = _of_helper(acting, task_id)
    task.state = rules_joint.after("sign", task.state)
    task.handler, task.signed_on = acting.employee, clock.today()
    task.save()
    _tell(task, acting, "voice.task.signed", handler=acting.actor)
    return task


@verb("voice.task.answered")
def answer_task(*, acting: Acting, task_id: UUID, text: str) -> Task:
    """What the helping unit found or did, for the lead to answer with."""
    task = _of_helper(acting, task_id)
    task.state = rules_joint.after("answer", task.state)
    if not text.strip():
        raise rules.NotNow("empty_message")
    task.answer_salt, digest = salted(text)
    task.answer, task.answered_on, task.handler = text, clock.today(), acting.employee
    task.save()
    _tell(task, acting, "voice.task.answered", handler=acting.actor, text=digest)
    _moved(task.demand)
    return task


@verb("voice.task.returned")
def return_task(*, acting: Acting, task_id: UUID, reason: str) -> Task:
    """Not this unit's business, once, with reasons."""
    task = _of_helper(acting, task_id)
    task.state = rules_joint.after("return", task.state)
    rules_joint.check_return(task.returns)
    if not reason.strip():
        raise rules.NotNow("objection_needs_reason")
    task.returned_salt, digest = salted(reason)
    task.returned_why, task.returned_on = reason, clock.today()
    task.returns += 1
    task.save()
    _tell(task, acting, "voice.task.returned", handler=acting.actor, reason=digest)
    _moved(task.demand)
    return task


@verb("voice.task.taken_back")
def take_back(*, acting: Acting, task_id: UUID, why: str, version: int | None = None) -> Task:
    """The lead does not need it any more."""
    task, demand = _of_lead(acting, task_id, version)
    _take_back(task, acting, Because.LEAD, why)
    _moved(demand)
    return task


@verb(may=("voice.task.taken_back",))
def take_back_all(*, acting: Acting | None, demand: Demand, because: str, why: str = "") -> int:
    """Whatever is open is taken back, because the demand went on without it. Inside another verb."""
    tasks = list(_tasks().filter(demand=demand, state__in=sorted(rules_joint.OPEN)))
    for task in tasks:
        _take_back(task, acting, because, why)
    return len(tasks)


def _take_back(task: Task, acting: Acting | None, because: str, why: str) -> None:
    task.state = rules_joint.after("take_back", task.state)
    task.taken_back_on, task.because, task.taken_back_why = clock.today(), because, why
    task.save()
    _tell(task, acting, "voice.task.taken_back", because=because)


@verb("voice.demand.handed_on", "voice.handler.assigned")
def hand_on(
    *, acting: Acting, demand_id: UUID, post_id: UUID, reason: str, version: int | None = None
) -> Demand:
    """The holder hands the case to another post of the unit, stating that nobody there has an interest."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "hand_on")
    if demand.track != Demand.Track.ORDINARY:
        raise rules.NotNow("accusation_is_not_shared")
    if not reason.strip():
        raise rules.NotNow("handing_on_needs_reason")
    post = fitting_post(demand, post_id)
    if post.unit_id != demand.handling_unit_id or post.pk == demand.handling_post_id:
        raise rules.NotNow("not_a_post_of_this_unit")
    Notice.objects.create(
        demand=demand,
        place=next_place(demand, "notices"),
        about="handed_on",
        text=reason,
        given_on=clock.today(),
    )
    # Recorded before the case is out of these hands: it is allowed by the post that it leaves.
    to = {"to_unit": post.unit_id.hex, "to_post": post.pk.hex}
    advance_all(demand, acting, ("hand_on", {"handler": acting.actor, **to}), ("assign", unrelated(demand)))
    demand.handling_post, demand.handler = post, None
    demand.save(update_fields=["handling_post", "handler"])
    return demand


def limit_for(demand: Demand) -> date | None:
    """The last day that the lead may give a helper: its own next answer or the ceiling."""
    today = clock.today()
    own = clocks.for_subjects(SUBJECT, [demand.pk]).get(demand.pk, [])
    house = [c.due_on for c in own if c.running and duty_of(c.outline) in OWN_ANSWERS]
    ceiling = clocks.ceiling_on(SUBJECT, demand.pk)
    return rules_joint.limit_of(house=house, ceiling=ceiling, today=today)


def _led(acting: Acting, demand_id: UUID, version: int | None) -> Demand:
    """The demand, of which this person is the lead. Raises PermissionDenied, NotNow, Conflict."""
    demand = locked(demand_id, version=version)
    if rules.Party.HANDLER not in parties(acting, demand) or excluded(acting, demand):
        raise PermissionDenied("lead")
    if demand.track != Demand.Track.ORDINARY:
        raise rules.NotNow("accusation_is_not_shared")
    if State(demand.state) not in rules_joint.LEAD_STATES:
        raise rules.NotNow("not_in_this_state")
    return demand


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_for_update(of=("self",)).select_related("demand", "post", "unit")


def _of_lead(acting: Acting, task_id: UUID, version: int | None) -> tuple[Task, Demand]:
    """The demand is locked before the sub-task, as everywhere."""
    demand_id = Task.objects.values_list("demand_id", flat=True).get(pk=task_id)
    demand = _led(acting, demand_id, version)
    return _tasks().get(pk=task_id), demand


def _of_helper(acting: Acting, task_id: UUID) -> Task:
    demand_id = Task.objects.values_list("demand_id", flat=True).get(pk=task_id)
    demand = locked(demand_id)
    task = _tasks().get(pk=task_id)
    if not helps(acting, task) or excluded(acting, demand):
        raise PermissionDenied("helper")
    task.demand = demand
    return task


def _helper(demand: Demand, post_id: UUID) -> Post:
    """A fitting post of another unit. Raises NotNow."""
    post = fitting_post(demand, post_id)
    if post.unit_id == demand.handling_unit_id:
        raise rules.NotNow("task_stays_outside_own_unit")
    return post


def _check_words(demand: Demand, what: str, due_on: date) -> None:
    if not what.strip():
        raise rules.NotNow("task_needs_words")
    rules_joint.check_due(due_on=due_on, limit=limit_for(demand), today=clock.today())


def _given(task: Task, digest: str) -> dict[str, Value | None]:
    return {
        "demand": task.demand_id.hex,
        "to_unit": task.unit_id.hex,
        "to_post": task.post_id.hex,
        "due_on": task.due_on,
        "text": digest,
    }


def _tell(task: Task, acting: Acting | None, kind: str, **payload: Value | None) -> None:
    sealed = task.demand.sealed
    if acting:
        may = helps if kind in BY_HELPER else _leads
        payload |= deputising(acting.stands_in_at(lambda who: may(who, task)))
    entry = Entry(named(kind), task.pk, actor_of(acting), task.unit_id, sealed=sealed, payload=payload)
    record_all([entry])
    clocks.refresh(TASK, [task.pk])


def _leads(acting: Acting, task: Task) -> bool:
    return rules.Party.HANDLER in parties(acting, task.demand)


def _moved(demand: Demand) -> None:
    """A page of the case opened before this is stale."""
    demand.version += 1
    demand.save(update_fields=["version"])


def open_tasks(demand: Demand) -> int:
    return int(demand.tasks.filter(state__in=sorted(rules_joint.OPEN)).count())
