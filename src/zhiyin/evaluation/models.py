"""What is derived from facts for the rates, and the figures of periods that are fixed."""

from uuid import UUID

from django.db import models

# In the place of a unit: what no unit handles yet, and what is counted for the enterprise alone.
NO_UNIT = UUID(int=0)


class DemandRecord(models.Model):
    """One demand as the rates see it; can be thrown away and rebuilt. Nothing of who spoke.

    `labels` is what it counts as, `settles_on` the day from which the calendar alone changes that.
    """

    demand_id = models.UUIDField(primary_key=True, editable=False)
    unit = models.CharField(max_length=36, null=True)
    kind = models.CharField(max_length=16, blank=True)
    anonymous = models.BooleanField()
    contact_known = models.BooleanField()
    received_on = models.DateField(null=True)
    accept_due = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    begun_on = models.DateField(null=True)
    dispatched_on = models.DateField(null=True)
    contact_due = models.DateField(null=True)
    contacted_on = models.DateField(null=True)
    answer_due = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    paused = models.BooleanField()
    extended = models.BooleanField()
    objected = models.BooleanField()
    promised_on = models.DateField(null=True)
    promise_done_on = models.DateField(null=True)
    promise_denied = models.BooleanField()
    visit_due = models.DateField(null=True)
    reached_on = models.DateField(null=True)
    given_up_on = models.DateField(null=True)
    solved = models.CharField(max_length=8, blank=True)
    satisfied = models.CharField(max_length=12, blank=True)
    rated_on = models.DateField(null=True)
    rework = models.BooleanField()
    ended_on = models.DateField(null=True)
    reopened = models.BooleanField()
    reviewed_on = models.DateField(null=True)
    review_changed = models.BooleanField()
    left_as = models.CharField(max_length=12, blank=True)
    left_on = models.DateField(null=True)
    labels = models.JSONField(default=list)
    settles_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["settles_on"], name="record_settles", condition=models.Q(settles_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.answer_due}"


class Tally(models.Model):
    """How many demands of a unit count as `measure` in the month that begins on `month`."""

    month = models.DateField()
    unit_id = models.UUIDField(default=NO_UNIT)
    measure = models.CharField(max_length=40)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "measure", "unit_id"], name="evaluation_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.measure} {self.count}"


class FrozenPeriod(models.Model):
    """A period whose figures are fixed; the digest is also in the journal."""

    code = models.CharField(max_length=8, primary_key=True)
    first_on = models.DateField()
    last_on = models.DateField()
    frozen_on = models.DateField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.code


class FrozenFigure(models.Model):
    """One figure of a frozen period, of one unit without those below it. Never edited."""

    period = models.ForeignKey(FrozenPeriod, on_delete=models.PROTECT, related_name="figures")
    unit_id = models.UUIDField(default=NO_UNIT)
    measure = models.CharField(max_length=40)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "measure", "unit_id"], name="frozen_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.measure} {self.count}"
