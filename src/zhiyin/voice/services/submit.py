"""Raising a demand: under one's name, in confidence, or anonymously."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import named
from zhiyin.journal.record import SPEAKER, Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.vault import codes
from zhiyin.vault.services import issue_receipt, seal_speaker
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.search import index
from zhiyin.voice.services.alerts import raise_alert
from zhiyin.voice.services.steps import SUBJECT, salted
from zhiyin.voice.states import Kind, Way

TITLE_LENGTH = 24


@dataclass(frozen=True)
class Said:
    """What the speaker put into the form. `token` is the form's own random bytes: one form, one demand.

    What an officer takes down for somebody says by which `channel` it came, on which day it was
    `received_on`, and who spoke (`speaker`, nobody for what came without a name).
    """

    text: str
    way: Way
    token: bytes
    title: str = ""
    topic: str = Topic.OTHER
    wish: str = ""
    place: str = ""
    unit: Unit | None = None
    urgent: bool = False
    remind: bool = True
    keep_from: Sequence[str] = ()
    on_behalf_of: str = ""
    continues: Demand | None = None
    channel: str = Demand.Channel.APP
    speaker: Employee | None = None
    received_on: date | None = None

    @property
    def taken_down(self) -> bool:
        """Whether an officer writes this for somebody else."""
        return self.channel != Demand.Channel.APP


@dataclass(frozen=True)
class Submitted:
    """The demand, its receipt code (not for a named one), and whether this very form came before."""

    demand: Demand
    code: str
    again: bool = False


@verb("voice.demand.received", may=("voice.alert.raised", "voice.demand.moved_to_discipline"))
def _submit(*, acting: Acting | None, said: Said) -> Submitted:
    demand = _demand(acting, said)
    demand.text_salt, digest = salted(demand.text)
    demand.save(force_insert=True)
    _keep_from(demand, said.keep_from)
    code = ""
    if said.way == Way.CONFIDENTIAL:
        person = said.speaker or (acting.employee if acting else None)
        assert person is not None
        seal_speaker(case_id=demand.pk, person=f"employee:{person.pk.hex}", remind=said.remind)
    if said.way != Way.NAMED:
        code = issue_receipt(case_id=demand.pk, token=said.token)
    actor = acting.actor if acting and said.way == Way.NAMED else SPEAKER
    record_all([_received(demand, digest, actor, _received_at(said)), *_to_discipline(demand, actor)])
    if said.urgent:
        raise_alert(unit=said.unit, place=said.place)
    index(demand)
    clocks.refresh(SUBJECT, [demand.pk])
    return Submitted(demand, code)


def submit(*, acting: Acting | None, said: Said) -> Submitted:
    """Raise a demand; the same form sent twice gives the same demand and the same receipt.

    Raises CannotSeal when a confidential demand has nobody to keep the identity.
    """
    if known := _submitted_before(said):
        return known
    try:
        with transaction.atomic():
            return _submit(acting=acting, said=said)
    except IntegrityError:
        if known := _submitted_before(said):
            return known
        raise


def _submitted_before(said: Said) -> Submitted | None:
    demand = Demand.objects.filter(submission=submission_of(said.token)).first()
    if demand is None:
        return None
    return Submitted(demand, "" if demand.way == Way.NAMED else codes.code_for(said.token), again=True)


def submission_of(token: bytes) -> UUID:
    """A hash of the form's token: the token itself would give the receipt away."""
    return UUID(bytes=sha256(token).digest()[:16])


def _demand(acting: Acting | None, said: Said) -> Demand:
    named_way = said.way == Way.NAMED
    person = acting.employee if acting and named_way else None
    recorded = said.taken_down or bool(said.on_behalf_of)
    moment = _received_at(said)
    return Demand(
        number=new_number(),
        way=said.way,
        channel=said.channel,
        track=Demand.Track.DISCIPLINE if said.wish == Kind.REPORT else Demand.Track.ORDINARY,
        wish=said.wish,
        topic=said.topic,
        title=said.title.strip() or title_from(said.text),
        text=said.text,
        place=said.place,
        urgent=said.urgent,
        unit=said.unit,
        author=said.speaker if said.taken_down and named_way else person,
        on_behalf_of=said.on_behalf_of if named_way else "",
        recorded_by=person if recorded else None,
        continues=said.continues,
        visit_sampled=secrets.randbelow(10) == 0,
        submission=submission_of(said.token),
        submitted_on=clock.day_of(moment),
        submitted_at=None if said.way == Way.ANONYMOUS else moment,
    )


def _received_at(said: Said) -> datetime:
    """Now, or the noon of the day on which a letter or a visitor came."""
    if said.received_on is None or said.received_on >= clock.today():
        return clock.now()
    return datetime.combine(said.received_on, time(12), clock.zone())


def _received(demand: Demand, digest: str, actor: str, at: datetime) -> Entry:
    return Entry(
        named("voice.demand.received"),
        demand.pk,
        actor,
        demand.unit_id,
        at=at,
        sealed=demand.sealed,
        payload={
            "way": demand.way,
            "wish": demand.wish or None,
            "contact": "known",
            "channel": demand.channel,
            "on_behalf": bool(demand.on_behalf_of),
            "continues": demand.continues_id.hex if demand.continues_id else None,
            "text": digest,
        },
    )


def _to_discipline(demand: Demand, actor: str) -> list[Entry]:
    if demand.track != Demand.Track.DISCIPLINE:
        return []
    kind = named("voice.demand.moved_to_discipline")
    return [Entry(kind, demand.pk, actor, demand.unit_id, sealed=demand.sealed)]


def _keep_from(demand: Demand, names: Sequence[str]) -> None:
    """Everyone of that name is kept out: better one officer too many than the one who was meant."""
    rows = []
    for written in dict.fromkeys(name.strip() for name in names if name.strip()):
        found = list(Employee.objects.filter(name=written, left_on__isnull=True)[:50])
        rows += [Exclusion(demand=demand, written=written, employee=person) for person in found]
        if not found:
            rows.append(Exclusion(demand=demand, written=written))
    Exclusion.objects.bulk_create(rows)


def new_number() -> str:
    """ZY-7K4Q-2M: random, so that numbers tell no order (decision 7)."""
    return new_numbers(1)[0]


def new_numbers(count: int) -> list[str]:
    """As many numbers, none of them in use. One query, unless one was."""
    found: dict[str, None] = {}
    while len(found) < count:
        bodies = (
            "".join(secrets.choice(codes.ALPHABET) for _ in range(6)) for _ in range(count - len(found))
        )
        fresh = [f"ZY-{body[:4]}-{body[4:]}" for body in bodies]
        used = set(Demand.objects.filter(number__in=fresh).values_list("number", flat=True))
        found |= dict.fromkeys(number for number in fresh if number not in used)
    return list(found)


def title_from(text: str) -> str:
    """The first clause of what was said, for lists."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    for mark in "。！？!?；;":
        first = first.split(mark)[0]
    if len(first) > TITLE_LENGTH and "，" in first[:TITLE_LENGTH]:
        first = first[:TITLE_LENGTH].rpartition("，")[0]
    return first[:TITLE_LENGTH] or "…"
