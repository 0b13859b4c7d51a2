"""What may be recorded as evidence, by whom, and who confirms it: read off the rules themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from zhiyin.institutions.language.catalogue import FINDING, PROFILE
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.reading import house_versions, programme
from zhiyin.institutions.rules import Side, side_of
from zhiyin.journal.kinds import FactKind, published
from zhiyin.people.acting import Acting, HeldGrant
from zhiyin.people.roles import Role

BASICS: Final = "basics"
RECORDERS: Final = (
    Role.UNION_OFFICER, Role.DISCLOSURE_OFFICER, Role.LEADER, Role.HANDLER, Role.DEMAND_OFFICER,
    Role.DISCIPLINE_OFFICER,
)  # fmt: skip
# The one whose duty it is never confirms that it was done.
CONFIRMERS: Final[Mapping[str, tuple[str, ...]]] = {
    Side.ENTERPRISE: (Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER),
    Side.UNION: (Role.DISCIPLINE_OFFICER, Role.DISCLOSURE_OFFICER),
    Side.BOTH: (Role.DISCIPLINE_OFFICER, Role.DISCLOSURE_OFFICER),
}
JUDGES: Final[Mapping[str, tuple[str, ...]]] = {
    "union": (Role.UNION_OFFICER,),
    "union_chair": (Role.UNION_OFFICER,),
    "higher_union": (Role.UNION_OFFICER,),
    "discipline": (Role.DISCIPLINE_OFFICER,),
}


@dataclass(frozen=True)
class Kind:
    """A kind of fact that people record: its board group, and whose duties it shows done."""

    fact: FactKind
    group: str
    side: str
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        return self.fact.name


def kinds() -> Mapping[str, Kind]:
    """Every kind that the register takes, by name."""
    return _kinds(house_versions())


@lru_cache(maxsize=2)
def _kinds(_versions: tuple[UUID, ...]) -> Mapping[str, Kind]:
    by_kind: dict[str, dict[str, Rule]] = {}
    does: dict[str, set[str]] = {}
    slots = programme().slots
    for name, found in slots.items():
        for slot in found:
            by_kind.setdefault(name, {})[slot.rule.id] = slot.rule
            if slot.name in ("do", "open"):
                does.setdefault(name, set()).add(side_of(slot.rule.must))
    result = {}
    for fact in published().values():
        if fact.by_evidence or fact.name == FINDING:
            rules = tuple(by_kind.get(fact.name, {}).values())
            sides = does.get(fact.name) or {Side.ENTERPRISE}
            side = Side.BOTH if len(sides) > 1 else next(iter(sides))
            result[fact.name] = Kind(fact, rules[0].group if rules else BASICS, side, rules)
    return result


def judged() -> list[Rule]:
    """Rules that a named person judges, newest version of each."""
    found = {rule.id: rule for rule in programme().rules if rule.judged_by}
    return list(found.values())


def judges_of(rule_id: str) -> tuple[str, ...]:
    """Roles that judge this rule; none for one that nobody judges."""
    rule = next((rule for rule in judged() if rule.id == rule_id), None)
    return JUDGES.get(rule.judged_by, (Role.DISCIPLINE_OFFICER,)) if rule else ()


def may_record(acting: Acting, path: str, kind: str = "") -> bool:
    """Officers for the units in their reach; the profile of the enterprise also its administrator."""
    basics = (Role.SYSTEM_ADMIN,) if kind == PROFILE else ()
    return acting.over(path, *RECORDERS, *basics)


def confirmers(kind: str, side: str, fields: Mapping[str, object]) -> tuple[str, ...]:
    """Roles that may confirm: for a finding those that judge, else the side whose duty it is not."""
    if kind == FINDING:
        return (*judges_of(str(fields.get("rule", ""))), Role.DISCIPLINE_OFFICER)
    return CONFIRMERS[side]


def confirming_grant(
    acting: Acting, kind: str, side: str, fields: Mapping[str, object], path: str
) -> HeldGrant | None:
    roles = confirmers(kind, side, fields)
    return next((g for g in acting.grants if g.role in roles and path.startswith(g.unit_path)), None)
