"""each X must itself satisfy P: judged at once."""

from collections.abc import Sequence

from zhiyin.institutions.derive.after import opened_row
from zhiyin.institutions.derive.evidence import Evidence
from zhiyin.institutions.derive.profile import Profile
from zhiyin.institutions.derive.roster import Rosters
from zhiyin.institutions.derive.rows import Obligation
from zhiyin.institutions.expr.compiler import Env
from zhiyin.institutions.language.rules import Each, Rule


def derive_each(
    rule: Rule, key: str, ordered: Sequence[Evidence], rosters: Rosters, profile: Profile
) -> list[Obligation]:
    """A row for every X; an empty field proves nothing."""
    shape = rule.shape
    assert isinstance(shape, Each)
    return [_judge(rule, shape, key, one, ordered, rosters, profile) for one in ordered if one.slot == "open"]


def _judge(
    rule: Rule,
    shape: Each,
    key: str,
    fact: Evidence,
    ordered: Sequence[Evidence],
    rosters: Rosters,
    profile: Profile,
) -> Obligation:
    row = opened_row(rule, key, fact, fact.day, fact.day)
    env = Env(
        fields=fact.kept,
        day=fact.day,
        unit=fact.unit,
        profile=profile.at(fact.day),
        registers=rosters,
    )
    for other in ordered:
        if other.slot == "finding" and other.place >= fact.place:
            finding = other.kept.get("finding")
            if finding == "met":
                return row._replace(kept_on=fact.day)
            if finding == "not_met":
                return row._replace(broken_on=fact.day, cures=False)
            return row._replace(ended_on=fact.day, ended_as="excused")
        if other.slot in ("unless", "cancel") and other.place >= fact.place:
            as_ = "excused" if other.slot == "unless" else "cancelled"
            return row._replace(ended_on=fact.day, ended_as=as_)
    match shape.check.run(env):
        case True:
            return row._replace(kept_on=fact.day)
        case False:
            return row._replace(broken_on=fact.day, cures=False)
        case _:
            return row._replace(unproven_on=fact.day)
