"""What officers keep for their own work at the desk: views, runs over many cases, looks, notes."""

from uuid import uuid4

from django.db import models

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Unit
from zhiyin.voice.models.demand import Demand


class SavedView(models.Model):
    """A filter of the inbox under a name. It holds no rows: each reader sees what they may see."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    query = models.JSONField()
    track = models.CharField(max_length=12, choices=Demand.Track.choices, default=Demand.Track.ORDINARY)
    shared_in = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "track", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="saved_view_one_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One step taken in many cases at once, so that its result can be read and, for a while, undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    deed = models.CharField(max_length=12)
    at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.deed} {self.at}"


class BulkItem(models.Model):
    """What became of one case in a run: done at a version, or not and why."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=40, blank=True)
    undone = models.BooleanField(default=False)
    why_kept = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.run_id} {self.demand_id}"


class Looking(models.Model):
    """An officer has a case open for working. Gone after a quarter of an hour, and never in a fact."""

    id = models.BigAutoField(primary_key=True)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "officer"], name="looking_once")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.officer_id}"


class OwnNote(models.Model):
    """What an officer wants to be reminded of in a case, on a day. Nobody else ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    officer = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "demand"], name="own_note_once")]
        indexes = [models.Index(fields=["officer", "on"], name="own_note_by_day")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.on}"
