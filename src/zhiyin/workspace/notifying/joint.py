"""Notices about sub-tasks: to the post that is asked, and back to the lead."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.journal.models import Fact
from zhiyin.people.roles import Role
from zhiyin.voice.models import Task
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.secrecy import Secrecy
from zhiyin.workspace.notifying.sources import App, Sort, Source

HELPER: Final = "helper"
LEAD: Final = "lead"
BY_HANDLER: Final = frozenset({Role.HANDLER})

SORTS: Final = (
    Sort("task", _("请你们协办的"), "voice:tasks", BY_HANDLER),
    Sort("task_back", _("协办有了答复或被退回"), "voice:inbox", BY_HANDLER),
)
SOURCES: Final = (
    Source("voice.task.given", "task", HELPER),
    Source("voice.task.taken_back", "task", HELPER),
    Source("voice.task.answered", "task_back", LEAD),
    Source("voice.task.returned", "task_back", LEAD),
)


class People:
    """Whom facts of sub-tasks concern; never anybody from whom the demand is kept."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders
        ids = {UUID(fact.subject_id) for fact in facts if fact.subject_kind == "task"}
        rows = Task.objects.filter(pk__in=ids).only("post_id", "demand_id") if ids else ()
        self._tasks = {task.pk: task for task in rows}
        self._secrecy = Secrecy({task.demand_id for task in self._tasks.values()}, holders)

    def told(self, fact: Fact, who: str) -> set[UUID]:
        task = self._tasks.get(UUID(fact.subject_id))
        demand = self._secrecy.demands.get(task.demand_id) if task else None
        if task is None or demand is None or self._secrecy.is_accusation(demand.pk):
            return set()
        post = task.post_id if who == HELPER else demand.handling_post_id
        return self._secrecy.may_know(demand.pk, self._holders.of_post(post, author=demand.author_id))


APP: Final = App(SORTS, SOURCES, People)
