"""Mediation: opened, met, an agreement put to the speaker, agreed by them, looked at again; or failed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules, rules_mediation
from zhiyin.voice.models import AgreementItem, Demand, Mediation, MediationMeeting, MediationParty
from zhiyin.voice.rules_mediation import RUNNING
from zhiyin.voice.services.steps import Actor, advance, allow, locked, next_place, salted
from zhiyin.voice.speakers import Speaker


@verb("voice.mediation.opened")
def open_mediation(
    *, acting: Acting, demand_id: UUID, matter: str, parties: Sequence[str], version: int | None = None
) -> Demand:
    """Sit down together over this demand: what about, and who. One mediation at a time."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "open_mediation")
    if demand.track != Demand.Track.ORDINARY:
        raise rules.NotNow("accusation_is_not_mediated")
    if demand.mediations.filter(stage__in=sorted(RUNNING)).exists():
        raise rules.NotNow("mediation_runs_already")
    rules_mediation.check_parties(parties)
    if not matter.strip():
        raise rules.NotNow("mediation_needs_matter")
    salt, digest = salted("\n".join((matter, *parties)))
    mediation = Mediation.objects.create(
        demand=demand,
        place=next_place(demand, "mediations"),
        matter=matter,
        text_salt=salt,
        opened_by=acting.employee,
        opened_on=clock.today(),
    )
    MediationParty.objects.bulk_create(
        MediationParty(mediation=mediation, place=place, words=words)
        for place, words in enumerate(parties, start=1)
    )
    advance(demand, "open_mediation", acting, mediation=mediation.pk.hex, parties=len(parties), text=digest)
    return demand


def _running(acting: Actor, demand_id: UUID, verb_name: str, version: int | None) -> tuple[Demand, Mediation]:
    """The demand and its running mediation, moved on by `verb_name`. Raises NotNow, PermissionDenied."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, verb_name)
    mediation = demand.mediations.filter(stage__in=sorted(RUNNING)).first()
    if mediation is None:
        raise rules.NotNow("no_mediation_runs")
    mediation.stage = rules_mediation.after(verb_name, mediation.stage)
    return demand, mediation


@verb("voice.mediation.met")
def note_meeting(
    *,
    acting: Acting,
    demand_id: UUID,
    met_on: date,
    where: str,
    attended: str,
    said: str,
    version: int | None = None,
) -> Demand:
    """A meeting was held: day, place, who came, what was said. A new meeting takes an open offer away."""
    demand, mediation = _running(acting, demand_id, "meet", version)
    rules_mediation.check_meeting(met_on=met_on, opened_on=mediation.opened_on, today=clock.today())
    if not all(part.strip() for part in (where, attended, said)):
        raise rules.NotNow("meeting_lacks_words")
    salt, digest = salted("\n".join((where, attended, said)))
    MediationMeeting.objects.create(
        mediation=mediation,
        place=mediation.meetings.count() + 1,
        met_on=met_on,
        where=where,
        attended=attended,
        said=said,
        text_salt=salt,
        noted_by=acting.employee,
    )
    mediation.save()
    advance(demand, "meet", acting, mediation=mediation.pk.hex, met_on=met_on, text=digest)
    return demand


@verb("voice.mediation.proposed")
def propose_agreement(
    *,
    acting: Acting,
    demand_id: UUID,
    items: Sequence[str],
    follow_up_on: date,
    version: int | None = None,
) -> Demand:
    """Put the points to the speaker; they count for nothing until the speaker agrees."""
    demand, mediation = _running(acting, demand_id, "propose_agreement", version)
    today = clock.today()
    met = mediation.meetings.count()
    rules_mediation.check_agreement(items=items, follow_up_on=follow_up_on, today=today, met=met)
    mediation.items.all().delete()
    AgreementItem.objects.bulk_create(
        AgreementItem(mediation=mediation, place=place, text=text)
        for place, text in enumerate(items, start=1)
    )
    mediation.proposed_on, mediation.follow_up_on = today, follow_up_on
    mediation.proposed_salt, digest = salted("\n".join(items))
    mediation.save()
    advance(
        demand,
        "propose_agreement",
        acting,
        mediation=mediation.pk.hex,
        items=len(items),
        follow_up_on=follow_up_on,
        text=digest,
    )
    return demand


@verb("voice.mediation.agreed")
def agree(*, speaker: Speaker, demand_id: UUID, proposed_on: date | None = None) -> Demand:
    """The speaker agrees, through their own door; `proposed_on` is the offer that they read."""
    demand, mediation = _running(speaker, demand_id, "agree", None)
    if proposed_on is not None and proposed_on != mediation.proposed_on:
        raise rules.NotNow("agreement_changed")
    mediation.agreed_on = clock.today()
    mediation.save()
    advance(
        demand,
        "agree",
        speaker,
        mediation=mediation.pk.hex,
        items=mediation.items.count(),
        follow_up_on=mediation.follow_up_on,
    )
    return demand


@verb("voice.mediation.declined")
def decline(*, speaker: Speaker, demand_id: UUID, text: str) -> Demand:
    """The speaker does not agree, and says what is wrong with it."""
    demand, mediation = _running(speaker, demand_id, "decline", None)
    if not text.strip():
        raise rules.NotNow("empty_message")
    mediation.declined_on, mediation.declined_why = clock.today(), text
    mediation.declined_salt, digest = salted(text)
    mediation.save()
    advance(demand, "decline", speaker, mediation=mediation.pk.hex, text=digest)
    return demand


@verb("voice.mediation.failed")
def fail_mediation(
    *, acting: Acting, demand_id: UUID, because: str, why: str, version: int | None = None
) -> Demand:
    """It came to nothing: why, in words. The demand goes on being handled as before."""
    demand, mediation = _running(acting, demand_id, "fail_mediation", version)
    if not why.strip():
        raise rules.NotNow("mediation_needs_why")
    mediation.failed_on, mediation.failed_because, mediation.failed_why = clock.today(), because, why
    mediation.failed_salt, digest = salted(why)
    mediation.save()
    advance(demand, "fail_mediation", acting, mediation=mediation.pk.hex, because=because, text=digest)
    return demand


@verb("voice.mediation.followed_up")
def follow_up(
    *, acting: Acting, demand_id: UUID, kept: bool, text: str, version: int | None = None
) -> Demand:
    """Look whether the agreement was kept, and write down what was seen."""
    demand, mediation = _running(acting, demand_id, "follow_up", version)
    assert mediation.agreed_on is not None
    rules_mediation.check_follow_up(agreed_on=mediation.agreed_on, today=clock.today())
    if not text.strip():
        raise rules.NotNow("follow_up_needs_words")
    mediation.followed_up_on, mediation.kept, mediation.follow_up = clock.today(), kept, text
    mediation.follow_up_salt, digest = salted(text)
    mediation.save()
    advance(demand, "follow_up", acting, mediation=mediation.pk.hex, kept=kept, text=digest)
    return demand
