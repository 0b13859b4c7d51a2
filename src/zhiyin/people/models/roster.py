"""Uploaded rosters, and what became of those that arrived in the folder."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models.employees import Employee, Unit


class RosterPreview(models.Model):
    """An uploaded roster, checked but not yet written; its rows lie in a file beside the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # None: it came from the folder
    made_by = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    complete_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class RosterRun(models.Model):
    """One file of the roster folder: seen, then imported, left to the administrator, or refused."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("正在到达")
        WAITING = "waiting", _("等管理员确认")
        IMPORTED = "imported", _("已导入")
        UNCHANGED = "unchanged", _("没有变动")
        REFUSED = "refused", _("没有导入")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    # The file's own time in nanoseconds: with the size it tells whether it is still being written
    changed_ns = models.BigIntegerField()
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ARRIVING)
    # Codes of roster/differences.py or of words.FILE_PROBLEMS, comma separated
    why = models.CharField(max_length=200, blank=True)
    counts = models.JSONField(default=dict)
    preview = models.ForeignKey(RosterPreview, on_delete=models.SET_NULL, null=True, related_name="runs")
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Whether the file lies in done/ or refused/: a run that broke off is tidied up by the next
    put_away = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(put_away=False), name="roster_run_one_of_a_file"
            )
        ]
        indexes = [models.Index(fields=["-seen_at", "-id"], name="roster_run_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
