"""Pictures and papers that go with a suggestion."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.suggestions.models.suggestion import Suggestion


class Attachment(models.Model):
    """Bytes lie encrypted beside the database. The name it had is not kept: it could name an author."""

    class Part(models.TextChoices):
        IDEA = "idea", _("随建议")
        EVIDENCE = "evidence", _("实施的证明")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="attachments")
    part = models.CharField(max_length=8, choices=Part.choices)
    place = models.SmallIntegerField()
    media = models.CharField(max_length=32)
    size = models.IntegerField()
    kept_on = models.DateField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "place"], name="attachment_once")]

    def __str__(self) -> str:
        return f"{self.part} {self.place}"
