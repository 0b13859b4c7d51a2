"""What the engine keeps in memory between batches: rules by number, registers, the profile."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.engine.facts import Facts
from zhiyin.institutions.engine.kept import packed, unpacked
from zhiyin.institutions.engine.releases import rule_numbers
from zhiyin.institutions.evaluate import World
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import PROFILE
from zhiyin.institutions.models import MemberEvent
from zhiyin.institutions.programme import Programme

ENTERPRISE_PROFILE = "enterprise"


def dated_profile() -> Profile:
    """The enterprise's profile as the engine last knew it. One query."""
    rows = MemberEvent.objects.filter(register=ENTERPRISE_PROFILE).values_list("member", "seq", "day", "kept")
    return Profile(
        Fact(PROFILE, who, None, None, day, None, seq, unpacked(kept)) for who, seq, day, kept in rows
    )


class EngineWorld:
    """Registers and profile live in `MemberEvent`; this is their copy in memory, renewed when they change."""

    def __init__(
        self, programme: Programme, calendar: Calendar, base: Mapping[str, Any] | None = None
    ) -> None:
        self.programme = programme
        self.calendar = calendar
        self.base = dict(base or {})
        self.numbers = rule_numbers(programme)
        self.uids = {number: uid for uid, number in self.numbers.items()}
        self.known: dict[tuple[str, str, int], Fact] = {}
        self.facts = Facts({*programme.plans, *programme.register_slots, PROFILE})
        self.load()

    def load(self) -> None:
        """Read every register event; a restart and a rebuild begin here."""
        rows = MemberEvent.objects.order_by("seq").values_list(
            "register", "member", "seq", "kind", "day", "kept"
        )
        self.facts.voided = self.facts.voids()
        self.known = {
            (register, member, seq): Fact(kind, member, None, None, day, None, seq, unpacked(kept))
            for register, member, seq, kind, day, kept in rows
        }
        self._renew()

    def _renew(self) -> None:
        facts = list({fact.order: fact for fact in self.known.values()}.values())
        facts.sort(key=lambda fact: (fact.day, fact.order))
        profile = Profile((fact for fact in facts if fact.kind == PROFILE), self.base)
        self.world = World(self.calendar, Rosters(self.programme, facts), profile)

    def take(self, facts: Iterable[Fact]) -> list[MemberEvent]:
        """Register events among new facts, taken into memory; the caller stores the rows."""
        rows = []
        for fact in facts:
            for register, slot in self._slots(fact):
                place = (register, fact.subject, fact.order)
                if place not in self.known:
                    self.known[place] = fact
                    rows.append(
                        MemberEvent(
                            register=register,
                            member=fact.subject,
                            seq=fact.order,
                            slot=slot,
                            kind=fact.kind,
                            day=fact.day,
                            kept=packed(fact.fields),
                        )
                    )
        if rows:
            self._renew()
        return rows

    def _slots(self, fact: Fact) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = [
            (slot.register.name, slot.name) for slot in self.programme.register_slots.get(fact.kind, ())
        ]
        return [*found, (ENTERPRISE_PROFILE, "change")] if fact.kind == PROFILE else found

    def forget(self, seqs: set[int]) -> None:
        """Voided facts leave the registers."""
        gone = [place for place in self.known if place[2] in seqs]
        for place in gone:
            del self.known[place]
        if gone:
            self._renew()
