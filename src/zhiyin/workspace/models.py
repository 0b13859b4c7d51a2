"""Schedules of background work, notices, what each person wishes of them, and messages on their way out."""

from uuid import uuid4

from django.db import models

from zhiyin.people.models import Contact, Employee


class Schedule(models.Model):
    """When a job runs next; claimed by a conditional UPDATE, so that any number of workers may run."""

    name = models.CharField(max_length=48, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One line to one person: this many matters of one sort. Batched: it counts, and lists no demand."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=32)
    count = models.PositiveIntegerField()
    since_on = models.DateField()
    show_from = models.DateTimeField()
    read_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "what"], condition=models.Q(read_on__isnull=True), name="notice_batched"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} ×{self.count}"


class NoticeSettings(models.Model):
    """When one wants to be told; the defaults stand for whoever never looked at the page.

    Hours are the enterprise's. `digest_hour`: one message a day instead of single ones.
    """

    QUIET_FROM, QUIET_UNTIL = 21, 7

    employee = models.OneToOneField(
        Employee, on_delete=models.CASCADE, primary_key=True, related_name="notice_settings"
    )
    quiet_from = models.PositiveSmallIntegerField(default=QUIET_FROM)
    quiet_until = models.PositiveSmallIntegerField(default=QUIET_UNTIL)
    digest_hour = models.PositiveSmallIntegerField(null=True)
    digest_on = models.DateField(null=True)
    language = models.CharField(max_length=8, default="zh-hans")
    codes_on = models.DateField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__lte=23, quiet_until__lte=23), name="quiet_hours_of_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["digest_hour"], name="digest_wished", condition=models.Q(digest_hour__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from}–{self.quiet_until}"


class NoticeSwitch(models.Model):
    """A sort switched on or off for one channel, where that differs from what the sort does by itself."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="notice_switches")
    what = models.CharField(max_length=32)
    channel = models.CharField(max_length=8, choices=Contact.Channel.choices)
    on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "what", "channel"], name="notice_switch_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.channel} {self.on}"


class Outgoing(models.Model):
    """One message on its way out; ids are random and a message that has left keeps a day and no time.

    `employee` is empty for a group robot. `next_at` is when it may be tried: whoever moves it on has it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given_up"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    what = models.CharField(max_length=32)
    count = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", next_at__isnull=False)
                | (~models.Q(state="waiting") & models.Q(next_at__isnull=True, ended_on__isnull=False)),
                name="outgoing_ended_has_no_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="outgoing_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["state", "ended_on"], name="outgoing_ended"),
            models.Index(
                fields=["employee", "channel"], name="outgoing_of_person",
                condition=models.Q(state="waiting"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} {self.what} {self.state}"
