"""A child never weakens its parent: tried on every day of the loaded calendars, not argued from numbers."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.limit import Limit
from zhiyin.institutions.expr.compiler import ExprError, literal
from zhiyin.institutions.expr.types import meet
from zhiyin.institutions.language.problems import Problems
from zhiyin.institutions.language.rules import After, Always, Before, Every, Keep, Rule
from zhiyin.institutions.programme import Programme
from zhiyin.institutions.spans import NotASpan, Span


def check_layers(
    programme: Programme, calendar: Calendar, problems: Problems, about: frozenset[str] = frozenset()
) -> None:
    """`tighten` is stricter, `set` stays within its bounds, a promise stays under its ceiling.

    `about`: only these rules, and those that stand over or under them.
    """
    for rule in programme.rules:
        if about and about.isdisjoint((rule.id, rule.parent, rule.under)):
            continue
        if rule.parent and rule.decided_by:
            _check_set(programme, rule, problems)
        elif rule.parent:
            for parent in programme.versions(rule.parent):
                if _overlap(rule, parent):
                    _check_tighten(rule, parent, calendar, problems)
        if rule.under:
            _check_under(programme, rule, calendar, problems)


def _overlap(one: Rule, other: Rule) -> bool:
    return (one.end is None or other.start <= one.end) and (other.end is None or one.start <= other.end)


DIAL_SHAPES: Final = {
    "within": "within",
    "at_least": "at_least",
    "grace": "grace",
    "for": "span",
    "after_end": "after_end",
}


@lru_cache(maxsize=512)
def first_later(calendar: Calendar, child: Span, parent: Span, backward: bool = False) -> date | None:
    """The first day on which the child would allow more than the parent; None if it never does."""
    if child.unit == parent.unit:
        return None if (child.n >= parent.n if backward else child.n <= parent.n) else _start(calendar)
    for day in days_of(calendar):
        if "hour" in (child.unit, parent.unit):
            if _hours(child) > _hours(parent):
                return day
        elif backward:
            if calendar.count_backward(day, child).day > calendar.count_backward(day, parent).day:
                return day
        elif calendar.forward(day, child)[1] > calendar.forward(day, parent)[1]:
            return day
    return None


def days_of(calendar: Calendar) -> list[date]:
    """Every day of the years that have a table."""
    found = []
    for year in sorted(calendar.years):
        day = date(year, 1, 1)
        while day.year == year:
            found.append(day)
            day += timedelta(days=1)
    return found


def _start(calendar: Calendar) -> date:
    return date(min(calendar.years, default=2018), 1, 1)


def _hours(span: Span) -> int:
    return span.whole * {"hour": 1, "day": 24, "working_day": 24, "month": 720, "year": 8760}[span.unit]


def _check_tighten(rule: Rule, parent: Rule, calendar: Calendar, problems: Problems) -> None:
    new, old = rule.shape, parent.shape
    if isinstance(new, After) and isinstance(old, After):
        _stricter(rule, "within", new.within, old.within, calendar, problems)
    if isinstance(new, Before) and isinstance(old, Before) and new.at_least and old.at_least:
        _stricter(rule, "at_least", new.at_least, old.at_least, calendar, problems, backward=True)
    if isinstance(new, Keep) and isinstance(old, Keep):
        _stricter(rule, "for", old.span, new.span, calendar, problems, shown=new.span)
    if isinstance(new, Always) and isinstance(old, Always) and new.grace and old.grace:
        _stricter(rule, "grace", new.grace, old.grace, calendar, problems)
    if isinstance(new, Every) and isinstance(old, Every):
        if new.after_end and old.after_end:
            _stricter(rule, "after_end", new.after_end, old.after_end, calendar, problems)
        if new.by and old.by and new.by > old.by:
            _weaker(rule, "by", f"{new.by}", f"{old.by}", problems)
    for name, number in rule.numbers.items():
        base = parent.numbers.get(name)
        if base is None:
            continue
        if meet(number.type, base.type) is None:
            _weaker(rule, name, number.text, base.text, problems)
            continue
        rises = number.value > base.value  # type: ignore[operator]
        falls = number.value < base.value  # type: ignore[operator]
        if (falls and base.stricter == "higher") or (rises and base.stricter == "lower"):
            _weaker(rule, name, number.text, base.text, problems)


def _stricter(
    rule: Rule,
    dial: str,
    new: Span,
    old: Span,
    calendar: Calendar,
    problems: Problems,
    backward: bool = False,
    shown: Span | None = None,
) -> None:
    day = first_later(calendar, new, old, backward)
    if day is None:
        return
    if backward or "hour" in (new.unit, old.unit):
        _weaker(rule, dial, (shown or new).en, old.en, problems)
        return
    mine, theirs = calendar.forward(day, new)[1], calendar.forward(day, old)[1]
    problems.add(
        rule.place,
        f"{rule.id}：“{dial}: {new.en}”比“{old.en}”松：从 {day} 起算会到 {mine}，上级规则到 {theirs}",
        f"{rule.id}: '{dial}: {new.en}' is weaker than '{old.en}': from {day} it would allow until {mine}, "
        f"the higher rule {theirs}",
        f"最多写 {old.en}",
        f"write at most '{old.en}'",
    )


def _weaker(rule: Rule, dial: str, new: str, old: str, problems: Problems) -> None:
    problems.add(
        rule.place,
        f"{rule.id}：“{dial}: {new}”比上级规则的“{old}”松",
        f"{rule.id}: '{dial}: {new}' is weaker than '{old}' of the higher rule",
        f"写得和“{old}”一样严或更严",
        f"write it as strict as '{old}' or stricter",
    )


def _check_set(programme: Programme, rule: Rule, problems: Problems) -> None:
    """Only what the law left open, and only within its bounds."""
    base = [one for one in programme.versions(rule.parent) if not one.decided_by][-1]
    changed = _changed(rule, base)
    for dial, value in changed.items():
        bounds = base.settable.get(dial)
        if bounds is None:
            problems.add(
                rule.place,
                f"{rule.id}：“{dial}”由上级规定，本企业不能改",
                f"{rule.id}: '{dial}' is not yours to set",
                f"可以设：{'、'.join(base.settable) or '（没有）'}；要更严请用 tighten",
                f"you may set: {', '.join(base.settable) or '(nothing)'}; to be stricter use tighten",
            )
        elif not within(value, bounds.low, bounds.high):
            problems.add(
                rule.place,
                f"{rule.id}：“{dial}: {value}”超出 {bounds.low} .. {bounds.high}",
                f"{rule.id}: '{dial}: {value}' is outside {bounds.low} .. {bounds.high}",
                "写在范围之内",
                "write a value within the range",
            )


def _changed(rule: Rule, base: Rule) -> dict[str, str]:
    found = {name: number.text for name, number in rule.numbers.items() if number != base.numbers.get(name)}
    for dial, attribute in DIAL_SHAPES.items():
        new, old = getattr(rule.shape, attribute, None), getattr(base.shape, attribute, None)
        if new is not None and new != old:
            found[dial] = str(new)
    return found


def within(value: str, low: str, high: str) -> bool:
    """Is an amount between two bounds of its own unit?"""
    try:
        span, least, most = Span.parse(value), Span.parse(low), Span.parse(high)
    except NotASpan:
        try:
            (type_, number), (_, first), (_, last) = literal(value), literal(low), literal(high)
        except ExprError:
            return False
        return type_ is not None and first <= number <= last  # type: ignore[operator]
    return span.unit == least.unit == most.unit and least.n <= span.n <= most.n


def _check_under(programme: Programme, rule: Rule, calendar: Calendar, problems: Problems) -> None:
    """The promise, with its longest pause and extension, never ends after the ceiling."""
    ceilings = programme.versions(rule.under)
    if not ceilings:
        problems.add(
            rule.place,
            f"{rule.id}：没有上限规则“{rule.under}”",
            f"{rule.id}: there is no ceiling '{rule.under}'",
            "改 under",
            "change 'under'",
        )
    for ceiling in ceilings:
        if not _overlap(rule, ceiling):
            continue
        mine, theirs = rule.shape, ceiling.shape
        if not isinstance(mine, After) or not isinstance(theirs, After):
            continue
        day = first_over(calendar, mine, theirs)
        if day is not None:
            problems.add(
                rule.place,
                f"{rule.id}：承诺可能超过“{ceiling.id}”的上限，如从 {day} 起算",
                f"{rule.id}: the promise may end after the ceiling '{ceiling.id}', for example from {day}",
                "缩短期限或暂停的上限",
                "shorten the limit or the cap of its pause",
            )


def first_over(calendar: Calendar, promise: After, ceiling: After) -> date | None:
    """The first start from which the promise could outlast the ceiling; both extended, or neither."""
    for extended in (False, True):
        for day in days_of(calendar):
            if _latest(calendar, promise, day, extended) > _latest(calendar, ceiling, day, extended, False):
                return day
    return None


def _latest(calendar: Calendar, shape: After, day: date, extended: bool, paused: bool = True) -> date:
    limit = Limit(calendar, shape.within, day, shape.roll)
    if extended and shape.extend is not None:
        limit.extend(shape.extend.at_most)
    if paused and shape.pause is not None:
        return limit.due_if_paused_since(limit.due, shape.pause.at_most)
    return limit.due
