"""The journal's tables: facts, the counter that numbers them, and readers' watermarks."""

from django.db import models

from zhiyin.journal.ids import uuid7


class Fact(models.Model):
    """What happened. Never edited; `seq` is given after commit, `place` counts within the subject."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    place = models.PositiveIntegerField()
    unit_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=64)
    occurred_on = models.DateField()
    occurred_at = models.DateTimeField(null=True)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(null=True)
    payload = models.JSONField(default=dict)
    corrects_id = models.UUIDField(null=True)
    held_until = models.DateField(null=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "place"], name="fact_one_place_in_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(held_until__isnull=True)
                | models.Q(occurred_at__isnull=True, recorded_at__isnull=True),
                name="fact_held_has_no_time",
            ),
        ]
        indexes = [
            models.Index(fields=["held_until"], name="fact_unnumbered", condition=models.Q(seq__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"


class Counter(models.Model):
    """The one row whose UPDATE begins every numbering, so that two sequencers never both number."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="counter_is_one_row")]

    def __str__(self) -> str:
        return str(self.last)


class Watermark(models.Model):
    """How far a reader has read."""

    reader = models.CharField(max_length=64, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader} {self.seq}"
