"""What became of an adopted suggestion: trial, implementation, effect, reward."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Post, Unit
from zhiyin.suggestions.models.suggestion import Suggestion


class Trial(models.Model):
    """Tried somewhere for a while."""

    class Result(models.TextChoices):
        WORKS = "works", _("好用")
        PARTLY = "partly", _("改一改能用")
        FAILS = "fails", _("不行")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="trials")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    how = models.TextField()
    result = models.CharField(max_length=8, choices=Result.choices, blank=True)
    found = models.TextField(blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_on} {self.result}"


class Plan(models.Model):
    """Which post of which unit carries it out, by when, and what shows that it was done."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.CASCADE, primary_key=True, related_name="plan"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    how = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.planned_on}"


class Effect(models.Model):
    """What it brought in a year, or in words; stated by one person, confirmed or sent back by another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="effects_stated")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    text = models.TextField()
    stated_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    stated_on = models.DateField()
    confirmed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["stated_on", "pk"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.value}"


class Reward(models.Model):
    """The grade with the range of its day, the amount, and when it was paid in fact."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.CASCADE, primary_key=True, related_name="reward"
    )
    grade = models.CharField(max_length=24)
    low = models.DecimalField(max_digits=12, decimal_places=2)
    high = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    graded_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    graded_on = models.DateField()
    why = models.TextField()
    paid_on = models.DateField(null=True)
    paid_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=models.F("low"), amount__lte=models.F("high")),
                name="reward_within_grade",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.amount}"
