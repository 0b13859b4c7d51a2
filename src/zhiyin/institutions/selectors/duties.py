"""What a person's posts owe, what the units they lead owe, and what others owe them: this week and later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.every import due_of, periods
from zhiyin.institutions.holders import OTHERWISE, Desks
from zhiyin.institutions.language.rules import Every, Rule
from zhiyin.institutions.models import ObligationRow, RuleVersion, Tally
from zhiyin.institutions.months import months_after
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import Side, side_of
from zhiyin.institutions.selectors.obligation import secret
from zhiyin.institutions.subjects import PERSONS
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.people.paging import Key, beyond
from zhiyin.people.roles import Role

PAGE: Final = 50
LATER: Final = 60
FEED: Final = 500
MOST_COUNTED: Final = 1000
UNSETTLED: Final = ("due", "suspended", "breached", "unproven")
VIEWS: Final = ("week", "late", "later")
WHOSE: Final = ("own", "unit", "others")
LEADS: Final[Mapping[str, tuple[Side, ...]]] = {
    Role.LEADER: (Side.ENTERPRISE, Side.BOTH),
    Role.UNION_OFFICER: (Side.UNION, Side.BOTH),
}


@dataclass(frozen=True)
class Mine:
    """Which obligations are whose for this person, as conditions on rows.

    `own` lie with their posts; `unit` with others in the units they lead; `others` owe them something.
    """

    condition: Q
    unit: Q
    others: Q

    def of(self, whose: str) -> Q:
        return {"own": self.condition, "unit": self.unit, "others": self.others}[whose]


@dataclass(frozen=True)
class Planned:
    """A period that comes: nothing is owed for it yet."""

    rule: Rule
    period: str
    due_on: date


def mine(acting: Acting, desks: Desks | None = None) -> Mine:
    """Roles are resolved once for each unit that occurs: six queries, and one for each role."""
    holders = programme().holders
    desks = desks or Desks(holders)
    versions = RuleVersion.objects.filter(in_packs=True).values_list("pk", "uid", "must")
    uids = {number: uid for number, uid, _must in versions}
    numbers = {number: must for number, _uid, must in versions}
    personal = _of_persons(holders, uids)
    able = set(acting.roles)
    # A head answers for empty posts below, so every role may lie there.
    near = {n: m for n, m in numbers.items() if Role.LEADER in able or _role(holders, m) in able}
    condition, places = Q(pk__in=[]), _places(acting, desks, near, personal)
    for unit, rules in places.items():
        at = Q(unit_id=unit) if unit else Q(unit_id__isnull=True)
        condition |= at & Q(rule_id__in=rules)
    condition |= Q(rule_id__in=list(personal), key__contains=acting.employee.pk.hex)
    led = _led(acting, desks, numbers) & ~condition
    home = Unit.objects.filter(path__startswith=_home(acting)).values("pk")
    return Mine(condition, led, Q(unit_id__in=home) & ~condition & ~led)


def _role(holders: Mapping[str, str], must: str) -> str:
    return holders.get(must, OTHERWISE).partition("@")[0]


def _of_persons(holders: Mapping[str, str], uids: Mapping[int, str]) -> set[int]:
    """Rules whose key names the very person who owes, such as each leader's visits."""
    known = programme().by_uid
    return {
        number
        for number, uid in uids.items()
        if (rule := known.get(uid))
        and holders.get(rule.must, "").endswith("@self")
        and not PERSONS.isdisjoint(_kinds(rule))
    }


def _kinds(rule: Rule) -> tuple[str, ...]:
    per = getattr(rule.shape, "per", None)
    return (programme().registers[per].member,) if per else rule.keys


def _places(
    acting: Acting, desks: Desks, numbers: Mapping[int, str], personal: set[int]
) -> dict[UUID | None, list[int]]:
    """Unit → rules that lie with this person's posts there."""
    # Settled ones by their counts, what is open by the rows: nobody reads a million rows for this.
    wanted = [number for number in numbers if number not in personal]
    open_now = ObligationRow.objects.filter(rule_id__in=wanted, status__in=UNSETTLED)
    counted = Tally.objects.filter(rule_id__in=wanted)
    pairs = set(open_now.values_list("rule_id", "unit_id").distinct().order_by())
    pairs |= set(counted.values_list("rule_id", "unit_id").distinct().order_by())
    paths = dict(Unit.objects.filter(pk__in={unit for _n, unit in pairs if unit}).values_list("pk", "path"))
    mine_at = {(grant.role, grant.unit_path) for grant in acting.grants}
    known: dict[tuple[str, UUID | None], bool] = {}
    by_unit: dict[UUID | None, list[int]] = {}
    for number, unit in sorted(pairs, key=str):
        place = (numbers[number], unit)
        if place not in known:
            desk = desks.desk(numbers[number], paths.get(unit, desks.root.path) if unit else desks.root.path)
            known[place] = (desk.role, desk.path) in mine_at
        if known[place]:
            by_unit.setdefault(unit, []).append(number)
    return by_unit


