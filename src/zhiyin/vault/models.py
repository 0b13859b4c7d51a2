"""Who spoke, kept apart from what was said. Ids here are random: an order would tell too much."""

from uuid import uuid4

from django.db import models


class Keeper(models.Model):
    """Someone who keeps half of the means to open identities; the private key is locked by a passphrase."""

    class Side(models.TextChoices):
        DEMAND_OFFICE = "demand_office", "诉求办"
        UNION = "union", "工会"
        HIGHER_UNION = "higher_union", "上级工会"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    side = models.CharField(max_length=16, choices=Side.choices)
    name = models.CharField(max_length=64)
    public_key = models.BinaryField(max_length=32)
    locked_key = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.name}"


class SealedIdentity(models.Model):
    """The speaker of one confidential case, sealed for pairs of keepers."""

    case_id = models.UUIDField(primary_key=True)
    envelope = models.JSONField()

    def __str__(self) -> str:
        return str(self.case_id)


class ReminderLink(models.Model):
    """Lets the server find the speaker of a confidential case, because the speaker asked for reminders."""

    case_id = models.UUIDField(primary_key=True)
    shelf = models.PositiveSmallIntegerField(db_index=True)
    box = models.BinaryField()

    def __str__(self) -> str:
        return str(self.case_id)


class Receipt(models.Model):
    """A receipt code opens its case: only the keyed hash is kept."""

    lookup = models.BinaryField(max_length=32, primary_key=True)
    case_id = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return str(self.case_id)
