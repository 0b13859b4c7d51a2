"""in every period (for every member), do Y."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.evidence import ENTERPRISE, SEPARATOR, Evidence
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.derive.progress import Progress
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import Every, Rule
from zhiyin.institutions.months import months_after

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `last`; the window of facts that count is (`opens`, `due`]."""

    name: str
    first: date
    last: date


def period_of(day: date, months: int) -> Period:
    """The period of so many months that holds the day: 2025, 2025H1, 2025Q3, 2025B4, 2025-03."""
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    last = months_after(first, months) - _DAY
    names = {12: "", 6: f"H{index + 1}", 4: f"T{index + 1}", 3: f"Q{index + 1}", 2: f"B{index + 1}"}
    names[1] = f"-{first.month:02}"
    return Period(f"{day.year}{names[months]}", first, last)


def periods(months: int, since: date, until: date) -> Iterator[Period]:
    """Every period from the one that holds `since` to the one that holds `until`."""
    period = period_of(since, months)
    while period.first <= until:
        yield period
        period = period_of(period.last + _DAY, months)


def due_of(shape: Every, period: Period, calendar: Calendar) -> tuple[date, bool]:
    """The last day for a period: its end, a fixed day, or so long after its end. Fixed days never move."""
    if shape.by is not None:
        return date(period.first.year, *shape.by), False
    if shape.after_end is not None:
        day = calendar.forward(period.last, shape.after_end, roll=False)[1]
        return day, calendar.is_forward_provisional(period.last, day, shape.after_end, roll=False)
    return period.last, False


def derive_every(
    rule: Rule,
    evidence: Mapping[str, Sequence[Evidence]],
    calendar: Calendar,
    rosters: Rosters,
    profile: Profile,
    since: date,
    until: date,
) -> list[Obligation]:
    """Rows for every period between `since` and `until` in which the rule is in force."""
    shape = rule.shape
    assert isinstance(shape, Every)
    first = max(since, rule.start)
    last = min(until, rule.end) if rule.end else until
    if first > last:
        return []
    if shape.per is None:
        spans: dict[str, list[tuple[date, date | None]]] = {ENTERPRISE: [(date.min, None)]}
    else:
        spans = rosters.memberships(shape.per)
    rows = []
    for member in sorted(spans):
        ordered = evidence.get(member, ())
        for period in periods(shape.months, first, last):
            left = _left(spans[member], period)
            if left is _ABSENT or not _applies(rule, profile, period, until):
                continue
            rows.append(_row(rule, shape, member, period, ordered, calendar, left))
    return rows


_ABSENT = date.min


def _left(spans: Sequence[tuple[date, date | None]], period: Period) -> date | None:
    """The day a member left within the period, None if still there; _ABSENT if nothing is owed.

    Who enters during a period owes from the next one on.
    """
    for entered, left in spans:
        if (entered <= period.first or entered == date.min) and (left is None or left > period.first):
            return left if left is not None and left <= period.last else None
    return _ABSENT


def _applies(rule: Rule, profile: Profile, period: Period, until: date) -> bool:
    if rule.applies is None:
        return True
    day = min(period.last, until)
    return rule.applies.run(Env(profile=profile.at(day), day=day)) is True


def _row(
    rule: Rule,
    shape: Every,
    member: str,
    period: Period,
    ordered: Sequence[Evidence],
    calendar: Calendar,
    left: date | None,
) -> Obligation:
    due, provisional = due_of(shape, period, calendar)
    opens, closes = _window(shape, period, calendar)
    progress = Progress(shape.do, {})
    kept: Evidence | None = None
    excused: Evidence | None = None
    for fact in ordered:
        if not opens <= fact.day <= closes:
            continue
        if fact.slot == "do" and kept is None and progress.add(fact, due):
            kept = fact
        elif fact.slot in ("unless", "cancel") and kept is None and excused is None:
            excused = fact
    have, need = progress.amounts()
    key = period.name if member == ENTERPRISE else f"{member}{SEPARATOR}{period.name}"
    row = Obligation(
        rule=rule.id,
        uid=rule.uid,
        key=key,
        opened_on=period.first,
        opened_order=0,
        opened_by="",
        unit=None,
        start_on=period.first,
        due_on=due,
        provisional=provisional,
        have=have,
        need=need,
        period=period.name,
        kept_on=kept.day if kept else None,
        kept_at=kept.at if kept else None,
    )
    if kept is None and excused is not None:
        return row._replace(
            ended_on=excused.day, ended_as="excused" if excused.slot == "unless" else "cancelled"
        )
    if kept is None and left is not None and left <= due:
        return row._replace(ended_on=left, ended_as="cancelled")
    return row


def _window(shape: Every, period: Period, calendar: Calendar) -> tuple[date, date]:
    """With `after_end` the windows follow each other, so that one payment never counts for two periods."""
    if shape.after_end is None:
        return period.first, period.last
    before = period_of(period.first - _DAY, shape.months)
    return due_of(shape, before, calendar)[0] + _DAY, due_of(shape, period, calendar)[0]
