"""The people of the demo and what they act with."""

from dataclasses import dataclass, field
from uuid import UUID

from zhiyin.people.acting import Acting, acting_as
from zhiyin.people.models import Employee, Post, Unit


@dataclass
class Cast:
    """Units by code, posts and officers by the post's key, plain employees by the code of their unit."""

    units: dict[str, Unit]
    posts: dict[str, Post]
    holders: dict[str, Employee]
    staff: dict[str, list[Employee]]
    _acting: dict[UUID, Acting] = field(default_factory=dict)

    def officer(self, key: str) -> Acting:
        """Whoever holds this post, acting."""
        return self.acting(self.holders[key])

    def acting(self, employee: Employee) -> Acting:
        """Posts do not change hands during the demo, so each person is looked up once."""
        if employee.pk not in self._acting:
            self._acting[employee.pk] = acting_as(employee)
        return self._acting[employee.pk]
