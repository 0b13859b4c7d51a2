"""What handling leaves behind: notices, asks, extensions, objections, new dates, and import mappings."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee, Unit
from zhiyin.voice.models.demand import Demand


class Notice(models.Model):
    """A written notice to the speaker: receipt, acceptance, another channel, a lapse."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="notices")
    place = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=16)
    text = models.TextField()
    given_on = models.DateField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.about}"


class Ask(models.Model):
    """A request to the speaker for facts; the house promise pauses until `supplied_on`."""

    class Reason(models.TextChoices):
        FACTS = "facts", _("请说明情况")
        PAPERS = "papers", _("请提供材料")
        ABSENCE = "absence", _("暂时不在")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="asks")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    text = models.TextField()
    text_salt = models.CharField(max_length=32)
    asked_on = models.DateField()
    reminded = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True)
    supplied_on = models.DateField(null=True)

    class Meta:
        ordering = ["asked_on"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.asked_on}"


class Extension(models.Model):
    """Asked for by the handler, decided by a second person."""

    class Reason(models.TextChoices):
        COMPLEX = "complex", _("情况复杂")
        EVIDENCE = "evidence", _("等检测、鉴定或外部材料")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=8, choices=Reason.choices)
    explanation = models.TextField()
    handler = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("handler")),
                name="extension_second_person",
            ),
            models.UniqueConstraint(
                fields=["demand"], condition=models.Q(granted__isnull=True), name="extension_one_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} +{self.days}"


class Redate(models.Model):
    """A new date for a promise: asked for by the handler, decided by a second person, once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="redates")
    promised_on = models.DateField()
    reason = models.TextField()
    handler = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("handler")),
                name="redate_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.promised_on}"


class Objection(models.Model):
    """A unit says that a demand is not its business, with reasons; the office rules."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="objection_rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reason_salt = models.CharField(max_length=32)
    made_on = models.DateField()
    upheld = models.BooleanField(null=True)
    ruling = models.TextField(blank=True)
    ruled_on = models.DateField(null=True)

    class Meta:
        ordering = ["made_on"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.unit_id}"


class Mapping(models.Model):
    """Which column of an import file means what, remembered by the file's header."""

    header = models.CharField(max_length=64, primary_key=True)
    columns = models.JSONField()

    def __str__(self) -> str:
        return self.header
