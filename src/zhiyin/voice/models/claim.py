"""What one demand asks for, claim by claim; what was found of each; and the papers of an old problem."""

from uuid import uuid4

from django.db import models

from zhiyin.voice.models.demand import Demand
from zhiyin.voice.models.outcome import Answer


class Claim(models.Model):
    """One of several things a demand asks for, in words the speaker would nod to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="claims")
    place = models.PositiveSmallIntegerField()
    text = models.TextField()
    split_into = models.OneToOneField(
        Demand, on_delete=models.PROTECT, null=True, related_name="split_off_as"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="claim_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.place}"


class Finding(models.Model):
    """What one answer says of one claim: its own result, reason and legal ground."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="findings")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="findings")
    result = models.CharField(max_length=12, choices=Answer.Result.choices)
    reason = models.TextField()
    basis = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "answer"], name="finding_once_an_answer")]
        ordering = ["claim__place"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.result}"


class LegacyPaper(models.Model):
    """One document of an old problem (历史遗留): what was decided then, by whom, on which paper."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="legacy_papers")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    dated = models.CharField(max_length=40)
    says = models.TextField()
    text_salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="legacy_paper_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title
