"""制度台账: what one person recorded and a second confirmed, for kinds of facts that no module publishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Unit


class EvidenceSubject(models.Model):
    """A thing that facts are about, with the name people know it by; facts carry `ref` alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=32)
    ref = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref"], name="evidence_subject_once"),
            models.UniqueConstraint(fields=["kind", "name"], name="evidence_subject_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceEntry(models.Model):
    """One line of the register. It counts only once somebody else has confirmed it: then `fact_id` is set."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等第二人确认")
        CONFIRMED = "confirmed", _("已确认")
        REJECTED = "rejected", _("已退回")
        WITHDRAWN = "withdrawn", _("已作废")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=64)
    group = models.CharField(max_length=16)
    side = models.CharField(max_length=12)
    subject = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    occurred_on = models.DateField()
    fields = models.JSONField(default=dict)
    text = models.CharField(max_length=2000)
    salt = models.CharField(max_length=32)
    late = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    recorded_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    fact_id = models.UUIDField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        indexes = [
            models.Index(fields=["state", "recorded_on", "id"], name="evidence_by_state"),
            models.Index(fields=["kind", "occurred_on"], name="evidence_by_kind"),
            models.Index(fields=["fact_id"], name="evidence_of_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_on}"
