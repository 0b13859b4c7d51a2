"""Urgent alerts: a danger to life or health, told at once and naming no demand (decision 3)."""

from uuid import uuid4

from django.db import models

from zhiyin.people.models import Employee, Unit


class Alert(models.Model):
    """Runs its own hours under its own key; what was said of the danger, without the demand's own text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="alerts")
    place = models.CharField(max_length=80, blank=True)
    raised_at = models.DateTimeField()
    seen_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    action = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["raised_at"], name="alert_waiting", condition=models.Q(seen_at=None))]

    def __str__(self) -> str:
        return f"{self.place} {self.raised_at:%Y-%m-%d}"
