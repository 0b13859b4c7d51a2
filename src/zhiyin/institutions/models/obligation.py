"""Rules in force, the evidence for them, and the obligations that follow."""

from django.db import models


class RuleVersion(models.Model):
    """One version of a rule as last published; `digest` tells whether it must be derived anew."""

    id = models.SmallAutoField(primary_key=True)
    uid = models.CharField(max_length=96, unique=True)
    rule = models.CharField(max_length=80)
    institution = models.CharField(max_length=64)
    layer = models.CharField(max_length=8)
    force = models.CharField(max_length=8)
    shape = models.CharField(max_length=8)
    group = models.CharField(max_length=16)
    must = models.CharField(max_length=48)
    level = models.CharField(max_length=8)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    in_packs = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["institution"], name="rule_institution")]

    def __str__(self) -> str:
        return self.uid


class FactKey(models.Model):
    """Fact `seq` is listed under a key: one that is not its subject, or that of a rule of periods.

    All other facts are found in the journal by their subject.
    """

    pk = models.CompositePrimaryKey("kind", "key", "seq")
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.seq}"


class ObligationRow(models.Model):
    """One row of dates for a rule, a key and an opening fact, which its id is made of.

    `status` is what the dates say today. Every index costs when a million rows fall due: see performance.md.
    """

    class Status(models.TextChoices):
        DUE = "due"
        SUSPENDED = "suspended"
        KEPT = "kept"
        KEPT_LATE = "kept_late"
        BREACHED = "breached"
        UNPROVEN = "unproven"
        EXCUSED = "excused"
        CANCELLED = "cancelled"
        PASSED = "passed"

    OPEN = ("due", "suspended")

    id = models.UUIDField(primary_key=True, editable=False)
    rule = models.ForeignKey(
        RuleVersion, on_delete=models.CASCADE, db_index=False, related_name="obligations"
    )
    key = models.CharField(max_length=200)
    opened_seq = models.BigIntegerField()
    opened_by = models.CharField(max_length=64)
    unit_id = models.UUIDField(null=True)
    opened_on = models.DateField()
    start_on = models.DateField()
    start_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    kept_on = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True)
    broken_on = models.DateField(null=True)
    unproven_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=12)
    suspended_since = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    provisional = models.BooleanField()
    keeps = models.BooleanField()
    cures = models.BooleanField()
    may = models.BooleanField()
    have = models.IntegerField(null=True)
    need = models.IntegerField(null=True)
    period = models.CharField(max_length=12)
    adjustments = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices)
    next_step = models.SmallIntegerField(null=True)
    next_on = models.DateField(null=True)
    told_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["key", "rule"], name="obligation_of_key"),
            models.Index(
                fields=["due_on"], name="obligation_open", condition=models.Q(status__in=["due", "suspended"])
            ),
            models.Index(
                fields=["next_on"], name="obligation_remind", condition=models.Q(next_on__isnull=False)
            ),
            models.Index(
                fields=["id"],
                name="obligation_untold",
                condition=models.Q(status__in=["breached", "unproven", "kept_late"], told_on__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="obligation_told_open",
                condition=models.Q(status__in=["due", "suspended"], told_on__isnull=False),
            ),
            models.Index(fields=["unit_id", "due_on"], name="obligation_of_unit"),
            models.Index(fields=["rule", "due_on", "id"], name="obligation_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.key} {self.due_on}"


class MemberEvent(models.Model):
    """A fact by which a member enters, changes in or leaves a register."""

    pk = models.CompositePrimaryKey("register", "member", "seq")
    register = models.CharField(max_length=32)
    member = models.CharField(max_length=64)
    seq = models.BigIntegerField(db_index=True)
    slot = models.CharField(max_length=8)
    kind = models.CharField(max_length=64)
    day = models.DateField()
    kept = models.TextField()

    def __str__(self) -> str:
        return f"{self.register} {self.member}"
