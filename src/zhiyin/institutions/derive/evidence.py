"""What a fact means to rules: evidence of a slot for a rule and key, with what derivation needs of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    place: tuple[date, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Facts of one day follow their order."""
        object.__setattr__(self, "place", (self.day, self.order))


def evidence_of(programme: Programme, fact: Fact, profile: Profile) -> Iterator[tuple[str, str, Evidence]]:
    """(rule version, key, evidence) for every rule that the fact means something to."""
    slots = programme.slots.get(fact.kind)
    if not slots:
        return
    spec = programme.catalogue.kinds.get(fact.kind)
    subject = spec.subject if spec is not None else ""
    values = profile.at(fact.day)
    # Most rules that look at one kind share their keys.
    by_keys: dict[tuple[str, ...], str | None] = {}
    for slot in slots:
        keys = slot.rule.keys
        if slot.name == "finding":
            key = str(fact.fields.get("key", "")) or None
        elif keys in by_keys:
            key = by_keys[keys]
        else:
            key = by_keys[keys] = _key(keys, fact, subject)
        if key is None or not _matches(slot, fact, values):
            continue
        kept = {name: value for name in slot.keeps if (value := _value(fact, name, subject)) is not None}
        yield (
            slot.rule.uid,
            key,
            Evidence(slot.name, slot.index, fact.kind, fact.day, fact.at, fact.order, fact.unit, kept),
        )


def _matches(slot: Slot, fact: Fact, values: Mapping[str, Any]) -> bool:
    rule = slot.rule
    if slot.name == "finding":
        return fact.fields.get("rule") == rule.id
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


def _key(keys: tuple[str, ...], fact: Fact, subject: str) -> str | None:
    if not keys:
        return ENTERPRISE
    parts = []
    for name in keys:
        value = _value(fact, name, subject)
        if value is None or value == "":
            return None
        parts.append(str(value))
    return parts[0] if len(parts) == 1 else SEPARATOR.join(parts)


def _value(fact: Fact, name: str, subject: str) -> Any:
    """A field, or the subject where it goes by that name."""
    if name in fact.fields:
        return fact.fields[name]
    return fact.subject or None if subject == name else None
