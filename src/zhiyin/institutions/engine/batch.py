"""One batch: new facts → evidence → the touched (rule, key) pairs derived anew, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.engine import standing, store
from zhiyin.institutions.engine.rows import Row, database_row, obligation_id
from zhiyin.institutions.engine.store import Pair
from zhiyin.institutions.engine.world import EngineWorld
from zhiyin.institutions.evaluate import derive
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE
from zhiyin.institutions.language.rules import After, Before, Each, Every, Keep, Rule
from zhiyin.institutions.models import EvidenceRow, MemberEvent
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.reading import engine_facts, voided_by
from zhiyin.journal import clock
from zhiyin.journal.models import Fact as JournalFact
from zhiyin.journal.sequence import read_after, set_watermark, take_watermark

READER: Final = "institutions"
BATCH: Final = 1000


@dataclass
class Change:
    """What a batch touches: evidence by pair, pairs that lost some, moved registers and profile."""

    evidence: dict[Pair, list[Evidence]] = field(default_factory=dict)
    lost: set[Pair] = field(default_factory=set)
    registers: set[str] = field(default_factory=set)
    profile: bool = False

    def lose(self, pairs: set[Pair]) -> None:
        """These pairs may have rows that no fact stands behind any more."""
        self.lost |= pairs
        for pair in pairs:
            self.evidence.setdefault(pair, [])


class Engine:
    """Reads facts after its watermark; one instance per process. Two never both work: see take_watermark."""

    def __init__(
        self, programme: Programme, calendar: Calendar | None = None, base: Mapping[str, Any] | None = None
    ) -> None:
        self.programme = programme
        self.calendar = calendar or Calendar.shipped()
        self.world = EngineWorld(programme, self.calendar, base)
        self.seq = -1

    def batch(self, limit: int = BATCH) -> int:
        """Take in the next facts; returns how many. A killed batch leaves no trace."""
        try:
            with transaction.atomic():
                seq = take_watermark(READER)
                if seq != self.seq:
                    # Another process worked since: its register events are not in this memory.
                    self.world.load()
                facts = read_after(seq, limit)
                if not facts:
                    self.seq = seq
                    return 0
                self._take(facts)
                reached = facts[-1].seq or seq
                set_watermark(READER, reached)
        except BaseException:
            self.seq = -1
            raise
        self.seq = reached
        return len(facts)

    def rederive(self, rule: Rule) -> None:
        """Read a changed rule's facts again and derive its rows anew, in one transaction."""
        with transaction.atomic():
            take_watermark(READER)
            change = Change()
            change.lose(self.reread(rule))
            self._derive(change)

    def catch_up(self, limit: int = BATCH) -> int:
        """Take in everything there is."""
        total = 0
        while taken := self.batch(limit):
            total += taken
        return total

    def _take(self, journal_facts: Sequence[JournalFact]) -> None:
        # A fact may be numbered after the one that voids it: sealed facts wait for the next day.
        self.world.voided |= voided_by(journal_facts)
        facts = list(engine_facts(journal_facts, self.world.voided))
        change = Change()
        MemberEvent.objects.bulk_create(self._registers(facts, change), ignore_conflicts=True)
        self._void(journal_facts, change)
        self._gather(facts, change)
        store.add_evidence(
            [
                store.evidence_row(rule, key, one)
                for (rule, key), found in change.evidence.items()
                for one in found
            ]
        )
        if change.profile:
            self._rejudge_profile(change)
        self._touch_registers(change)
        self._derive(change)

    def _registers(self, facts: Sequence[Fact], change: Change) -> list[MemberEvent]:
        rows = self.world.take(facts)
        change.registers.update(row.register for row in rows)
        change.profile = any(fact.kind == PROFILE for fact in facts)
        return rows

    def _void(self, facts: Iterable[JournalFact], change: Change) -> None:
        ids = voided_by(facts)
        if not ids:
            return
        voided = JournalFact.objects.filter(pk__in=ids, seq__isnull=False).values_list("seq", "kind")
        seqs = {seq for seq, _ in voided if seq is not None}
        for start in range(0, len(seqs), 500):
            change.lose(store.void_evidence(sorted(seqs)[start : start + 500]))
        touched = MemberEvent.objects.filter(seq__in=seqs)
        change.registers.update(touched.values_list("register", flat=True))
        change.profile = change.profile or any(kind == PROFILE for _, kind in voided)
        touched.delete()
        self.world.forget(seqs)

    def _gather(self, facts: Iterable[Fact], change: Change) -> None:
        profile, numbers = self.world.world.profile, self.world.numbers
        for fact in facts:
            for look, key, evidence in evidence_of(self.programme, fact, profile):
                change.evidence.setdefault((numbers[look.uid], key), []).append(evidence)

    def _touch_registers(self, change: Change) -> None:
        """Rules that look at a register that moved: all their keys, for late changes reach back."""
        if not change.registers:
            return
        rules = [rule for rule in self.programme.rules if _looks_at_registers(rule)]
        numbers = [self.world.numbers[rule.uid] for rule in rules]
        pairs = EvidenceRow.objects.filter(rule_id__in=numbers).values_list("rule_id", "key").distinct()
        for pair in pairs:
            change.evidence.setdefault(pair, [])

    def _rejudge_profile(self, change: Change) -> None:
        """A new profile may admit or drop openings: the rules that ask for it read their facts again."""
        for rule in self.programme.rules:
            if rule.applies is not None or _asks_profile(rule):
                change.lose(self.reread(rule))

    def reread(self, rule: Rule) -> set[Pair]:
        """Evidence of one rule gathered anew from the journal; returns the pairs before and after."""
        number = self.world.numbers[rule.uid]
        old = EvidenceRow.objects.filter(rule_id=number)
        pairs: set[Pair] = set(old.values_list("rule_id", "key").distinct())
        store.delete_by("institutions_evidencerow", "rule_id", [number])
        only = self.programme.only([rule])
        kinds = list(only.slots)
        rows = []
        facts = JournalFact.objects.filter(kind__in=kinds, seq__isnull=False).order_by("seq")
        for fact in engine_facts(facts.iterator(chunk_size=2000), voided=self.world.voided):
            for _look, key, evidence in evidence_of(only, fact, self.world.world.profile):
                rows.append(store.evidence_row(number, key, evidence))
                pairs.add((number, key))
        store.add_evidence(rows)
        return pairs

    def _derive(self, change: Change) -> None:
        today = clock.today()
        pairs = list(change.evidence)
        found = store.evidence_of_pairs(pairs) if pairs else {}
        rows: list[Row] = []
        moving: list[Pair] = []
        for pair in pairs:
            rule = self.programme.by_uid[self.world.uids[pair[0]]]
            if isinstance(rule.shape, Every):
                derived = standing.periods_of(
                    rule, pair[1], in_order(found[pair]), self.world.world, self.since, today
                )
            else:
                derived = derive(rule, pair[1], in_order(found[pair]), self.world.world)
            if isinstance(rule.shape, Before) or pair in change.lost:
                moving.append(pair)
            rows.extend(database_row(row, rule, pair[0], today) for row in derived)
        if moving:
            self._drop_stale(moving, rows)
        store.upsert_obligations(rows)

    def _drop_stale(self, pairs: list[Pair], rows: list[Row]) -> None:
        """Only a moved meeting or a voided fact can leave a row behind."""
        store.delete_obligations(store.ids_of_pairs(pairs) - {row[0] for row in rows})

    @property
    def since(self) -> date:
        """The day from which periods are owed: that of the first fact of all."""
        if not hasattr(self, "_since"):
            first = JournalFact.objects.filter(seq=1).values_list("occurred_on", flat=True).first()
            self._since = first or clock.today()
        return self._since


def in_order(evidence: list[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda one: one.place)


def _looks_at_registers(rule: Rule) -> bool:
    match rule.shape:
        case Before(for_each=names):
            return bool(names)
        case Each(check=check):
            return check.uses_registers
        case _:
            return False


def _asks_profile(rule: Rule) -> bool:
    match rule.shape:
        case After() | Keep() | Before() | Each():
            patterns = rule.shape.on
            return any(pattern.early is not None and pattern.early.uses_profile for pattern in patterns)
        case _:
            return False


__all__ = ["Engine", "Obligation", "obligation_id"]
