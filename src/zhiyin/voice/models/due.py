"""The nearest running date of a demand, as the institutions keep it."""

from django.db import models

from zhiyin.voice.models.demand import Demand


class Running(models.Model):
    """A view of the institutions' table, so that lists can join it and follow its order; never written."""

    demand = models.OneToOneField(
        Demand,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="subject_id",
        db_constraint=False,
        related_name="running",
    )
    subject_kind = models.CharField(max_length=32)
    next_due = models.DateField()
    paused = models.BooleanField()

    class Meta:
        managed = False
        db_table = "institutions_nextdue"

    def __str__(self) -> str:
        return f"{self.demand_id} {self.next_due}"
