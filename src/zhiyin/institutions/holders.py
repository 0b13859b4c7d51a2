"""Who carries a role that rules name: a grant over the unit, over the one above it, or over the group.

The shipped table is `holders:` in packs/roles.yaml; a house pack overrides single roles in its `roles:`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from zhiyin.journal import clock
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Unit

# Which of the units over one, the nearest first; `group` is the last.
PLACES: Final[Mapping[str, int]] = {"self": 0, "unit": 0, "parent": 1, "group": -1}
OTHERWISE: Final = "leader@group"


@dataclass(frozen=True)
class Desk:
    """Holders of a role over exactly this unit."""

    role: str
    path: str


class Desks:
    """Grants in force today, looked up once per role for as many units as a job has."""

    def __init__(self, holders: Mapping[str, str]) -> None:
        self.holders = holders
        self._paths: dict[str, list[str]] = {}
        self._root: Unit | None = None

    @property
    def root(self) -> Unit:
        """The unit at the top of the tree."""
        if self._root is None:
            self._root = Unit.objects.filter(parent=None).order_by("opened_on", "code")[0]
        return self._root

    def desk(self, role: str, path: str) -> Desk:
        """Where the sheet lies when `role` of the unit at `path` has it."""
        held, _at, where = self.holders.get(role, OTHERWISE).partition("@")
        covering = [known for known in self._over(held) if path.startswith(known)]
        # Nobody there: it waits at the top, where whoever is appointed will find it.
        covering = covering or [self.root.path]
        place = PLACES.get(where, -1) if len(covering) > 1 else 0
        return Desk(held, covering[place])

    def _over(self, role: str) -> list[str]:
        """Paths over which the role is held today, the nearest to a unit (the longest) first."""
        if role not in self._paths:
            open_posts = Q(post__closed_on__isnull=True)
            rows = Grant.objects.filter(held_on(clock.today()), open_posts, role=role)
            paths = set(rows.values_list("unit__path", flat=True))
            self._paths[role] = sorted(paths, key=lambda path: (-len(path), path))
        return self._paths[role]
