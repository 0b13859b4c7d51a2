"""Mediation of a demand: parties in words, meetings, the agreement point by point."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee
from zhiyin.voice.models.demand import Demand
from zhiyin.voice.rules_mediation import RUNNING, Stage, WhyFailed


class Mediation(models.Model):
    """One mediation; it is agreed only once the speaker has said so through their own door."""

    WHY = {
        WhyFailed.NO_AGREEMENT: _("谈不拢"),
        WhyFailed.NOT_WILLING: _("有一方不愿意协调"),
        WhyFailed.ABSENT: _("有一方一直没来"),
        WhyFailed.OTHER: _("别的原因"),
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="mediations")
    place = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Stage], default=Stage.OPEN)
    matter = models.TextField()
    text_salt = models.CharField(max_length=32)
    opened_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    proposed_on = models.DateField(null=True)
    proposed_salt = models.CharField(max_length=32, blank=True)
    follow_up_on = models.DateField(null=True)
    agreed_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    declined_why = models.TextField(blank=True)
    declined_salt = models.CharField(max_length=32, blank=True)
    failed_on = models.DateField(null=True)
    failed_because = models.CharField(max_length=16, blank=True)
    failed_why = models.TextField(blank=True)
    failed_salt = models.CharField(max_length=32, blank=True)
    followed_up_on = models.DateField(null=True)
    kept = models.BooleanField(null=True)
    follow_up = models.TextField(blank=True)
    follow_up_salt = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["demand", "place"], name="mediation_one_place"),
            models.UniqueConstraint(
                fields=["demand"],
                condition=models.Q(stage__in=sorted(RUNNING)),
                name="mediation_one_running",
            ),
        ]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.stage}"

    @property
    def why(self) -> str:
        """Why it failed, in words."""
        return str(self.WHY[WhyFailed(self.failed_because)]) if self.failed_because else ""


class MediationParty(models.Model):
    """Somebody who takes part, as the record calls them: a role or a name, not necessarily an employee."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="parties")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mediation", "place"], name="party_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return self.words


class MediationMeeting(models.Model):
    """One meeting: the day, the place, who attended, what was said and settled."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="meetings")
    place = models.PositiveSmallIntegerField()
    met_on = models.DateField()
    where = models.CharField(max_length=120)
    attended = models.CharField(max_length=400)
    said = models.TextField()
    text_salt = models.CharField(max_length=32)
    noted_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mediation", "place"], name="meeting_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.met_on}"


class AgreementItem(models.Model):
    """One point of the agreement: who does what by when, in words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mediation", "place"], name="item_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return self.text
