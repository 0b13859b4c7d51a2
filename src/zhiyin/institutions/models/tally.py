"""How many obligations stand where: counted from the rows, so that boards need not count a million."""

from django.db import models

from zhiyin.institutions.models.obligation import RuleVersion


class Tally(models.Model):
    """`count` obligations of a rule and unit, due in the month that begins on `month`, in one status."""

    rule = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="+")
    unit_id = models.UUIDField(null=True)
    month = models.DateField()
    status = models.CharField(max_length=10)
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month", "unit_id"], name="tally_month")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.month} {self.status} {self.count}"
