"""One batch: new facts → the (rule, key) pairs they touch → those derived anew, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.evidence import Evidence, evidence_of
from zhiyin.institutions.engine import standing, store
from zhiyin.institutions.engine.facts import Row, voided_in
from zhiyin.institutions.engine.gather import Gathering, Pair, Sources
from zhiyin.institutions.engine.rows import Row as ObligationRow
from zhiyin.institutions.engine.rows import Stamp
from zhiyin.institutions.engine.world import EngineWorld
from zhiyin.institutions.evaluate import IN_ORDER, derive, uncollected
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE
from zhiyin.institutions.language.rules import Always, Before, Each, Every, Rule
from zhiyin.institutions.models import MemberEvent
from zhiyin.institutions.programme import Programme
from zhiyin.journal import clock
from zhiyin.journal.models import Fact as JournalFact
from zhiyin.journal.sequence import set_watermark, take_watermark

READER: Final = "institutions"
LISTED: Final = "institutions-listed"
BATCH: Final = 1000


@dataclass
class Change:
    """What a batch moved: pairs that lost a fact, registers, the profile."""

    lost: set[Pair] = field(default_factory=set)
    registers: set[str] = field(default_factory=set)
    profile: bool = False


class Engine:
    """Reads facts after its watermark; one instance per process. Two never both work: see take_watermark."""

    def __init__(
        self, programme: Programme, calendar: Calendar | None = None, base: Mapping[str, Any] | None = None
    ) -> None:
        self.programme = programme
        self.calendar = calendar or Calendar.shipped()
        self.world = EngineWorld(programme, self.calendar, base)
        self.facts = self.world.facts
        self.sources = Sources(programme)
        self.seq = -1

    def batch(self, limit: int = BATCH) -> int:
        """Take in the next facts; returns how many. A killed batch leaves no trace."""
        try:
            with transaction.atomic():
                seq = take_watermark(READER)
                if seq != self.seq:
                    # Another process worked since: its register events are not in this memory.
                    self.world.load()
                    self._list_earlier(seq)
                rows = self.facts.after(seq, limit)
                if not rows:
                    self.seq = seq
                    return 0
                reached = int(rows[-1][0])
                with uncollected(many=True):
                    self._take(rows, seq, reached)
                set_watermark(READER, reached)
        except BaseException:
            self.seq = -1
            raise
        self.seq = reached
        return len(rows)

    def _list_earlier(self, seq: int) -> None:
        """Facts that an earlier release took in without listing them are listed, once."""
        if not take_watermark(LISTED):
            self.reread([rule for rule in self.programme.rules if rule.uid in self.sources.kinds], seq)
            set_watermark(LISTED, 1)

    def rederive(self, rule: Rule) -> None:
        """Read a changed rule's facts again and derive its rows anew, in one transaction."""
        with transaction.atomic():
            found = self.reread([rule], take_watermark(READER))
            self._derive(found, set(found))

    def catch_up(self, limit: int = BATCH) -> int:
        """Take in everything there is."""
        total = 0
        while (taken := self.batch(limit)) == limit:
            total += taken
        return total + taken

    def _take(self, rows: list[Row], seq: int, reached: int) -> None:
        # A fact may be numbered after the one that voids it: sealed facts wait for the next day.
        voids = voided_in(rows)
        gone = list(self.facts.with_ids(voids, reached))
        self.facts.voided |= voids
        facts = list(self.facts.of_rows(rows))
        change = Change()
        MemberEvent.objects.bulk_create(self._registers(facts, change), ignore_conflicts=True)
        self._forget(gone, change)
        gathering = Gathering(self.programme, self.sources, self.facts, self.world.world.profile)
        for fact in facts:
            gathering.take(fact)
        for fact in gone:
            change.lost |= gathering.touch(fact)
        gathering.pairs |= self._looking_at(change.registers)
        store.list_under(gathering.listed)
        found = gathering.evidence(seq)
        if change.profile:
            asking = [rule for rule in self.programme.rules if rule.uid in self.sources.by_profile]
            again = self.reread(asking, reached)
            change.lost.update(again)
            found |= again
        self._derive(found, change.lost)

    def _registers(self, facts: Iterable[Fact], change: Change) -> list[MemberEvent]:
        rows = self.world.take(facts)
        change.registers.update(row.register for row in rows)
        change.profile = any(fact.kind == PROFILE for fact in facts)
        return rows

    def _forget(self, gone: list[Fact], change: Change) -> None:
        """Voided facts leave the registers and the profile."""
        if gone:
            touched = MemberEvent.objects.filter(seq__in=[fact.order for fact in gone])
            change.registers.update(touched.values_list("register", flat=True))
            change.profile = change.profile or any(fact.kind == PROFILE for fact in gone)
            touched.delete()
            self.world.forget({fact.order for fact in gone})

    def _looking_at(self, registers: set[str]) -> set[Pair]:
        """Pairs of rules that look at a register that moved: all that stand, for late changes reach back."""
        rules = [rule for rule in self.programme.rules if registers and _looks_at_registers(rule)]
        return self._standing_pairs(rules)

    def _standing_pairs(self, rules: Iterable[Rule]) -> set[Pair]:
        """Pairs that have rows; rows of periods and lasting states are those of the end of a day."""
        numbers = [
            self.world.numbers[rule.uid] for rule in rules if not isinstance(rule.shape, Every | Always)
        ]
        pairs = store.pairs_of_rules(numbers) if numbers else set()
        return {(self.world.uids[number], key) for number, key in pairs}

    def reread(self, rules: list[Rule], until: int) -> dict[Pair, list[Evidence]]:
        """All evidence of these rules from the whole journal; pairs that stand without any have none."""
        only, profile = self.programme.only(rules), self.world.world.profile
        found: dict[Pair, list[Evidence]] = {pair: [] for pair in self._standing_pairs(rules)}
        listed = set()
        for fact in self.facts.of_kinds(list(only.plans), until):
            for look, key, one in evidence_of(only, fact, profile):
                found.setdefault((look.uid, key), []).append(one)
                if not look.by_subject:
                    listed.add((fact.kind, key, fact.order))
        store.list_under(listed)
        return {pair: sorted(evidence, key=IN_ORDER) for pair, evidence in found.items()}

    def _derive(self, found: Mapping[Pair, list[Evidence]], lost: set[Pair]) -> None:
        stamp, today = Stamp(clock.local(clock.now())), clock.today()
        rows: list[ObligationRow] = []
        moving: list[tuple[int, str]] = []
        for (uid, key), evidence in found.items():
            rule, number = self.programme.by_uid[uid], self.world.numbers[uid]
            if isinstance(rule.shape, Every):
                derived = standing.periods_of(rule, key, evidence, self.world.world, self.since, today)
            else:
                derived = derive(rule, key, evidence, self.world.world)
            if isinstance(rule.shape, Before) or (uid, key) in lost:
                moving.append((number, key))
            rows.extend(stamp.row(row, rule, number) for row in derived)
        if moving:
            # Only a moved meeting or a voided fact can leave a row behind.
            store.delete_obligations(store.ids_of_pairs(moving) - {row[0] for row in rows})
        store.upsert_obligations(rows)

    @property
    def since(self) -> date:
        """The day from which periods are owed: that of the first fact of all."""
        if not hasattr(self, "_since"):
            first = JournalFact.objects.filter(seq=1).values_list("occurred_on", flat=True).first()
            self._since = first or clock.today()
        return self._since


def _looks_at_registers(rule: Rule) -> bool:
    match rule.shape:
        case Before(for_each=names):
            return bool(names)
        case Each(check=check):
            return check.uses_registers
        case _:
            return False
