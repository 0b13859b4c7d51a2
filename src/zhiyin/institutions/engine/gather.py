"""The evidence of the pairs that a batch touches: facts of their subjects, and those listed by key."""

from collections.abc import Iterable
from typing import Final

from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.engine.facts import Facts
from zhiyin.institutions.evaluate import IN_ORDER
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.rules import Each, Rule
from zhiyin.institutions.plans import ALWAYS, Look

Pair = tuple[str, str]
NOWHERE: Final[frozenset[str]] = frozenset()


class Sources:
    """Where the facts of each rule are found: kinds of subjects that are its key, kinds of listed facts.

    `by_profile`: a new profile may admit or drop what these rules read.
    """

    def __init__(self, programme: Programme) -> None:
        self.by_profile = {rule.uid for rule in programme.rules if _judges_by_profile(rule)}
        self.subjects: dict[str, set[str]] = {}
        self.kinds: dict[str, set[str]] = {}
        for kind, plan in programme.plans.items():
            for look in plan.all_looks:
                if look.by_subject:
                    self.subjects.setdefault(look.uid, set()).add(plan.subject)
                else:
                    self.kinds.setdefault(look.uid, set()).add(kind)
                if look.test_at != ALWAYS and plan.tests[look.test_at].uses_profile:
                    self.by_profile.add(look.uid)

    def of(self, pairs: Iterable[Pair]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """(kind of subject, id) and (kind of fact, key) under which the facts of these pairs are found."""
        subjects: set[tuple[str, str]] = set()
        keys: set[tuple[str, str]] = set()
        for uid, key in pairs:
            subjects.update((kind, key) for kind in self.subjects.get(uid, NOWHERE))
            keys.update((kind, key) for kind in self.kinds.get(uid, NOWHERE))
        return subjects, keys


def _judges_by_profile(rule: Rule) -> bool:
    return rule.applies is not None or (isinstance(rule.shape, Each) and rule.shape.check.uses_profile)


class Gathering:
    """Facts taken one by one; then the evidence, old and new, of every pair they touch."""

    def __init__(self, programme: Programme, sources: Sources, facts: Facts, profile: Profile) -> None:
        self.pairs: set[Pair] = set()
        self.listed: set[tuple[str, str, int]] = set()
        self._programme = programme
        self._sources = sources
        self._facts = facts
        self._profile = profile
        self._meant: dict[int, list[tuple[Look, str, Evidence]]] = {}
        self._by_key: dict[str, dict[int, Fact]] = {}

    def take(self, fact: Fact) -> None:
        """A new fact: what it means, and the keys to list it under."""
        for look, key, _ in self._meaning(fact):
            self.pairs.add((look.uid, key))
            self._by_key.setdefault(key, {})[fact.order] = fact
            if not look.by_subject:
                self.listed.add((fact.kind, key, fact.order))

    def touch(self, fact: Fact) -> set[Pair]:
        """The pairs of a fact that counts no more, to be derived without it."""
        touched = {(look.uid, key) for look, key, _ in self._meaning(fact)}
        self.pairs |= touched
        return touched

    def evidence(self, until: int) -> dict[Pair, list[Evidence]]:
        """All evidence of the touched pairs, in order: facts numbered up to `until`, and those taken."""
        subjects, keys = self._sources.of(self.pairs)
        for fact in self._facts.of_subjects(subjects, until):
            self._by_key.setdefault(fact.subject, {})[fact.order] = fact
        for key, fact in self._facts.of_keys(keys, until):
            self._by_key.setdefault(key, {})[fact.order] = fact
        found: dict[Pair, list[Evidence]] = {pair: [] for pair in self.pairs}
        for key, facts in self._by_key.items():
            for fact in sorted(facts.values(), key=IN_ORDER):
                for look, its_key, one in self._meaning(fact):
                    own = found.get((look.uid, key)) if its_key == key else None
                    if own is not None:
                        own.append(one)
        return found

    def _meaning(self, fact: Fact) -> list[tuple[Look, str, Evidence]]:
        meant = self._meant.get(fact.order)
        if meant is None:
            meant = self._meant[fact.order] = evidence_of(self._programme, fact, self._profile)
        return meant
