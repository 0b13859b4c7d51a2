"""at least D before X, Y was done (for each item of registers)."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.after import opened_row
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.progress import Progress
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import Before, Rule


def derive_before(
    rule: Rule, key: str, ordered: Sequence[Evidence], calendar: Calendar, rosters: Rosters
) -> list[Obligation]:
    """One row for a key: the latest X counts, so a meeting that is put off has its new date."""
    shape = rule.shape
    assert isinstance(shape, Before)
    openings = [one for one in ordered if one.slot == "open"]
    if not openings:
        return []
    opening = openings[-1]
    start = _target(shape, opening)
    row = opened_row(rule, key, opening, start or opening.day, None)._replace(cures=False)
    if start is None:
        return [row]
    if shape.at_least is not None:
        counted = calendar.count_backward(start, shape.at_least)
        row = row._replace(due_on=counted.day, provisional=counted.provisional)
    else:
        row = row._replace(due_on=start)
    row = _ended(rule, row, ordered, opening)
    if row.ended_on is not None:
        return [row]
    if shape.for_each:
        return [_for_each(shape, row, key, ordered, opening, rosters)]
    return [_once(shape, row, ordered, opening)]


def _target(shape: Before, opening: Evidence) -> date | None:
    if shape.counted_from is None:
        return opening.day
    value = opening.kept.get(shape.counted_from)
    return date.fromisoformat(value) if isinstance(value, str) else value


def _in_time(shape: Before, row: Obligation, fact: Evidence, opening: Evidence) -> bool:
    """Without a length, Y must precede X itself; with one, it is done on or before the due day."""
    if shape.at_least is None and shape.counted_from is None:
        return fact.place < opening.place
    return row.due_on is not None and fact.day <= row.due_on


def _once(shape: Before, row: Obligation, ordered: Sequence[Evidence], opening: Evidence) -> Obligation:
    progress = Progress(shape.do, opening.kept)
    kept: Evidence | None = None
    for fact in ordered:
        if fact.slot == "do" and kept is None and progress.add(fact, row.due_on):
            kept = fact
    have, need = progress.amounts()
    row = row._replace(have=have, need=need)
    if kept is not None and _in_time(shape, row, kept, opening):
        return row._replace(kept_on=kept.day, kept_at=kept.at)
    return _judged(shape, row, opening)


def _judged(shape: Before, row: Obligation, opening: Evidence) -> Obligation:
    """X has happened without Y: broken on that day. A planned X leaves time until the due day."""
    if shape.counted_from is None:
        return row._replace(broken_on=max(opening.day, row.due_on or opening.day))
    return row


def _for_each(
    shape: Before,
    row: Obligation,
    key: str,
    ordered: Sequence[Evidence],
    opening: Evidence,
    rosters: Rosters,
) -> Obligation:
    needed, done = items_of(shape, row, key, ordered, opening, rosters)
    row = row._replace(have=len(done), need=len(needed))
    if not needed:
        return row._replace(unproven_on=row.due_on)
    if len(done) == len(needed):
        return row._replace(kept_on=max(done.values()))
    return _judged(shape, row, opening)


def items_of(
    shape: Before,
    row: Obligation,
    key: str,
    ordered: Sequence[Evidence],
    opening: Evidence,
    rosters: Rosters,
) -> tuple[set[tuple[str, ...]], dict[tuple[str, ...], date]]:
    """What is needed, one for each combination of members, and on which day it was done in time."""
    assert row.due_on is not None
    registers = [rosters.programme.registers[name] for name in shape.for_each]
    needed = set(
        product(
            *(
                [
                    member
                    for member, kept in rosters.members(register.name, row.due_on).items()
                    if register.within is None or _belongs(kept, register.within, key, opening.kept)
                ]
                for register in registers
            )
        )
    )
    progress = Progress(shape.do, opening.kept)
    done: dict[tuple[str, ...], date] = {}
    for fact in ordered:
        names = tuple(str(fact.kept.get(register.member)) for register in registers)
        if fact.slot != "do" or names not in needed or names in done:
            continue
        if not _in_time(shape, row, fact, opening):
            continue
        late = progress.patterns[fact.part].late
        if late is None or late.run(_env(fact, opening)) is True:
            done[names] = fact.day
    return needed, done


def _belongs(kept: Mapping[str, Any], within: str, key: str, opening: Mapping[str, Any]) -> bool:
    """Members of the session's own term (the opening names it), or of the key itself."""
    value = kept.get(within)
    return value is not None and value == opening.get(within, key)


def _env(fact: Evidence, opening: Evidence) -> Env:
    return Env(fields=fact.kept, day=fact.day, unit=fact.unit, opening=opening.kept)


def _ended(rule: Rule, row: Obligation, ordered: Sequence[Evidence], opening: Evidence) -> Obligation:
    for fact in ordered:
        if fact.slot == "finding" and fact.kept.get("finding") == "not_applicable":
            return row._replace(ended_on=fact.day, ended_as="excused")
        if fact.slot not in ("unless", "cancel"):
            continue
        pattern = (rule.unless if fact.slot == "unless" else rule.cancel)[fact.part]
        holds = pattern.late is None or pattern.late.run(_env(fact, opening)) is True
        if holds and (row.due_on is None or fact.day <= max(row.due_on, opening.day)):
            as_ = "excused" if fact.slot == "unless" else "cancelled"
            return row._replace(ended_on=min(fact.day, row.due_on or fact.day), ended_as=as_)
    return row
