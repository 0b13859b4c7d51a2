"""Which institutions bind an enterprise with a given profile, which do not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.engine.kept import unpacked
from zhiyin.institutions.engine.world import ENTERPRISE_PROFILE
from zhiyin.institutions.expr.runs import Env
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE, KindSpec
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import EvidenceEntry, MemberEvent
from zhiyin.institutions.reading import programme
from zhiyin.institutions.sentences import Reader
from zhiyin.institutions.trace import Lang
from zhiyin.people.models import Employee

MOST_CHANGES: Final = 6


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


@dataclass(frozen=True)
class Difference:
    """What another profile would do: rules that enter, leave, take another's place, or become unknown."""

    enters: list[Bound]
    leaves: list[Bound]
    swaps: list[tuple[Bound, Bound]]
    unknown: list[Bound]

    @property
    def size(self) -> int:
        return len(self.enters) + len(self.leaves) + len(self.swaps) + len(self.unknown)


@dataclass(frozen=True)
class Change:
    """A day on which the profile changed: what was set, and what that did to the rules in force."""

    day: date
    fields: Mapping[str, Any]
    difference: Difference


def fields() -> KindSpec:
    """What a profile holds."""
    return programme().catalogue.kinds[PROFILE]


def _facts(day: date) -> list[Fact]:
    rows = MemberEvent.objects.filter(register=ENTERPRISE_PROFILE, day__lte=day).order_by("day", "seq")
    known = rows.values_list("member", "seq", "day", "kept")
    return [Fact(PROFILE, who, None, None, on, None, seq, unpacked(kept)) for who, seq, on, kept in known]


def todays(day: date) -> Mapping[str, Any]:
    """The profile that facts have set, as of a day. One query."""
    return Profile(_facts(day)).at(day)


def changes(today: date, lang: Lang) -> list[Change]:
    """The last days on which the profile changed, the newest first. One query."""
    facts = _facts(today)
    profile = Profile(facts)
    found = []
    for day in reversed(profile.changes[-MOST_CHANGES:]):
        before, after = profile.at(day - timedelta(days=1)), profile.at(day)
        said = {name: value for name, value in after.items() if before.get(name) != value}
        found.append(Change(day, said, difference(bound(after, before, day, lang))))
    return found


def waiting() -> list[EvidenceEntry]:
    """Changes of the profile that a second person has not confirmed. One query."""
    rows = EvidenceEntry.objects.filter(kind=PROFILE, state=EvidenceEntry.State.WAITING)
    return list(rows.select_related("recorded_by").order_by("recorded_on", "pk"))


def headcount() -> int:
    """How many are on the roll today."""
    return Employee.objects.exclude(status=Employee.Status.LEFT).count()


def difference(found: Iterable[Bound]) -> Difference:
    """Rules that differ, those of one institution that take each other's place together."""
    enters = [one for one in found if one.binds is True and one.today is not True]
    leaves = [one for one in found if one.today is True and one.binds is False]
    unknown = [one for one in found if one.differs and one.binds is None]
    swaps = []
    for old in list(leaves):
        new = next((one for one in enters if one.rule.institution == old.rule.institution), None)
        if new is not None:
            swaps.append((old, new))
            leaves.remove(old)
            enters.remove(new)
    return Difference(enters, leaves, swaps, unknown)


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
