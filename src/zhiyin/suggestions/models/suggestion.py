"""A suggestion, its authors, and what was said about it on the way."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import BoxedDraft, Employee, Unit


class Suggestion(models.Model):
    """One idea from being filed to its effect. Its key tells no order: it belongs to those who speak.

    `effects` are the codes of what it should improve, each between commas: ",safety,cost,".
    """

    class State(models.TextChoices):
        FILED = "filed", _("等形式审查")
        RETURNED = "returned", _("等提出人补充")
        IN_REVIEW = "in_review", _("评审中")
        REVIEWED = "reviewed", _("等评审会")
        RECONSIDERING = "reconsidering", _("复议，等评审会")
        NOT_ADOPTED = "not_adopted", _("未采纳")
        ADOPTED = "adopted", _("已采纳，等实施")
        TRIAL = "trial", _("试用中")
        IMPLEMENTING = "implementing", _("实施中")
        DONE = "done", _("已实施，等核算效果")
        EFFECT_STATED = "effect_stated", _("效果等第二人确认")
        EFFECT_CONFIRMED = "effect_confirmed", _("等评奖励等级")
        GRADED = "graded", _("奖励待发")
        PAID = "paid", _("已奖励")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Outcome(models.TextChoices):
        FULL = "adopted_full", _("采纳")
        PART = "in_part", _("部分采纳")
        NOT = "not_adopted", _("未采纳")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=40)
    now_text = models.TextField()
    better_text = models.TextField()
    effects = models.CharField(max_length=80)
    place = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    handling_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.FILED)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    # The demand it grew out of, once: shown to its author alone.
    from_demand = models.UUIDField(null=True, unique=True)
    filed_on = models.DateField()
    done_on = models.DateField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    meeting = models.ForeignKey(
        "suggestions.Meeting", on_delete=models.PROTECT, null=True, related_name="items"
    )
    reconsidered = models.BooleanField(default=False)
    submission = models.UUIDField(unique=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["state", "filed_on", "id"], name="suggestion_by_state"),
            models.Index(fields=["filed_on", "id"], name="suggestion_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def effect_codes(self) -> list[str]:
        return [code for code in self.effects.split(",") if code]


class Author(models.Model):
    """One of those whose idea it is. Invited until they say yes; `named`: their name may be shown."""

    class State(models.TextChoices):
        INVITED = "invited", _("等本人确认")
        JOINED = "joined", _("提出人")
        DECLINED = "declined", _("谢绝")
        LEFT = "left", _("已退出")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="authors")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    named = models.BooleanField(default=True)
    share = models.SmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    seen = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion", "employee"], name="author_once")]
        indexes = [models.Index(fields=["employee", "state"], name="author_by_person")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.place}"


class Note(models.Model):
    """A text that goes with a step: what to add, what was added, why to reconsider, what has changed."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="notes")
    verb = models.CharField(max_length=20)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.on}"


class Draft(BoxedDraft):
    """A suggestion begun and not filed."""
