"""A programme: rules by version, and for every fact kind the slots that look at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.pack import PackFile
from zhiyin.institutions.language.rules import Register, Rule
from zhiyin.institutions.plans import Plan, plan_of
from zhiyin.institutions.slots import RegisterSlot, Slot, register_slots_of, slots_of


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the engine needs: rules by version, slots by kind, registers, the catalogue."""

    rules: tuple[Rule, ...]
    slots: Mapping[str, tuple[Slot, ...]]
    register_slots: Mapping[str, tuple[RegisterSlot, ...]]
    registers: Mapping[str, Register]
    catalogue: Catalogue
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    packs: tuple[PackFile, ...] = ()
    by_uid: Mapping[str, Rule] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    # Rules that nobody can break: a right that merely lapses.
    rights: frozenset[str] = frozenset()

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """All versions of a rule, oldest first."""
        return tuple(rule for rule in self.rules if rule.id == rule_id)

    def version(self, uid: str) -> Rule:
        """The version of that name. Raises KeyError."""
        return self.by_uid[uid]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.id for rule in self.rules))

    def only(self, rules: Iterable[Rule]) -> "Programme":
        """The same world with other rules."""
        return compiled(tuple(rules), self.registers, self.catalogue, self.roles, self.holders, self.packs)


def compiled(
    rules: tuple[Rule, ...],
    registers: Mapping[str, Register],
    catalogue: Catalogue,
    roles: Mapping[str, Mapping[str, str]],
    holders: Mapping[str, str],
    packs: tuple[PackFile, ...],
) -> Programme:
    slots: dict[str, list[Slot]] = {}
    for rule in rules:
        for slot in slots_of(rule, registers):
            slots.setdefault(slot.pattern.kind, []).append(slot)
    register_slots: dict[str, list[RegisterSlot]] = {}
    for register in registers.values():
        for register_slot in register_slots_of(register):
            register_slots.setdefault(register_slot.pattern.kind, []).append(register_slot)
    return Programme(
        rules,
        {kind: tuple(found) for kind, found in slots.items()},
        {kind: tuple(found) for kind, found in register_slots.items()},
        registers,
        catalogue,
        roles,
        holders,
        packs,
        {rule.uid: rule for rule in rules},
        {kind: plan_of(catalogue.kinds.get(kind), found) for kind, found in slots.items()},
        frozenset(rule.id for rule in rules) - {rule.id for rule in rules if rule.breach.level != "none"},
    )
