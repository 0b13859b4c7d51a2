"""The board: each institution's duties kept, due soon, breached and late but done, leaders' own first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.db.models import Case, Count, IntegerField, Sum, Value, When

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.engine import tallies
from zhiyin.institutions.language.reader import GROUPS as GROUPS
from zhiyin.institutions.models import ObligationRow, RuleVersion, Tally, Violation
from zhiyin.institutions.months import months_after
from zhiyin.institutions.rules import OPEN
from zhiyin.institutions.words import LEADERS as LEADERS
from zhiyin.journal import clock
from zhiyin.people.models import Unit

# The order of the board (decision on groups); leaders' own duties come before everyone else's.
LEADERS_OWN: Final = frozenset({"leader", "leadership_team", "main_head", "leader_in_charge", "duty_leader"})
SOON: Final = 5
# Seconds; what was added up is found by the count it came from, so this only bounds what lies about.
KEPT_FOR: Final = 900
KEPT, LATE, BREACHED = "kept", "kept_late", ("breached", "unproven")


@dataclass(frozen=True)
class Period:
    """Months from `first` to before `after`; cohorts are cut by due date."""

    first: date
    after: date


@dataclass(frozen=True)
class Counted:
    """What fell due in a period: how often by number of the rule version and status; units in breach."""

    by_rule: list[tuple[int, str, int]]
    units_in_breach: int


@dataclass
class Line:
    """One institution. `due` counts what was owed: kept, late, breached or not proven; nothing excused."""

    institution: str
    title: Mapping[str, str]
    force: str
    group: str
    kept: int = 0
    late: int = 0
    breached: int = 0
    excused: int = 0
    soon: int = 0
    rules: set[int] = field(default_factory=set)

    @property
    def due(self) -> int:
        return self.kept + self.late + self.breached


@dataclass(frozen=True)
class Board:
    """Lines by group, and the sums over all of them."""

    groups: list[tuple[str, list[Line]]]
    kept: int
    due: int
    soon: int
    breached: int
    late: int
    units_in_breach: int


def units_under(unit: Unit | None) -> list[UUID] | None:
    """Ids of the units of a subtree; None for the whole enterprise."""
    if unit is None:
        return None
    return list(Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))


def board(period: Period, unit: Unit | None = None) -> Board:
    """Rules, units of the subtree, due soon, when it was counted, and the two of `counted`: six queries."""
    lines = _lines()
    of_rule = {number: line for line in lines.values() for number in line.rules}
    units = units_under(unit)
    found = counted(period, units)
    for rule_id, status, count in found.by_rule:
        _add(of_rule.get(rule_id), status, count)
    for rule_id, count in _soon(units):
        if line := of_rule.get(rule_id):
            line.soon += count
    shown = [line for line in lines.values() if line.due or line.soon or line.excused]
    return Board(
        groups=_grouped(shown),
        kept=sum(line.kept for line in shown),
        due=sum(line.due for line in shown),
        soon=sum(line.soon for line in shown),
        breached=sum(line.breached for line in shown),
        late=sum(line.late for line in shown),
        units_in_breach=found.units_in_breach,
    )


def _lines() -> dict[str, Line]:
    """One line for each institution, named after its leading rule in force."""
    rows = RuleVersion.objects.filter(in_packs=True).order_by("institution", "rule", "-from_on")
    lines: dict[str, Line] = {}
    # Values, not objects: two hundred of them take longer to make than the whole query.
    for number, institution, must, group, force, zh, en in rows.values_list(
        "pk", "institution", "must", "group", "force", "title_zh", "title_en"
    ):
        line = lines.get(institution)
        if line is None:
            group = LEADERS if must in LEADERS_OWN else group
            line = lines[institution] = Line(institution, {"zh": zh, "en": en}, force, group)
        line.rules.add(number)
    return lines


def counted(period: Period, units: list[UUID] | None) -> Counted:
    """What fell due in a period, added up once for each count of obligations."""
    asked = repr((period, units, tallies.counted()))
    key = "institutions-counted-" + sha256(asked.encode()).hexdigest()
    known: Counted | None = cache.get(key)
    if known is None:
        known = _added_up(period, units)
        cache.set(key, known, KEPT_FOR)
    return known


def _added_up(period: Period, units: list[UUID] | None) -> Counted:
    """Two queries."""
    rows = Tally.objects.filter(month__gte=period.first, month__lt=period.after)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    by_rule = rows.values_list("rule_id", "status").annotate(sum=Sum("count")).order_by()
    breached = rows.filter(status__in=BREACHED, unit_id__isnull=False)
    return Counted(list(by_rule), breached.values("unit_id").distinct().count())


def _add(line: Line | None, status: str, count: int) -> None:
    if line is None:
        return
    if status == KEPT:
        line.kept += count
    elif status == LATE:
        line.late += count
    elif status in BREACHED:
        line.breached += count
    elif status == "excused":
        line.excused += count


def _soon(units: list[UUID] | None) -> Iterable[tuple[int, int]]:
    today = clock.today()
    until = Calendar.shipped().add_working_days(today, SOON)
    rows = ObligationRow.objects.filter(
        status__in=ObligationRow.OPEN, due_on__gte=today, due_on__lte=until, may=False, keeps=False
    )
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return rows.values_list("rule_id").annotate(n=Count("pk")).order_by()


def worst(unit: Unit | None, most: int = 3) -> list[Violation]:
    """Open sheets, the grave ones first, then those longest overdue; no accusations. One query."""
    rows = Violation.objects.filter(state__in=sorted(OPEN), confided=False)
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    grave = Case(When(level="grave", then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(rows.select_related("unit").order_by(grave, "due_on", "pk")[:most])


def _grouped(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    order = (LEADERS, *GROUPS)
    return [(group, found[group]) for group in order if group in found]


def quarter_of(day: date) -> Period:
    """The calendar quarter of a day."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, months_after(first, 3))


def periods(today: date, quarters: int = 8) -> list[Period]:
    """This quarter and those before it, latest first."""
    this = quarter_of(today).first
    return [quarter_of(months_after(this, -3 * n)) for n in range(quarters)]
