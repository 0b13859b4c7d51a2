"""What reviewers and the committee say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee
from zhiyin.suggestions.models.suggestion import Suggestion


class Review(models.Model):
    """One reviewer's evaluation; two that count are needed, each given without seeing the other."""

    class Opinion(models.TextChoices):
        ADOPT = "adopt", _("建议采纳")
        PART = "part", _("建议部分采纳")
        NOT = "not", _("建议不采纳")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="reviews")
    round = models.SmallIntegerField(default=1)
    reviewer = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    assigned_on = models.DateField()
    declined_on = models.DateField(null=True)
    given_on = models.DateField(null=True)
    opinion = models.CharField(max_length=8, choices=Opinion.choices, blank=True)
    feasible = models.SmallIntegerField(null=True)
    benefit = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "round", "reviewer"], name="review_once")
        ]
        indexes = [models.Index(fields=["reviewer", "given_on", "declined_on"], name="review_by_person")]
        ordering = ["assigned_on", "pk"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.opinion}"


class Decision(models.Model):
    """What the committee decided, with its reason in plain words."""

    class Reason(models.TextChoices):
        COST = "cost", _("花费大于好处")
        SAFETY = "safety", _("会带来新的安全风险")
        DONE = "done", _("已经有人做了，或已在计划里")
        LAW = "law", _("和法律或标准不符")
        OTHER = "other", _("其他原因")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="decisions")
    place = models.SmallIntegerField()
    meeting = models.ForeignKey("suggestions.Meeting", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Suggestion.Outcome.choices)
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    text = models.TextField()
    salt = models.CharField(max_length=32)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion", "place"], name="decision_once")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.on}"
