"""A poster with a code that fills in where."""

from django.db import models

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Unit
from zhiyin.voice.models.demand import Topic


class Poster(models.Model):
    """One place where people find the code. Nothing is kept of who read it, or how often."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=8, unique=True)
    place = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=12, blank=True, choices=Topic.choices)
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
