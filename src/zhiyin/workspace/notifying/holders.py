"""Who holds which post and role today, or deputises there; looked up once for a batch of facts."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from zhiyin.institutions.holders import Desks
from zhiyin.institutions.reading import programme
from zhiyin.journal import clock
from zhiyin.people.acting import held_on, running_on
from zhiyin.people.models import Absence, Grant, Holding, Unit
from zhiyin.people.roles import Role

Held = list[tuple[str, UUID]]
ROOT: Final = "/"


class Holders:
    """Four queries at most, however many facts there are; one more for each role that rules name."""

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
        self._deputies = self._lent(Absence.objects.filter(running_on(today)))
        self._paths: dict[UUID, str] | None = None
        self._desks: Desks | None = None

    def path_of(self, unit_id: UUID | None) -> str:
        """The path of a unit; of no unit, the top of the tree."""
        if unit_id is None:
            return ROOT
        if self._paths is None:
            self._paths = dict(Unit.objects.values_list("pk", "path"))
        return self._paths.get(unit_id, ROOT)

    def _lent(self, absences: Iterable[Absence]) -> dict[tuple[UUID, str], set[UUID]]:
        """Who deputises at a post in a role; as in `acting_as`, only with what they hold themselves."""
        found: dict[tuple[UUID, str], set[UUID]] = {}
        away = [one for one in absences if one.employee_id in self._people.get(one.post_id, ())]
        for role, held in self._grants.items() if away else ():
            posts = {post for _path, post in held}
            own = {person for post in posts for person in self._people.get(post, ())}
            for one in away:
                if role != Role.DELEGATE and one.post_id in posts and one.deputy_id in own:
                    found.setdefault((one.post_id, role), set()).add(one.deputy_id)
        return found

    def of_post(self, post_id: UUID | None, *, author: UUID | None) -> set[UUID]:
        """Holders of a post and their deputies; no deputy is told of what they raised themselves."""
        if post_id is None:
            return set()
        deputies = {
            person for (post, _), lent in self._deputies.items() if post == post_id for person in lent
        }
        return self._people.get(post_id, set()) | (deputies - {author})

    def covering(self, role: str, path: str, *, nearest: bool = False, besides: str = "") -> set[UUID]:
        """Holders of `role` over the unit at `path`; with `nearest` only those closest to it.

        A grant over exactly the unit at `besides` does not count.
        """
        held = [(p, post) for p, post in self._grants.get(role, []) if path.startswith(p) or path == ROOT]
        held = [(p, post) for p, post in held if p != besides]
        if nearest and held:
            closest = max(len(p) for p, _ in held)
            held = [(p, post) for p, post in held if len(p) == closest]
        return self._holding(role, held)

    def exactly(self, role: str, path: str) -> set[UUID]:
        """Holders of `role` over exactly the unit at `path`."""
        return self._holding(role, [(p, post) for p, post in self._grants.get(role, []) if p == path])

    def named(self, role: str, path: str) -> set[UUID]:
        """Whoever carries a role that rules name, for the unit at `path`; else the top's leaders."""
        if self._desks is None:
            self._desks = Desks(programme().holders)
        desk = self._desks.desk(role, self._desks.root.path if path == ROOT else path)
        return self.exactly(desk.role, desk.path) or self.exactly(Role.LEADER, self._desks.root.path)

    def _holding(self, role: str, held: Held) -> set[UUID]:
        posts = {post for _, post in held}
        return {
            person
            for post in posts
            for person in self._people.get(post, set()) | self._deputies.get((post, role), set())
        }
