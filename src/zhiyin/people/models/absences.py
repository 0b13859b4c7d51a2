"""Who stands in at a post while its holder is away."""

from django.db import models

from zhiyin.journal.ids import uuid7
from zhiyin.people.models.employees import Employee
from zhiyin.people.models.posts import Post


class Absence(models.Model):
    """A holder away from a post from `from_on` to `until_on`, both included, and their deputy.

    It is over after `until_on`, or from the moment on which `ended_on` is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="deputising")
    from_on = models.DateField()
    until_on = models.DateField()
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "employee"], condition=models.Q(ended_on__isnull=True), name="absence_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("employee")), name="absence_has_another_deputy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.deputy_id}"
