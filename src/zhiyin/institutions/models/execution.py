"""A breach on its way to an outcome: the violation, what was said on its sheet, and files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Post, Unit


class Violation(models.Model):
    """One 督办单 for one breached obligation. The desk it lies on is `desk_role` over `desk_path`.

    `owner_path` is where the owing side's own leader sits; `confided`: nobody but discipline may see it.
    """

    class State(models.TextChoices):
        SUSPECTED = "suspected", _("待确认")
        CONTESTED = "contested", _("有异议，待定")
        CONFIRMED = "confirmed", _("等领导签字")
        SIGNED = "signed", _("整改中")
        RETURNED = "returned", _("退回再改")
        RECTIFIED = "rectified", _("等验收")
        ACCEPTED = "accepted", _("等处理结果")
        CLOSED = "closed", _("已销号")
        EXPLAINED = "explained", _("有理由，免除")
        CORRECTED = "record_corrected", _("记录已更正")

    class Outcome(models.TextChoices):
        TALK = "talk", _("约谈")
        NOTICE = "notice", _("通报")
        ACCOUNTABILITY = "accountability", _("问责")
        NONE = "none", _("不追究")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation_id = models.UUIDField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    rule_uid = models.CharField(max_length=96)
    rule = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    period = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    force = models.CharField(max_length=8)
    level = models.CharField(max_length=8)
    group = models.CharField(max_length=16)
    must = models.CharField(max_length=48)
    side = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="violations")
    owner_path = models.CharField(max_length=400)
    due_on = models.DateField(null=True)
    unproven = models.BooleanField()
    confided = models.BooleanField(default=False)
    opened_on = models.DateField()
    contest_until = models.DateField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.SUSPECTED)
    rung = models.SmallIntegerField(default=1)
    desk_role = models.CharField(max_length=24)
    desk_path = models.CharField(max_length=400)
    step_due_on = models.DateField()
    rectify_by = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    new_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    times = models.SmallIntegerField(default=1)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="sheet_number_once"),
            models.UniqueConstraint(
                fields=["obligation_id"],
                condition=~models.Q(state__in=["closed", "explained", "record_corrected"]),
                name="sheet_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["obligation_id"], name="violation_of_obligation"),
            models.Index(fields=["state", "step_due_on", "id"], name="violation_by_state"),
            models.Index(fields=["rule", "unit", "opened_on"], name="violation_repeated"),
            models.Index(fields=["confirmed_on"], name="violation_confirmed"),
        ]

    def __str__(self) -> str:
        return self.sheet

    @property
    def sheet(self) -> str:
        """2026-031."""
        return f"{self.year}-{self.number:03}"


class SheetEntry(models.Model):
    """What a named person wrote on a sheet, or that the system moved it; `parts` are the texts by name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    violation = models.ForeignKey(Violation, on_delete=models.CASCADE, related_name="entries")
    place = models.SmallIntegerField()
    verb = models.CharField(max_length=20)
    on = models.DateField()
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    rung = models.SmallIntegerField()
    new_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    parts = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["violation", "place"], name="sheet_entry_once")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.verb} {self.on}"


class KeptFile(models.Model):
    """A file that shows something: bytes lie encrypted beside the database under its id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(SheetEntry, on_delete=models.CASCADE, null=True, related_name="files")
    evidence = models.ForeignKey(
        "institutions.EvidenceEntry", on_delete=models.CASCADE, null=True, related_name="files"
    )
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=32)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    kept_on = models.DateField()

    def __str__(self) -> str:
        return self.name
