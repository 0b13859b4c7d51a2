"""What is derived from facts for reading: everything here can be thrown away and rebuilt."""

from django.db import models


class ClockRow(models.Model):
    """One clock of one subject, derived from its facts; `why` is recomputed, never stored."""

    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    rule = models.CharField(max_length=64)
    opened_seq = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    force = models.CharField(max_length=12)
    opened_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    ceiling = models.BooleanField(default=False)
    paused_since = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    kept_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "rule", "opened_seq"], name="clock_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id} {self.due_on}"


class NextDue(models.Model):
    """The nearest running date of a subject: lets lists order and filter by due date in SQL."""

    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    next_due = models.DateField()
    use_from = models.DateField()
    paused = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="next_due_once")]
        indexes = [models.Index(fields=["subject_kind", "next_due", "subject_id"], name="next_due_order")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.next_due}"
