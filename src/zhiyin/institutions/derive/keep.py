"""from X, for D, never Z: kept when the limit is reached unbroken."""

from collections.abc import Sequence

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.after import opened_row
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.limit import Limit
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import Keep, Pattern, Rule


def derive_keep(rule: Rule, key: str, ordered: Sequence[Evidence], calendar: Calendar) -> list[Obligation]:
    shape = rule.shape
    assert isinstance(shape, Keep)
    return [_run(rule, shape, key, one, ordered, calendar) for one in ordered if one.slot == "open"]


def _run(
    rule: Rule, shape: Keep, key: str, opening: Evidence, ordered: Sequence[Evidence], calendar: Calendar
) -> Obligation:
    limit = Limit(calendar, shape.span, opening.day, shape.roll)
    row = opened_row(rule, key, opening, opening.day, limit.due)._replace(
        keeps=True, provisional=limit.provisional
    )
    for fact in ordered:
        same_fact_excuses = fact.slot == "unless" and fact.place == opening.place
        if fact.place <= opening.place and not same_fact_excuses:
            continue
        if fact.day >= limit.due:
            break
        if fact.slot == "never" and _holds(shape.never[fact.part], fact, opening):
            return row._replace(broken_on=fact.day, cures=False)
        if fact.slot == "finding" and fact.kept.get("finding") == "not_met":
            return row._replace(broken_on=fact.day, cures=False)
        if fact.slot == "finding" and fact.kept.get("finding") == "not_applicable":
            return row._replace(ended_on=fact.day, ended_as="excused")
        if fact.slot in ("unless", "cancel"):
            patterns = rule.unless if fact.slot == "unless" else rule.cancel
            if _holds(patterns[fact.part], fact, opening):
                as_ = "excused" if fact.slot == "unless" else "cancelled"
                return row._replace(ended_on=fact.day, ended_as=as_)
    return row


def _holds(pattern: Pattern, fact: Evidence, opening: Evidence) -> bool:
    env = Env(fields=fact.kept, day=fact.day, unit=fact.unit, opening=opening.kept)
    return pattern.late is None or pattern.late.run(env) is True
