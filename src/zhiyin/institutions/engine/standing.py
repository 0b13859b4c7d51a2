"""Rules of periods and of lasting states: derived when their facts come, and at the end of every day."""

from collections.abc import Iterator, Sequence
from datetime import date

from zhiyin.institutions.derive.always import derive_always
from zhiyin.institutions.derive.every import derive_every
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.evaluate import World
from zhiyin.institutions.language.rules import Always, Every, Rule


class _OneMember(Rosters):
    """A register as seen by one member's periods."""

    def __init__(self, rosters: Rosters, member: str) -> None:
        self._rosters = rosters
        self._only = member

    def memberships(self, register: str) -> dict[str, list[tuple[date, date | None]]]:
        spans = self._rosters.memberships_of(register, self._only)
        return {self._only: spans} if spans else {}


def periods_of(
    rule: Rule, member: str, evidence: Sequence[Evidence], world: World, since: date, today: date
) -> list[Obligation]:
    """Every period of one member (or of the enterprise), from the beginning to the current one."""
    rosters = _OneMember(world.rosters, member)
    found = {member: evidence}
    return derive_every(rule, found, world.calendar, rosters, world.profile, since, today)


def standing_rows(
    rule: Rule, evidence: dict[str, list[Evidence]], world: World, since: date, today: date
) -> Iterator[Obligation]:
    """All rows of one rule of periods or of a lasting state."""
    match rule.shape:
        case Every():
            yield from derive_every(
                rule, evidence, world.calendar, world.rosters, world.profile, since, today
            )
        case Always():
            yield from derive_always(rule, world.calendar, world.rosters, world.profile, since, today)
