"""Segments: named groups of employees told by their dimensions, never by what anybody said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models.employees import Employee, Unit
from zhiyin.people.roles import Role


class Segment(models.Model):
    """A group with a name; whom it holds on a day follows from its version in force on that day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("名称"), max_length=40)
    owner_role = models.CharField(_("谁用"), max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="segments")
    version = models.PositiveIntegerField(default=1)
    opened_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "owner_role"],
                condition=models.Q(ended_on__isnull=True),
                name="segment_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SegmentVersion(models.Model):
    """What a segment asks for from a day on: dimension → the values that belong to it. Never edited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    filters = models.JSONField(default=dict)
    from_on = models.DateField()
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="segment_version_once")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.number}"
