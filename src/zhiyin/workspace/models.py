"""Schedules of background work, and notices to officers."""

from django.db import models

from zhiyin.people.models import Employee


class Schedule(models.Model):
    """When a job runs next; claimed by a conditional UPDATE, so that any number of workers may run."""

    name = models.CharField(max_length=48, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class OfficerNotice(models.Model):
    """One line to one officer: this many matters of one sort. Batched: it counts, and lists no demand."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=32)
    count = models.PositiveIntegerField()
    since_on = models.DateField()
    show_from = models.DateTimeField()
    read_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "what"], condition=models.Q(read_on__isnull=True), name="notice_batched"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} ×{self.count}"
