"""Sub-tasks: those that wait for a post, one as its helper may read it, those of a case for its lead."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.people.acting import Acting, held_on
from zhiyin.people.models import Grant, Holding, Post
from zhiyin.people.paging import Page, day_page
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Exclusion, Task
from zhiyin.voice.rules_joint import OPEN, WITH_HELPER, TaskState
from zhiyin.voice.selectors.visible import not_own_as_deputy

PAGE: Final = 50


@dataclass(frozen=True)
class TaskSeen:
    """What a helper may know: the sub-task, what was said and where; a name only where it is open."""

    task: Task
    text: str
    title: str
    place: str
    name: str
    lead: str
    clock: clocks.Clock | None

    @property
    def late(self) -> bool:
        return self.task.state in WITH_HELPER and self.task.due_on < clock.today()


def _mine(acting: Acting) -> QuerySet[Task]:
    """Sub-tasks with the posts of this person, without demands from which they are kept out."""
    kept_out = Exclusion.objects.filter(employee=acting.employee).values("demand_id")
    posts = acting.posts if acting.has(Role.HANDLER) else ()
    rows = Task.objects.filter(post_id__in=posts, demand__track=Demand.Track.ORDINARY)
    rows = rows.filter(not_own_as_deputy(acting, "post", "demand__author"))
    return rows.exclude(demand_id__in=kept_out).select_related("demand", "unit")


def waiting(acting: Acting) -> QuerySet[Task]:
    """What is to be signed for or answered, nearest day first."""
    return _mine(acting).filter(state__in=sorted(WITH_HELPER)).order_by("due_on", "pk")


def done(acting: Acting) -> QuerySet[Task]:
    """What was answered, returned or taken back, the latest first."""
    ended = (TaskState.ANSWERED, TaskState.RETURNED, TaskState.TAKEN_BACK)
    return _mine(acting).filter(state__in=ended).order_by("-due_on", "pk")


def page(acting: Acting, *, ended: bool, after: str, before: str) -> Page[Task]:
    """Fifty of what waits or of what is done. One query."""
    rows = done(acting) if ended else waiting(acting)
    return day_page(rows, after=after, before=before, size=PAGE)


def task_for(acting: Acting, task_id: UUID) -> TaskSeen:
    """One sub-task for its helper. Raises Task.DoesNotExist."""
    rows = _mine(acting).select_related("demand__author", "demand__handling_unit", "demand__handling_post")
    return seen_of(rows.get(pk=task_id))


def seen_of(task: Task) -> TaskSeen:
    """One query for the clock."""
    demand = task.demand
    unit, post = demand.handling_unit, demand.handling_post
    own = clocks.for_subject("task", task.pk)
    return TaskSeen(
        task=task,
        text=demand.text,
        title=demand.title,
        place=demand.place,
        name=demand.author.name if demand.author else "",
        lead=f"{unit.name} · {post.title}" if unit and post else "",
        clock=next((one for one in reversed(own) if one.running), own[-1] if own else None),
    )


def tasks_of(demand: Demand) -> list[Task]:
    """All sub-tasks of a case. One query."""
    return list(demand.tasks.select_related("unit", "post", "handler"))


def helping(demand: Demand) -> list[Task]:
    """Units that help with a case, for its speaker: who, and how far. One query."""
    if demand.handling_post_id is None:
        return []
    rows = demand.tasks.exclude(state__in=(TaskState.RETURNED, TaskState.TAKEN_BACK))
    return list(rows.select_related("unit"))


def helpers_for(demand: Demand) -> list[Post]:
    """Handling posts of other units that may be asked. One query."""
    return list(_handling(demand).exclude(unit=demand.handling_unit))


def posts_beside(demand: Demand) -> list[Post]:
    """Other handling posts of the same unit, to which its holder may hand the case. One query."""
    rows = _handling(demand).filter(unit=demand.handling_unit)
    return [post for post in rows if post.pk != demand.handling_post_id]


def _handling(demand: Demand) -> QuerySet[Post]:
    """Handling posts, none held by the speaker, nor by somebody kept out or who stepped aside."""
    today = clock.today()
    kept_out = Q(employee_id__in=demand.exclusions.values("employee_id"))
    if demand.author_id:
        kept_out |= Q(employee_id=demand.author_id)
    held = Holding.objects.filter(held_on(today) & kept_out).values("post_id")
    holding = Grant.objects.filter(held_on(today), role=Role.HANDLER).values("post_id")
    posts = Post.objects.filter(pk__in=holding, closed_on__isnull=True).exclude(pk__in=held)
    return posts.select_related("unit").order_by("unit__path", "title")


def still_open(tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.state in OPEN]