def _led(acting: Acting, desks: Desks, numbers: Mapping[int, str]) -> Q:
    """What the units owe that this person leads; what the union's units owe, for its own officers."""
    found = Q(pk__in=[])
    for role, sides in LEADS.items():
        rules = [number for number, must in numbers.items() if side_of(must) in sides]
        for path in acting.paths(role):
            units = Q(unit_id__in=Unit.objects.filter(_within(desks, path)).values("pk"))
            units |= Q(unit_id__isnull=True) if path == desks.root.path else Q(pk__in=[])
            found |= units & Q(rule_id__in=rules)
    return found


def _within(desks: Desks, path: str) -> Q:
    """Units at and below `path`, and dissolved ones whose duties passed to one of these."""
    found = Q(path__startswith=path)
    for old, new in desks.successors.items():
        inherited = new.startswith(path)
        if inherited != old.startswith(path):
            found = (found | Q(path=old)) if inherited else (found & ~Q(path=old))
    return found


def _home(acting: Acting) -> str:
    """The plant or department a person belongs to; those at the top have the enterprise."""
    parts = [part for part in acting.employee.unit.path.split("/") if part]
    return "/" + "/".join(parts[:2]) + "/"


def week_end(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())


def rows(found: Mine, view: str, whose: str = "own") -> QuerySet[ObligationRow]:
    """The obligations of a view, the nearest date first."""
    today = clock.today()
    until = week_end(today)
    running = Q(status__in=ObligationRow.OPEN, keeps=False, may=False)
    conditions = {
        "late": Q(status__in=("breached", "unproven"), cures=True),
        "week": running & Q(due_on__gte=today, due_on__lte=until),
        "later": running & Q(due_on__gt=until, due_on__lte=today + timedelta(days=LATER)),
    }
    return (
        ObligationRow.objects.filter(found.of(whose) & conditions[view], due_on__isnull=False)
        .select_related("rule")
        .order_by("due_on", "pk")
    )


def counts(found: Mine, whose: str, hides: bool) -> dict[str, int]:
    """How many each view holds, up to a thousand; `hides`: without accusations. Two queries a view."""
    result = {}
    for view in VIEWS:
        known = list(rows(found, view, whose).only("key", "rule__uid")[:MOST_COUNTED])
        result[view] = len(known) - len(secret(known) if hides else ())
    return result


def page_after(found: QuerySet[ObligationRow], after: Key | None) -> list[ObligationRow]:
    """The next page by keyset; one row more than a page tells that there is another."""
    if after is not None:
        found = found.filter(beyond(after, "due_on", day_side="gt", pk_side="gt"))
    return list(found[: PAGE + 1])


def in_month(found: Mine, month: date) -> QuerySet[ObligationRow]:
    """Everything of this person that falls due in a month, settled or not."""
    after = months_after(month, 1)
    return (
        ObligationRow.objects.filter(
            found.condition, due_on__gte=month, due_on__lt=after, keeps=False, may=False
        )
        .select_related("rule")
        .order_by("due_on", "pk")
    )


@dataclass(frozen=True)
class Many:
    """Obligations of one rule that fall due in one month."""

    month: date
    rule_uid: str
    count: int
    open: int


def year_counts(found: Mine, year: int) -> list[Many]:
    """By month and rule, for the plan of a year. One query."""
    of_year = ObligationRow.objects.filter(
        found.condition, due_on__year=year, keeps=False, may=False
    ).values_list("due_on__month", "rule__uid")
    counted = of_year.annotate(n=Count("pk"), left=Count("pk", filter=Q(status__in=UNSETTLED))).order_by(
        "due_on__month", "rule__uid"
    )
    return [Many(date(year, month, 1), uid, n, left) for month, uid, n, left in counted]


def planned(acting: Acting, desks: Desks, year: int, after: date) -> list[Planned]:
    """Periods of the year that have not begun, for the rules that this person carries for the enterprise."""
    calendar, found = Calendar.shipped(), []
    mine_at = {(grant.role, grant.unit_path) for grant in acting.grants}
    last = date(year, 12, 31)
    for rule in programme().rules:
        if not isinstance(rule.shape, Every) or rule.shape.per or rule.start > last:
            continue
        if rule.end is not None and rule.end < after:
            continue
        desk = desks.desk(rule.must, desks.root.path)
        if (desk.role, desk.path) not in mine_at:
            continue
        for period in periods(rule.shape.months, max(after, rule.start), last):
            due, _provisional = due_of(rule.shape, period, calendar)
            if period.first > after and due.year == year:
                found.append(Planned(rule, period.name, due))
    return sorted(found, key=lambda one: (one.due_on, one.rule.id))


def feed(found: Mine) -> Iterable[ObligationRow]:
    """What a subscribed calendar shows: everything still open, up to five hundred."""
    running = Q(status__in=ObligationRow.OPEN, keeps=False, may=False, due_on__isnull=False)
    return (
        ObligationRow.objects.filter(found.condition & running)
        .select_related("rule")
        .order_by("due_on", "pk")[:FEED]
    )
