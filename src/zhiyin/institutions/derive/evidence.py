"""What a fact means to rules: evidence of a slot for a rule and key, with what derivation needs of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.slots import Slot, SlotName

ENTERPRISE = "enterprise"
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`index` is the pattern's number within its slot."""

    slot: SlotName
    index: int
    kind: str
    day: date
    at: datetime | None
    order: int
    unit: str | None
    kept: Mapping[str, Any]

    @property
    def place(self) -> tuple[date, int]:
        """Facts of one day follow their order."""
        return self.day, self.order


def evidence_of(programme: Programme, fact: Fact, profile: Profile) -> Iterator[tuple[str, str, Evidence]]:
    """(rule version, key, evidence) for every rule that the fact means something to."""
    for slot in programme.slots.get(fact.kind, ()):
        key = _key(programme, slot, fact)
        if key is None or not _matches(slot, fact, profile):
            continue
        kept = {name: value for name in slot.keeps if (value := _value(programme, fact, name)) is not None}
        yield (
            slot.rule.uid,
            key,
            Evidence(slot.name, slot.index, fact.kind, fact.day, fact.at, fact.order, fact.unit, kept),
        )


def _matches(slot: Slot, fact: Fact, profile: Profile) -> bool:
    rule = slot.rule
    if slot.name == "finding":
        return fact.fields.get("rule") == rule.id
    values = profile.at(fact.day)
    if slot.name == "open":
        first = rule.replaces.start if rule.replaces else rule.start
        if fact.day < first or (rule.end is not None and fact.day > rule.end):
            return False
        if rule.applies is not None and rule.applies.run(Env(profile=values, day=fact.day)) is not True:
            return False
    early = slot.pattern.early
    if early is None:
        return True
    env = Env(fields=fact.fields, day=fact.day, unit=fact.unit, actor=fact.actor, profile=values)
    return early.run(env) is True


def _key(programme: Programme, slot: Slot, fact: Fact) -> str | None:
    rule = slot.rule
    if slot.name == "finding":
        return str(fact.fields.get("key", "")) or None
    if not rule.keys:
        return ENTERPRISE
    parts = []
    for name in rule.keys:
        value = _value(programme, fact, name)
        if value is None or value == "":
            return None
        parts.append(str(value))
    return SEPARATOR.join(parts)


def _value(programme: Programme, fact: Fact, name: str) -> Any:
    spec = programme.catalogue.kinds.get(fact.kind)
    if name in fact.fields:
        return fact.fields[name]
    return fact.subject or None if spec is not None and spec.subject == name else None
