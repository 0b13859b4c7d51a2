"""What is said inside a case, and photos."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.people.models import Employee
from zhiyin.voice.models.demand import Demand


class Message(models.Model):
    """One message in a case. `by` is empty for the speaker: the case already says what may be known."""

    class Side(models.TextChoices):
        SPEAKER = "speaker", _("诉求人")
        OFFICE = "office", _("诉求办")
        HANDLER = "handler", _("承办人")
        UNION = "union", _("工会")
        REVIEWER = "reviewer", _("复查人")
        DISCIPLINE = "discipline", _("纪检")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    side = models.CharField(max_length=12, choices=Side.choices)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    text_salt = models.CharField(max_length=32)
    written_on = models.DateField()
    written_at = models.DateTimeField(null=True)
    # When the handling side first opened what the speaker wrote; never the other way round.
    read_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "place"], name="message_one_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.place}"

    @property
    def unread(self) -> bool:
        """Written by the speaker, and nobody of the handling side has opened it."""
        return self.side == self.Side.SPEAKER and self.read_on is None


class Photo(models.Model):
    """A photo, kept only after it was re-encoded without camera data; until then `ready` is false."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="photos")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="photos")
    answer = models.ForeignKey("voice.Answer", on_delete=models.CASCADE, null=True, related_name="photos")
    place = models.PositiveSmallIntegerField(default=0)
    ready = models.BooleanField(default=False)
    failed = models.BooleanField(default=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["ready"], name="photo_waiting", condition=models.Q(ready=False))]

    def __str__(self) -> str:
        return str(self.id)
