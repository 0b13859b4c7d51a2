"""The review committee, its meetings, and the union's questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee
from zhiyin.suggestions.models.suggestion import Suggestion


class Member(models.Model):
    """A seat in the committee. Never edited: ended, and given anew. Finance checks what ideas are worth."""

    class Side(models.TextChoices):
        MANAGEMENT = "management", _("行政")
        TECHNICAL = "technical", _("技术")
        FINANCE = "finance", _("财务")
        UNION = "union", _("工会")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=models.Q(until_on__isnull=True), name="member_once"
            )
        ]
        ordering = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.side} {self.from_on}"


class Meeting(models.Model):
    """One meeting of the committee: what is on its agenda, who came."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    held_on = models.DateField()
    place = models.CharField(max_length=60)
    called_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    opened = models.BooleanField(default=False)
    members = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return str(self.held_on)


class Presence(models.Model):
    """Who was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="present")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class Question(models.Model):
    """The union asks how a suggestion is dealt with; the department answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    salt = models.CharField(max_length=32)
    asked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answer = models.TextField(blank=True)
    answer_salt = models.CharField(max_length=32, blank=True)
    answered_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["asked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.asked_on}"
