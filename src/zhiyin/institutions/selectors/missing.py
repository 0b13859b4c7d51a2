"""What a duty of many parts still lacks: which delegate has not got which paper."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.institutions.derive.before import items_of
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.engine.behind import evidence_behind
from zhiyin.institutions.engine.kept import unpacked
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.rules import Before, Rule
from zhiyin.institutions.models import MemberEvent, ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors.obligation import derived
from zhiyin.institutions.subjects import Called, called


@dataclass(frozen=True)
class Missing:
    """One thing of the last register (a paper), and those of the first who have not got it in time."""

    what: str
    whom: list[str]


def missing(row: ObligationRow, rule: Rule) -> list[Missing]:
    """What was not done by the due day, by the last register named; empty for other rules. Six queries."""
    shape = rule.shape
    if not isinstance(shape, Before) or not shape.for_each or row.due_on is None:
        return []
    ordered = sorted(evidence_behind(rule, row.key), key=lambda one: (one.day, one.order))
    openings = [one for one in ordered if one.slot == "open"]
    if not openings:
        return []
    needed, done = items_of(shape, derived(row), row.key, ordered, openings[-1], _rosters(shape.for_each))
    by_what: dict[str, list[str]] = defaultdict(list)
    for names in needed - done.keys():
        by_what[names[-1]].append(names[0] if len(names) > 1 else "")
    registers = [programme().registers[name].member for name in shape.for_each]
    whats = called(registers[-1], by_what)
    whoms = called(registers[0], {whom for some in by_what.values() for whom in some if whom})
    return sorted(
        (
            Missing(_word(whats, what), sorted(_word(whoms, whom) for whom in some if whom))
            for what, some in by_what.items()
        ),
        key=lambda one: one.what,
    )


def _word(known: Mapping[str, Called], ref: str) -> str:
    return known[ref].name if ref in known else ref[:8]


def _rosters(registers: tuple[str, ...]) -> Rosters:
    rows = MemberEvent.objects.filter(register__in=registers).order_by("seq")
    facts = [
        Fact(kind, member, None, None, day, None, seq, unpacked(kept))
        for member, seq, kind, day, kept in rows.values_list("member", "seq", "kind", "day", "kept")
    ]
    return Rosters(programme(), facts)
