"""Who holds which post and role today; looked up once for a batch of facts."""

from typing import Final
from uuid import UUID

from zhiyin.institutions.holders import Desks
from zhiyin.institutions.reading import programme
from zhiyin.journal import clock
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Holding, Unit
from zhiyin.people.roles import Role

Held = list[tuple[str, UUID]]
ROOT: Final = "/"


class Holders:
    """Three queries at most, however many facts there are; one more for each role that rules name."""

    def __init__(self) -> None:
        today = clock.today()
        self._people: dict[UUID, set[UUID]] = {}
        for post_id, employee_id in Holding.objects.filter(held_on(today)).values_list(
            "post_id", "employee_id"
        ):
            self._people.setdefault(post_id, set()).add(employee_id)
        self._grants: dict[str, Held] = {}
        rows = Grant.objects.filter(held_on(today), post__closed_on__isnull=True)
        for role, path, post_id in rows.values_list("role", "unit__path", "post_id"):
            self._grants.setdefault(role, []).append((path, post_id))
        self._paths: dict[UUID, str] | None = None
        self._desks: Desks | None = None

    def path_of(self, unit_id: UUID | None) -> str:
        """The path of a unit; of no unit, the top of the tree."""
        if unit_id is None:
            return ROOT
        if self._paths is None:
            self._paths = dict(Unit.objects.values_list("pk", "path"))
        return self._paths.get(unit_id, ROOT)

    def of_post(self, post_id: UUID | None) -> set[UUID]:
        return set(self._people.get(post_id, ())) if post_id else set()

    def covering(self, role: str, path: str, *, nearest: bool = False, besides: str = "") -> set[UUID]:
        """Holders of `role` over the unit at `path`; with `nearest` only those closest to it.

        A grant over exactly the unit at `besides` does not count.
        """
        held = [(p, post) for p, post in self._grants.get(role, []) if path.startswith(p) or path == ROOT]
        held = [(p, post) for p, post in held if p != besides]
        if nearest and held:
            closest = max(len(p) for p, _ in held)
            held = [(p, post) for p, post in held if len(p) == closest]
        return self._holding(held)

    def exactly(self, role: str, path: str) -> set[UUID]:
        """Holders of `role` over exactly the unit at `path`."""
        return self._holding([(p, post) for p, post in self._grants.get(role, []) if p == path])

    def named(self, role: str, path: str) -> set[UUID]:
        """Whoever carries a role that rules name, for the unit at `path`; else the top's leaders."""
        if self._desks is None:
            self._desks = Desks(programme().holders)
        desk = self._desks.desk(role, self._desks.root.path if path == ROOT else path)
        return self.exactly(desk.role, desk.path) or self.exactly(Role.LEADER, self._desks.root.path)

    def _holding(self, held: Held) -> set[UUID]:
        return {person for _, post in held for person in self._people.get(post, ())}
