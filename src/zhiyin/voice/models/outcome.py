"""Answers, verdicts, the union's calls, and reviews."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee, Unit
from zhiyin.voice.models.demand import Demand
from zhiyin.voice.states import Satisfied, Solved


class Answer(models.Model):
    """A written answer with its elements (信访工作条例 32); `promised_on` makes it a promise."""

    class Result(models.TextChoices):
        SUPPORT = "support", _("支持")
        PARTLY = "partly", _("部分支持")
        EXPLAIN = "explain", _("合理，暂无条件，说明理由")
        NOT_SUPPORT = "not_support", _("现行政策没有规定，说明理由")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=12, choices=Result.choices)
    request = models.TextField(_("您的诉求"))
    facts = models.TextField(_("查明的事实"))
    basis = models.TextField(_("依据"))
    opinion = models.TextField(_("处理意见"))
    # Of something it said: reasonable, and cannot be done yet.
    lacks_conditions = models.BooleanField(default=False)
    promised_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_text = models.TextField(blank=True)
    done_salt = models.CharField(max_length=32, blank=True)
    redated_from = models.DateField(null=True)
    denied_on = models.DateField(null=True)
    text_salt = models.CharField(max_length=32)
    handler = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField()
    imported_text = models.TextField(blank=True)
    # How many articles it cites, so that pages look for them only where there are some.
    cites = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="answer_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.place}"

    @property
    def whole(self) -> str:
        """All that was said of the demand as a whole."""
        return "\n".join((self.request, self.facts, self.basis, self.opinion, self.imported_text))


class Verdict(models.Model):
    """What the speaker said of one answer; the last one inside the window counts, earlier ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="verdicts")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="verdicts")
    place = models.PositiveSmallIntegerField()
    solved = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Solved])
    satisfied = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Satisfied])
    why = models.TextField(blank=True)
    by_union = models.BooleanField(default=False)
    given_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="verdict_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.solved} {self.satisfied}"


class Call(models.Model):
    """One try of the union's return visit."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("电话")
        CHAT = "chat", _("站内留言")
        IN_PERSON = "in_person", _("当面")
        PAPER = "paper", _("书面")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="calls")
    caller = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    reached = models.BooleanField()
    note = models.TextField(blank=True)
    made_on = models.DateField()

    class Meta:
        ordering = ["made_on"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.made_on}"


class Review(models.Model):
    """A review (复查) or second review (复核): by the next higher unit, other people."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="reviews")
    second = models.BooleanField(default=False)
    grounds = models.TextField(_("为什么不同意"))
    grounds_salt = models.CharField(max_length=32)
    requested_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    changed = models.BooleanField(null=True)
    opinion = models.TextField(blank=True)
    opinion_salt = models.CharField(max_length=32, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ["requested_on", "second"]

    def __str__(self) -> str:
        return f"{self.demand_id} {'second ' if self.second else ''}review"
