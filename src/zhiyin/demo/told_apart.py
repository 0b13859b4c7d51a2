"""Demands that ask for several things at once, and an old problem with its papers."""

from collections.abc import Sequence

from zhiyin.demo.case import Case
from zhiyin.voice.services.answers import Found
from zhiyin.voice.services.claims import set_claims, split_off
from zhiyin.voice.services.legacy import add_legacy_paper, mark_legacy


def tell_apart(case: Case) -> None:
    """The handler writes the claims down, splits off what is not theirs, and gathers the papers."""
    plan = case.plan
    if plan.parts:
        case.did(set_claims(acting=case.handler, demand_id=case.id, texts=[part.text for part in plan.parts]))
    for place, part in enumerate(plan.parts, start=1):
        if part.topic:
            claim = case.demand.claims.get(place=place)
            split_off(acting=case.handler, demand_id=case.id, claim_id=claim.pk, topic=part.topic)
            case.refresh()
    if plan.papers:
        case.did(mark_legacy(acting=case.handler, demand_id=case.id))
    for paper in plan.papers:
        case.did(add_legacy_paper(acting=case.handler, demand_id=case.id, **vars(paper)))


def findings(case: Case) -> Sequence[Found]:
    """What the answer says of each claim that stayed."""
    claims = {claim.place: claim for claim in case.demand.claims.filter(split_into__isnull=True)}
    parts = enumerate(case.plan.parts, start=1)
    return [Found(claims[n].pk, p.result, p.reason, p.basis) for n, p in parts if n in claims]
