"""A demand that its employee has begun and not raised."""

from django.db import models

from zhiyin.people.models import Employee


class Draft(models.Model):
    """One for each employee, unreadable without the server's key; no time of day is kept."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, primary_key=True, related_name="+")
    box = models.BinaryField()
    updated_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.employee_id)
