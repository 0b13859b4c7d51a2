"""The people of the demo and what they act with."""

from dataclasses import dataclass, field
from functools import cached_property
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
        """Posts do not change hands during the demo: each holder is looked up once, the others hold none."""
        if employee.pk not in self._acting:
            holds = employee.pk in self._holders
            self._acting[employee.pk] = acting_as(employee) if holds else Acting(employee)
        return self._acting[employee.pk]

    def look_again(self, employee: Employee) -> None:
        """What this person acts with has changed: somebody is away, and they deputise."""
        self._acting.pop(employee.pk, None)

    @cached_property
    def _holders(self) -> frozenset[UUID]:
        return frozenset(holder.pk for holder in self.holders.values())
