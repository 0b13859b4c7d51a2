"""What an employee has begun to write and not sent."""

from django.db import models

from zhiyin.people.models.employees import Employee


class BoxedDraft(models.Model):
    """One for each employee, unreadable without the server's key; no time of day is kept."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, primary_key=True, related_name="+")
    box = models.BinaryField()
    updated_on = models.DateField(db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
