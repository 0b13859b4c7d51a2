"""Hot problems: one problem told many times, its owner, plan, milestones, news, and who has it too."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Post, Unit
from zhiyin.voice.models.demand import Demand, Topic
from zhiyin.voice.states_hot import HotState


class HotProblem(models.Model):
    """Work belongs to `post`; `end_on` is the house's own word for the day on which all is done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in HotState], default=HotState.OPENED
    )
    title = models.CharField(max_length=80)
    about = models.TextField()
    about_salt = models.CharField(max_length=32)
    topic = models.CharField(max_length=12, choices=Topic.choices, default=Topic.OTHER)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="hot_problems")
    place = models.CharField(max_length=80, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="hot_problems")
    plan = models.TextField(blank=True)
    plan_salt = models.CharField(max_length=32, blank=True)
    end_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    result_salt = models.CharField(max_length=32, blank=True)
    opened_on = models.DateField()
    planned_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    broadcast_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    rounds = models.PositiveSmallIntegerField(default=1)
    supporters_told = models.PositiveIntegerField(default=0)
    submission = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-opened_on", "id"], name="hot_by_state"),
            models.Index(fields=["post", "state"], name="hot_of_post"),
            models.Index(fields=["-opened_on", "id"], name="hot_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class HotDemand(models.Model):
    """A demand told as part of a hot problem; it keeps its own clocks, answer and verdict."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(HotProblem, on_delete=models.CASCADE, related_name="attached")
    demand = models.OneToOneField(Demand, on_delete=models.CASCADE, related_name="hot")
    attached_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.problem_id} {self.demand_id}"


class Milestone(models.Model):
    """A step of the plan with its day; kept or late, it stays to be read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    problem = models.ForeignKey(HotProblem, on_delete=models.CASCADE, related_name="milestones")
    round = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    title_salt = models.CharField(max_length=32)
    planned_on = models.DateField()
    done_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    evidence_salt = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["round", "planned_on", "id"]

    def __str__(self) -> str:
        return self.title


class HotNote(models.Model):
    """A text that belongs to a step: news for everybody, or why the owner or the state changed."""

    class Kind(models.TextChoices):
        NEWS = "news", _("进展")
        RESULT = "result", _("结果")
        REOPENED = "reopened", _("重新办理")
        OWNER = "owner", _("换人负责")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    problem = models.ForeignKey(HotProblem, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    written_on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.kind}"


class PreparedAnswer(models.Model):
    """The answer written once for all attached demands; each is still answered by its own handler."""

    problem = models.OneToOneField(
        HotProblem, on_delete=models.CASCADE, primary_key=True, related_name="prepared"
    )
    result = models.CharField(max_length=12)
    request = models.TextField()
    facts = models.TextField()
    basis = models.TextField()
    opinion = models.TextField()
    promised_on = models.DateField(null=True)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()

    def __str__(self) -> str:
        return str(self.problem_id)


class HotSupport(models.Model):
    """Somebody has the problem too. `mark` is a keyed hash that names nobody and differs by problem.

    It is random for the id, has a day and no time, and loses its mark once it is no longer needed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(HotProblem, on_delete=models.CASCADE, related_name="supports")
    mark = models.BinaryField(max_length=32, null=True)
    supported_on = models.DateField()
    solved = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "mark"], name="hot_support_once")]

    def __str__(self) -> str:
        return str(self.id)
