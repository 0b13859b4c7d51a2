"""Posts, who holds them, and what they may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiyin.journal.ids import uuid7
from zhiyin.people.models.employees import Employee, Unit
from zhiyin.people.roles import Role


class Post(models.Model):
    """Work belongs to a post, not to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("岗位"), max_length=64)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="post_title_in_unit")]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who holds a post, and when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "employee"], condition=models.Q(until_on__isnull=True), name="holding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.employee_id}"


class Grant(models.Model):
    """Role × unit subtree × dates, given to a post. Never edited: ended, and given anew."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.CharField(max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="grants")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "unit", "post"], condition=models.Q(until_on__isnull=True), name="grant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"
