"""What a fact means to rules: evidence of a slot for a rule and key, with what derivation needs of it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.plans import ALWAYS, Look, Plan
from zhiyin.institutions.slots import SlotName

ENTERPRISE = "enterprise"
SEPARATOR = "|"


class Evidence(NamedTuple):
    """`part` is the pattern's number within its slot; rules that read a fact alike share one."""

    slot: SlotName
    part: int
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


def evidence_of(programme: Programme, fact: Fact, profile: Profile) -> list[tuple[Look, str, Evidence]]:
    """(why it is looked at, key, evidence) for every rule that the fact means something to."""
    plan = programme.plans.get(fact.kind)
    if plan is None:
        return []
    day, fields = fact.day, fact.fields
    if plan.names_subject:
        fields = {plan.subject: fact.subject or None, **fields}
    keys = [_key(names, fact, plan.subject) for names in plan.keys]
    passes: list[bool] = []
    if plan.tests:
        env = Env(
            fact.fields, day, fact.unit, fact.actor, profile=profile.at(day) if plan.asks_profile else {}
        )
        passes = [test.run(env) is True for test in plan.tests]
    made: dict[tuple[str, int], Evidence] = {}
    found = []
    for look in plan.looks:
        _uid, name, part, key_at, test_at, first, last, applies, _ = look
        key = keys[key_at]
        if key is None or not first <= day <= last or (test_at != ALWAYS and not passes[test_at]):
            continue
        if applies is not None and applies.run(Env(profile=profile.at(day), day=day)) is not True:
            continue
        one = made.get((name, part))
        if one is None:
            one = Evidence(name, part, fact.kind, day, fact.at, fact.order, fact.unit, fields)
            made[name, part] = one
        found.append((look, key, one))
    if plan.findings:
        found.extend(_findings(plan, fact, fields))
    return found


def _findings(plan: Plan, fact: Fact, fields: Mapping[str, Any]) -> Iterator[tuple[Look, str, Evidence]]:
    """A finding names its rule and key."""
    key = str(fact.fields.get("key", ""))
    for look in plan.findings.get(str(fact.fields.get("rule")), ()) if key else ():
        one = Evidence(look.name, look.part, fact.kind, fact.day, fact.at, fact.order, fact.unit, fields)
        yield look, key, one


def _key(names: tuple[str, ...], fact: Fact, subject: str) -> str | None:
    if not names:
        return ENTERPRISE
    parts = []
    for name in names:
        value = fact.fields.get(name) if name in fact.fields else fact.subject if name == subject else None
        if value is None or value == "":
            return None
        parts.append(str(value))
    return parts[0] if len(parts) == 1 else SEPARATOR.join(parts)
