"""Who carries a role that rules name: a grant over the unit, over the one above it, or over the group.

The shipped table is `holders:` in packs/roles.yaml; a house pack overrides single roles in its `roles:`.
A duty is never owed by nobody: where a post is empty the person up the line answers for it, and what a
dissolved unit owed goes to its successor, or to the line above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from zhiyin.institutions.facts import UNIT_SUCCEEDED
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Holding, Unit
from zhiyin.people.roles import Role

# Which of the units over one, the nearest first; `group` is the last.
PLACES: Final[Mapping[str, int]] = {"self": 0, "unit": 0, "parent": 1, "group": -1}
OTHERWISE: Final = "leader@group"
# Where one of these is missing the head of the unit answers; of union, discipline and others never.
UNDER_A_HEAD: Final = frozenset({Role.LEADER, Role.HANDLER, Role.DEMAND_OFFICER, Role.DISCLOSURE_OFFICER})


@dataclass(frozen=True)
class Desk:
    """Holders of a role over exactly this unit; `vacant`: the unit whose own post for it is empty."""

    role: str
    path: str
    vacant: str = ""


class Desks:
    """Grants in force today, looked up once per role for as many units as a job has."""

    def __init__(self, holders: Mapping[str, str]) -> None:
        self.holders = holders
        self._paths: dict[str, dict[str, bool]] = {}
        self._root: Unit | None = None
        self._successors: dict[str, str] | None = None

    @property
    def root(self) -> Unit:
        """The unit at the top of the tree."""
        if self._root is None:
            self._root = Unit.objects.filter(parent=None).order_by("opened_on", "code")[0]
        return self._root

    def desk(self, role: str, path: str) -> Desk:
        """Where the sheet lies when `role` of the unit at `path` has it; always one with a holder, if any."""
        held, _at, where = self.holders.get(role, OTHERWISE).partition("@")
        path = self.owing_path(path)
        over = self._over(held)
        covering = [known for known in over if path.startswith(known)]
        if covering:
            place = PLACES.get(where, -1) if len(covering) > 1 else 0
            wanted = covering[place]
            if over[wanted]:
                return Desk(held, wanted)
            return self._answering(held, wanted)
        # Nobody was ever appointed: it waits at the top, where whoever is appointed will find it.
        return self._answering(held, self.root.path, vacant="")

    def holding(self, role: str, path: str) -> bool:
        """Whether somebody holds `role` over exactly the unit at `path` today."""
        return self._over(role).get(path, False)

    def owing_path(self, path: str) -> str:
        """The unit that owes what the unit at `path` owed: its successor once it has one."""
        seen = {path}
        while path in self.successors and self.successors[path] not in seen:
            path = self.successors[path]
            seen.add(path)
        return path

    @property
    def successors(self) -> Mapping[str, str]:
        """Path of each dissolved unit → path of the unit that took over what it owed."""
        if self._successors is None:
            self._successors = _successors()
        return self._successors

    def _answering(self, held: str, wanted: str, vacant: str | None = None) -> Desk:
        """The nearest person up the line: of the same role, or the head of the unit."""
        empty = wanted if vacant is None else vacant
        roles = (held, Role.LEADER) if held in UNDER_A_HEAD else (held,)
        for path in _upward(wanted):
            for role in roles:
                if self.holding(role, path):
                    return Desk(role, path, empty)
        top, _at, _where = OTHERWISE.partition("@")
        return Desk(top if self.holding(top, self.root.path) else held, self.root.path, empty)

    def _over(self, role: str) -> dict[str, bool]:
        """Paths over which the role lies today, the nearest to a unit (the longest) first; held or empty."""
        if role not in self._paths:
            today = clock.today()
            somebody = Exists(Holding.objects.filter(held_on(today), post=OuterRef("post")))
            open_posts = Q(post__closed_on__isnull=True)
            rows = Grant.objects.filter(held_on(today), open_posts, role=role).annotate(held=somebody)
            found: dict[str, bool] = {}
            for path, held in rows.values_list("unit__path", "held"):
                found[path] = found.get(path, False) or held
            self._paths[role] = dict(sorted(found.items(), key=lambda one: (-len(one[0]), one[0])))
        return self._paths[role]


def _upward(path: str) -> list[str]:
    """`path` and the paths above it, the nearest first."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]


def _successors() -> dict[str, str]:
    """Path of each dissolved unit → path of the unit that took over what it owed. Two queries."""
    # By the subject's index: a house has millions of facts, of which a few are about units.
    rows = Fact.objects.filter(subject_kind=UNIT_SUCCEEDED.subject, kind=UNIT_SUCCEEDED.name)
    rows = rows.order_by("recorded_on", "id")
    named = dict(rows.values_list("subject_id", "payload__successor"))
    if not named:
        return {}
    ids = {UUID(one) for pair in named.items() for one in pair}
    paths = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "path"))
    return {paths[UUID(old)]: paths[UUID(new)] for old, new in named.items() if UUID(new) in paths}
