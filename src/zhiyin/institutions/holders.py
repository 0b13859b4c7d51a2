"""Who carries a role that rules name: a grant over the unit, over the one above it, or over the group.

A house pack overrides single roles in its `roles:` (`leader_in_charge: leader@parent`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from zhiyin.journal import clock
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Unit

LEADER_ROLES: Final = (
    "unit_head", "leader", "duty_leader", "handling_unit", "receiving_unit", "department", "hr", "finance",
    "safety", "disclosure_head", "data_handler", "system_operator", "user_enterprise", "presiding_officer",
    "both_sides", "bargaining_side", "asked_party", "everyone",
)  # fmt: skip
GROUP_ROLES: Final = ("main_head", "party_committee", "enterprise", "employer", "leadership_team", "board")
DEFAULTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(LEADER_ROLES, "leader@unit"),
    **dict.fromkeys(("leader_in_charge", "higher_unit"), "leader@parent"),
    **dict.fromkeys(GROUP_ROLES, "leader@group"),
    "handler": "handler@unit",
    "demand_office": "demand_officer@group",
    "union": "union_officer@unit",
    "union_chair": "union_officer@unit",
    "union_service_desk": "union_officer@unit",
    "electoral_unit": "union_officer@unit",
    "delegate": "union_officer@unit",
    "higher_union": "union_officer@group",
    "discipline": "discipline_officer@group",
    "appointing_unit": "discipline_officer@group",
    "disclosure_officer": "disclosure_officer@unit",
}
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
        held, _at, where = self.holders.get(role, DEFAULTS.get(role, OTHERWISE)).partition("@")
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
