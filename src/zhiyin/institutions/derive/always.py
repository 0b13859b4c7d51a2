"""P holds at the end of every day; what is not so must be put right within the grace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.evidence import ENTERPRISE
from zhiyin.institutions.derive.limit import Limit
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.expr.syntax import Binary, Call, In, Name, Not, Tree
from zhiyin.institutions.expr.types import Value
from zhiyin.institutions.language.rules import Always, Rule

STANDING = "standing"
_DAY = timedelta(days=1)


def registers_in(tree: Tree) -> Iterator[str]:
    """The registers a condition counts."""
    match tree:
        case Call(function="count", args=args) if args and isinstance(args[0], Name):
            yield args[0].path
        case Call(args=args):
            for arg in args:
                yield from registers_in(arg)
        case Binary(left=left, right=right):
            yield from registers_in(left)
            yield from registers_in(right)
        case Not(inner=inner):
            yield from registers_in(inner)
        case In(left=left, options=options):
            for part in (left, *options):
                yield from registers_in(part)
        case _:
            return


def derive_always(
    rule: Rule, calendar: Calendar, rosters: Rosters, profile: Profile, since: date, until: date
) -> list[Obligation]:
    """A row for every spell in which P did not hold; one standing row when there was none.

    With `per`, for each member of the register by itself, as long as it is one.
    """
    shape = rule.shape
    assert isinstance(shape, Always)
    first = max(since, rule.start)
    last = min(until, rule.end) if rule.end else until
    if first > last:
        return []
    days = {first} | rosters.changes(registers_in(shape.check.tree)) | set(profile.changes)
    if shape.per is None:
        return _spells(rule, _World(calendar, rosters, profile), days, first, last, until, ENTERPRISE, {})
    kind, rows = rosters.programme.registers[shape.per].member, []
    days |= rosters.changes([shape.per])
    world = _World(calendar, rosters, profile)
    for member in sorted(rosters.memberships(shape.per)):
        rows += _spells(rule, world, days, first, last, until, member, {kind: member})
    return rows


@dataclass(frozen=True, slots=True)
class _World:
    calendar: Calendar
    rosters: Rosters
    profile: Profile


def _spells(
    rule: Rule,
    world: _World,
    days: set[date],
    first: date,
    last: date,
    until: date,
    key: str,
    opening: Mapping[str, str],
) -> list[Obligation]:
    """The rows of one key, day by day."""
    shape = rule.shape
    assert isinstance(shape, Always)
    spans = None if key == ENTERPRISE else world.rosters.memberships_of(shape.per or "", key)
    rows: list[Obligation] = []
    open_row: Obligation | None = None
    applied = False
    for day in sorted(day for day in days if first <= day <= last):
        inside = spans is None or any(
            entered <= day and (left is None or day < left) for entered, left in spans
        )
        value = _value(rule, shape, world, day, opening) if inside else "outside"
        applied = applied or value != "outside"
        if value is True or value == "outside":
            if open_row is not None:
                rows.append(_closed(open_row, day, value is True))
                open_row = None
        elif open_row is None:
            open_row = _opened(rule, shape, world.calendar, key, day, unknown=value is None)
        elif value is False and open_row.unproven_on is not None:
            open_row = open_row._replace(unproven_on=None)
    if open_row is not None:
        # What is still amiss when a version ends is the next version's to demand.
        rows.append(_closed(open_row, last + _DAY, False) if last < until else open_row)
    if not rows and applied:
        rows.append(_standing(rule, key, first))
    return rows


def _value(rule: Rule, shape: Always, world: _World, day: date, opening: Mapping[str, str]) -> Value:
    env = Env(day=day, profile=world.profile.at(day), registers=world.rosters, opening=opening)
    if rule.applies is not None and rule.applies.run(env) is not True:
        return "outside"
    return shape.check.run(env)


def _opened(rule: Rule, shape: Always, calendar: Calendar, key: str, day: date, unknown: bool) -> Obligation:
    due, provisional = day, False
    if shape.grace is not None:
        limit = Limit(calendar, shape.grace, day, roll=True)
        due, provisional = limit.due, limit.provisional
    return Obligation(
        rule=rule.id,
        uid=rule.uid,
        key=key,
        opened_on=day,
        opened_order=0,
        opened_by="",
        unit=None,
        start_on=day,
        due_on=due,
        provisional=provisional,
        broken_on=None if shape.grace is not None or unknown else day,
        unproven_on=day if unknown else None,
    )


def _closed(row: Obligation, day: date, mended: bool) -> Obligation:
    if mended:
        return row._replace(kept_on=day, unproven_on=None)
    return row._replace(ended_on=day, ended_as="cancelled")


def _standing(rule: Rule, key: str, day: date) -> Obligation:
    return Obligation(
        rule=rule.id,
        uid=rule.uid,
        key=key,
        opened_on=day,
        opened_order=0,
        opened_by="",
        unit=None,
        start_on=day,
        due_on=None,
        kept_on=day,
        period=STANDING,
    )
