"""Two readings of the same past, side by side: kept, late and broken, for each unit. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.rows import Obligation, Status, status
from zhiyin.institutions.evaluate import evaluate
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.rules import Rule

ENGINE = "institutions.obligation."
BROKEN = frozenset({Status.BREACHED, Status.UNPROVEN})


@dataclass
class Count:
    """What came out of the obligations that fell due."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    other: int = 0

    def add(self, what: Status) -> None:
        if what == Status.KEPT:
            self.kept += 1
        elif what == Status.KEPT_LATE:
            self.late += 1
        elif what in BROKEN:
            self.broken += 1
        else:
            self.other += 1

    @property
    def due(self) -> int:
        return self.kept + self.late + self.broken

    def as_dict(self) -> dict[str, int]:
        return {"kept": self.kept, "late": self.late, "breached": self.broken, "other": self.other}


@dataclass
class Pair:
    """One unit, as it was and as it would have been."""

    was: Count = field(default_factory=Count)
    would: Count = field(default_factory=Count)


@dataclass
class Compared:
    """All units together, and each of them; `newly_late` were kept and would not have been."""

    total: Pair = field(default_factory=Pair)
    units: dict[str | None, Pair] = field(default_factory=dict)
    newly_late: int = 0
    newly_kept: int = 0


def all_along(programme: Programme, rule: Rule) -> Programme:
    """The programme with this version alone, as if it had been in force for ever."""
    return programme.only([replace(rule, start=date(1949, 10, 1), end=None, replaces=None, replaced_on=None)])


def compare(
    before: Programme, after: Programme, facts: Iterable[Fact], calendar: Calendar, since: date, until: date
) -> Compared:
    """Both sides over the same facts; counted is what was opened between two days. Writes nothing."""
    heard = [fact for fact in facts if not fact.kind.startswith(ENGINE)]
    was = _statuses(before, heard, calendar, since, until)
    would = _statuses(after, heard, calendar, since, until)
    found = Compared()
    for side, rows in (("was", was), ("would", would)):
        for row, what in rows.values():
            for pair in (found.total, found.units.setdefault(row.unit, Pair())):
                getattr(pair, side).add(what)
    for place, (_row, what) in was.items():
        if place in would:
            new = would[place][1]
            found.newly_late += what == Status.KEPT and (new == Status.KEPT_LATE or new in BROKEN)
            found.newly_kept += new == Status.KEPT and (what == Status.KEPT_LATE or what in BROKEN)
    return found


def _statuses(
    programme: Programme, facts: Sequence[Fact], calendar: Calendar, since: date, until: date
) -> dict[tuple[str, date, int], tuple[Obligation, Status]]:
    rows = evaluate(programme, facts, calendar, until, standing=True, since=since)
    return {
        (row.key, row.opened_on, row.opened_order): (row, status(row, until))
        for row in rows
        if row.due_on is not None and since <= row.opened_on <= until
    }
