"""本企业的数: each version as data, from its proposal on; an approved one is a pack that processes read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models import Employee, Post


class HousePack(models.Model):
    """New numbers of one rule. Approved rows never change and never go: their texts are laws of the house.

    `before` and `dials` hold every number of the rule as packs write it; `text` is the pack.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("等第二人批准")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("没有批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(max_length=80)
    before = models.JSONField()
    dials = models.JSONField()
    effect_on = models.DateField()
    reason = models.CharField(max_length=400)
    basis = models.CharField(max_length=80, blank=True)
    by_whom = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    proposed_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    answer = models.CharField(max_length=400, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(state="proposed"), name="number_one_open_proposal"
            ),
            models.UniqueConstraint(
                fields=["rule", "effect_on"],
                condition=models.Q(state="approved"),
                name="number_one_version_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="number_by_state"),
            models.Index(fields=["rule", "id"], name="number_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.effect_on}"
