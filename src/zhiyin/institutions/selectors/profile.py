"""Which institutions bind an enterprise with a given profile, which do not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.engine.kept import unpacked
from zhiyin.institutions.engine.world import ENTERPRISE_PROFILE
from zhiyin.institutions.expr.runs import Env
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE, KindSpec
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import MemberEvent
from zhiyin.institutions.reading import programme
from zhiyin.institutions.sentences import Reader
from zhiyin.institutions.trace import Lang


@dataclass(frozen=True)
class Bound:
    """One rule with a condition: what it says of the tried profile and of today's; None where unknown."""

    rule: Rule
    why: str
    binds: bool | None
    today: bool | None

    @property
    def differs(self) -> bool:
        return self.binds != self.today


def fields() -> KindSpec:
    """What a profile holds."""
    return programme().catalogue.kinds[PROFILE]


def todays(day: date) -> Mapping[str, Any]:
    """The profile that facts have set, as of a day. One query."""
    rows = MemberEvent.objects.filter(register=ENTERPRISE_PROFILE, day__lte=day).order_by("day", "seq")
    known = rows.values_list("member", "seq", "day", "kept")
    facts = [Fact(PROFILE, who, None, None, on, None, seq, unpacked(kept)) for who, seq, on, kept in known]
    return Profile(facts).at(day)


def bound(tried: Mapping[str, Any], now: Mapping[str, Any], day: date, lang: Lang) -> list[Bound]:
    """Every rule in force that has a condition, by institution."""
    found = []
    for rule in programme().rules:
        if rule.applies is None or not rule.in_force(day):
            continue
        why = Reader(programme(), rule, lang).condition(rule.applies.tree, fields())
        binds, today = (_truth(rule, profile, day) for profile in (tried, now))
        found.append(Bound(rule, why, binds, today))
    return found


def unconditional(day: date) -> int:
    """How many rules in force bind every enterprise."""
    return sum(1 for rule in programme().rules if rule.applies is None and rule.in_force(day))


def _truth(rule: Rule, profile: Mapping[str, Any], day: date) -> bool | None:
    assert rule.applies is not None
    answer = rule.applies.run(Env(profile=profile, day=day))
    return answer if isinstance(answer, bool) else None
