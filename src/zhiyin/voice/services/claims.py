"""Several claims in one demand: told apart, one split off to be handled alone (decision 14)."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import named
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.sequence import of_subject
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.vault.services import share_speaker
from zhiyin.voice import claims, rules, search
from zhiyin.voice.models import Claim, Demand, Exclusion, Finding, Notice
from zhiyin.voice.services.steps import SUBJECT, advance, allow, entry, locked, next_place, salted
from zhiyin.voice.services.submit import new_number, title_from
from zhiyin.voice.states import State, Way

RECEIVED = "voice.demand.received"
REOPENED = "voice.demand.reopened"
# What had been done with the whole before the part left it, on the days on which it was done.
SHARED = ("voice.demand.registered", "voice.demand.accepted", "voice.demand.noticed")
COPIED = (
    "way", "channel", "wish", "kind", "place", "unit", "author", "on_behalf_of", "recorded_by",
    "submitted_on", "submitted_at", "visit_sampled",
)  # fmt: skip


@verb("voice.claims.set")
def set_claims(
    *, acting: Acting, demand_id: UUID, texts: Sequence[str], version: int | None = None
) -> Demand:
    """Write down what the demand asks for, claim by claim; until it is answered it may be written anew."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "set_claims")
    claims.check_claims(texts)
    if demand.claims.filter(split_into__isnull=False).exists():
        raise rules.NotNow("claims_split_already")
    if Finding.objects.filter(claim__demand=demand).exists():
        raise rules.NotNow("claims_answered")
    demand.claims.all().delete()
    Claim.objects.bulk_create(
        Claim(demand=demand, place=place, text=text) for place, text in enumerate(texts, start=1)
    )
    advance(demand, "set_claims", acting, count=len(texts))
    return demand


@verb("voice.claim.split_off", "voice.demand.split_from", RECEIVED, may=SHARED)
def split_off(
    *, acting: Acting, demand_id: UUID, claim_id: UUID, topic: str, version: int | None = None
) -> Demand:
    """Make one claim a demand of its own: the same speaker and protection, and the days of the whole."""
    whole = locked(demand_id, version=version)
    allow(acting, whole, "split_off")
    if whole.track == Demand.Track.DISCIPLINE:
        raise rules.NotNow("accusation_stays_whole")
    if whole.split_from_id:
        raise rules.NotNow("split_off_stays_whole")
    here = list(whole.claims.filter(split_into__isnull=True))
    claim = next((one for one in here if one.pk == claim_id), None)
    if claim is None or claim.findings.exists():
        raise rules.NotNow("claim_gone")
    if len(here) == 1:
        raise rules.NotNow("last_claim_stays")
    part, digest = _part(whole, claim.text, topic)
    claim.split_into = part
    claim.save(update_fields=["split_into"])
    told = entry(part, "voice.demand.split_from", acting.actor, {"whole": whole.pk.hex})
    record_all([*_history(whole, part, digest), told])
    search.index(part)
    clocks.refresh(SUBJECT, [part.pk])
    Notice.objects.create(
        demand=whole,
        place=next_place(whole, "notices"),
        about="split_off",
        text=_("“%(claim)s”这一项分出去单独办，编号 %(number)s，日期从你最初提的那天算。")
        % {"claim": claim.text, "number": part.number},
        given_on=clock.today(),
    )
    advance(whole, "split_off", acting, claim=claim.pk.hex, into=part.pk.hex)
    return part


def _part(whole: Demand, text: str, topic: str) -> tuple[Demand, str]:
    """The new demand, and the digest of its text."""
    part = Demand(
        number=new_number(),
        state=State.ACCEPTED,
        topic=topic,
        title=title_from(text),
        text=text,
        split_from=whole,
        **{name: getattr(whole, name) for name in COPIED},
    )
    part.text_salt, digest = salted(text)
    part.save(force_insert=True)
    kept_out = whole.exclusions.all()
    Exclusion.objects.bulk_create(
        Exclusion(demand=part, written=one.written, employee=one.employee) for one in kept_out
    )
    if whole.way == Way.CONFIDENTIAL:
        share_speaker(case_id=whole.pk, with_id=part.pk)
    return part, digest


def _history(whole: Demand, part: Demand, digest: str) -> list[Entry]:
    """How the part came to be accepted: with the whole, on its days; from the last reopening on."""
    facts = of_subject(SUBJECT, whole.pk)
    begun = max((i for i, fact in enumerate(facts) if fact.kind in (RECEIVED, REOPENED)), default=0)
    first = next(fact for fact in facts if fact.kind == RECEIVED)
    payload = {**first.payload, "text": digest, "continues": None}
    entries = [_at(facts[begun], part, RECEIVED, payload)]
    for fact in facts[begun:]:
        if fact.kind in SHARED:
            told = {"type": part.kind} if "type" in fact.payload else dict(fact.payload)
            entries.append(_at(fact, part, fact.kind, told))
    return entries


def _at(fact: Fact, part: Demand, kind: str, payload: dict[str, object]) -> Entry:
    noon = datetime.combine(fact.occurred_on, time(12), clock.zone())
    return Entry(
        named(kind),
        part.pk,
        fact.actor,
        part.unit_id,
        at=fact.occurred_at or noon,
        sealed=part.sealed,
        payload=payload,  # type: ignore[arg-type]  # plain values of a recorded fact
    )
