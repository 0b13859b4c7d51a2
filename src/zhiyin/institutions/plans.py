"""How one kind of fact is read for all rules at once: each key and condition is worked out once a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from zhiyin.institutions.expr.compiler import Compiled
from zhiyin.institutions.language.catalogue import KindSpec
from zhiyin.institutions.language.rules import Every
from zhiyin.institutions.slots import Slot, SlotName

ALWAYS = -1


class Look(NamedTuple):
    """One pattern of a slot: where its key and condition stand in the plan, and on which days it may open.

    `by_subject`: its facts are found in the journal by their subject, which is the key.
    """

    uid: str
    name: SlotName
    part: int
    key_at: int
    test_at: int
    first: date
    last: date
    applies: Compiled | None
    by_subject: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """All slots that look at one kind. `names_subject`: some condition reads the subject by its name."""

    subject: str
    keys: tuple[tuple[str, ...], ...] = ()
    tests: tuple[Compiled, ...] = ()
    looks: tuple[Look, ...] = ()
    findings: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)
    names_subject: bool = False
    asks_profile: bool = False

    @property
    def all_looks(self) -> list[Look]:
        """Those by condition and those that findings name."""
        return [*self.looks, *(look for looks in self.findings.values() for look in looks)]


def plan_of(spec: KindSpec | None, slots: Sequence[Slot]) -> Plan:
    """The plan of one kind; the order of a rule's slots is kept."""
    subject = spec.subject if spec is not None else ""
    fields = spec.fields if spec is not None else {}
    keys: dict[tuple[str, ...], int] = {}
    tests: dict[tuple[str, str], tuple[int, Compiled]] = {}
    looks: list[Look] = []
    findings: dict[str, list[Look]] = {}
    for slot in slots:
        rule, early = slot.rule, slot.pattern.early
        key_at = keys.setdefault(rule.keys, len(keys))
        test_at = ALWAYS
        if early is not None:
            # A name in a condition may be a number of its own rule: such texts are not shared.
            owner = rule.uid if rule.numbers else ""
            test_at = tests.setdefault((owner, early.text), (len(tests), early))[0]
        first, last, applies = date.min, date.max, None
        if slot.name == "open":
            first = rule.replaces.start if rule.replaces else rule.start
            last, applies = rule.end or date.max, rule.applies
        # Rules of periods read all their facts at the end of a day: they have them listed.
        plain = rule.keys == (subject,) and subject not in fields and not isinstance(rule.shape, Every)
        by_subject = plain and slot.name != "finding"
        look = Look(rule.uid, slot.name, slot.index, key_at, test_at, first, last, applies, by_subject)
        if slot.name == "finding":
            findings.setdefault(rule.id, []).append(look)
        else:
            looks.append(look)
    compiled = tuple(test for _, test in tests.values())
    return Plan(
        subject,
        tuple(keys),
        compiled,
        tuple(looks),
        {rule: tuple(found) for rule, found in findings.items()},
        any(subject in slot.keeps for slot in slots),
        any(test.uses_profile for test in compiled),
    )
