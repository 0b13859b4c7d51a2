"""Sub-tasks that the lead of a demand gives to posts of other units."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee, Post, Unit
from zhiyin.voice.models.demand import Demand
from zhiyin.voice.rules_joint import OPEN, Because, TaskState


class Task(models.Model):
    """What one post of another unit is asked to do, by its own day inside the lead's."""

    WORDS = {
        TaskState.GIVEN: _("等签收"),
        TaskState.SIGNED: _("在办"),
        TaskState.ANSWERED: _("已答"),
        TaskState.RETURNED: _("退回来了"),
        TaskState.TAKEN_BACK: _("已收回"),
    }
    WHY = {
        Because.LEAD: _("牵头的人收回"),
        Because.ANSWERED_WITHOUT: _("没等到，已经答复职工"),
        Because.WITHDRAWN: _("职工撤回了诉求"),
        Because.MOVED: _("不再由这里办"),
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="tasks")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in TaskState], default=TaskState.GIVEN
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    text_salt = models.CharField(max_length=32)
    given_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    due_on = models.DateField()
    handler = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answer_salt = models.CharField(max_length=32, blank=True)
    answered_on = models.DateField(null=True)
    returns = models.PositiveSmallIntegerField(default=0)
    returned_why = models.TextField(blank=True)
    returned_salt = models.CharField(max_length=32, blank=True)
    returned_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True)
    because = models.CharField(max_length=20, blank=True)
    taken_back_why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="task_one_place")]
        indexes = [models.Index(fields=["post", "state", "due_on"], name="task_of_post")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.place}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def word(self) -> str:
        return str(self.WORDS[TaskState(self.state)])

    @property
    def why(self) -> str:
        """Why it was taken back, in words."""
        return str(self.WHY[Because(self.because)]) if self.because else ""
