"""制度台账: one person records, another confirms, and only then the fact is there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions.facts import (
    EVIDENCE_CONFIRMED,
    EVIDENCE_RECORDED,
    EVIDENCE_REJECTED,
    EVIDENCE_WITHDRAWN,
)
from zhiyin.institutions.language.catalogue import FINDING
from zhiyin.institutions.models import EvidenceEntry, EvidenceSubject
from zhiyin.institutions.register import confirming_grant, judges_of, kinds, may_record
from zhiyin.institutions.rules import NotNow, needs
from zhiyin.institutions.services.files import Upload, keep_files
from zhiyin.institutions.subjects import PERSONS
from zhiyin.journal import clock, leaf
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.ids import uuid7
from zhiyin.journal.kinds import FactKind, Value, is_reference, named, published
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit

LATE_AFTER_DAYS: Final = 3
State = EvidenceEntry.State
# Everything that a confirmation may record: settings are complete by the time services are imported.
BY_EVIDENCE: Final = (*(kind.name for kind in published().values() if kind.by_evidence), FINDING)


@dataclass(frozen=True)
class Said:
    """What is to be recorded. `fields` are typed values of the kind; `subject` an id that facts may carry."""

    kind: str
    subject: str
    unit: Unit
    occurred_on: date
    text: str
    fields: Mapping[str, Value | None] = field(default_factory=dict)
    uploads: Sequence[Upload] = ()


@verb(EVIDENCE_RECORDED.name)
def record_evidence(*, acting: Acting, said: Said, corrects: UUID | None = None) -> EvidenceEntry:
    """One line for the register; it counts for nothing yet. Raises NotNow, PayloadError, PermissionDenied."""
    wrong = _corrected(acting, corrects)
    entry, fact = _entry(acting, said, wrong)
    entry.save(force_insert=True)
    keep_files(uploads=said.uploads, evidence=entry)
    record_all([fact])
    return entry


def _corrected(acting: Acting, corrects: UUID | None) -> EvidenceEntry | None:
    if corrects is None:
        return None
    wrong = _locked(corrects)
    if not may_record(acting, wrong.unit.path, wrong.kind):
        raise PermissionDenied("correct")
    if wrong.state != State.CONFIRMED:
        raise NotNow("not_waiting")
    return wrong


def _entry(acting: Acting, said: Said, wrong: EvidenceEntry | None = None) -> tuple[EvidenceEntry, Entry]:
    """A checked row, and the fact that it was recorded."""
    kind = kinds().get(said.kind)
    if kind is None or not may_record(acting, said.unit.path, said.kind):
        raise PermissionDenied(said.kind)
    if said.kind == FINDING and not acting.has(*judges_of(str(said.fields.get("rule", "")))):
        raise NotNow("not_the_judge")
    today = clock.today()
    if said.occurred_on > today:
        raise NotNow("happened_later")
    salt = leaf.salt()
    entry = EvidenceEntry(
        kind=said.kind, group=kind.group, side=kind.side, subject=said.subject, unit=said.unit,
        occurred_on=said.occurred_on, fields=kind.fact.plain(said.fields), text=said.text.strip(), salt=salt,
        late=(today - said.occurred_on).days > LATE_AFTER_DAYS, recorded_by=acting.employee,
        recorded_on=today, corrects=wrong,
    )  # fmt: skip
    payload: dict[str, Value | None] = {
        "what": said.kind, "happened_on": said.occurred_on, "late": entry.late, "files": len(said.uploads),
        "text": leaf.text_digest(salt, entry.text),
    }  # fmt: skip
    return entry, Entry(EVIDENCE_RECORDED, entry.pk, acting.actor, said.unit.pk, payload=payload)


def _locked(entry_id: UUID) -> EvidenceEntry:
    rows = EvidenceEntry.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=entry_id)


@verb(EVIDENCE_CONFIRMED.name, may=(*BY_EVIDENCE, FACT_VOIDED.name, EVIDENCE_WITHDRAWN.name))
def confirm_evidence(*, acting: Acting, entry_id: UUID) -> Fact:
    """A second person confirms; now the fact is recorded, on the day it happened. Raises NotNow."""
    entry = _locked(entry_id)
    _second_person(acting, entry)
    if entry.corrects_id:
        _void(acting, _locked(entry.corrects_id))
    fact = record_all(_facts([entry]))[0]
    _confirmed(entry, acting, fact)
    entry.save()
    record(EVIDENCE_CONFIRMED, entry.pk, actor=acting.actor, unit=entry.unit_id, fact=fact.pk)
    return fact


def _second_person(acting: Acting, entry: EvidenceEntry) -> None:
    if entry.state != State.WAITING:
        raise NotNow("not_waiting")
    if confirming_grant(acting, entry.kind, entry.side, entry.fields, entry.unit.path) is None:
        raise PermissionDenied("confirm")
    if entry.recorded_by_id == acting.employee.pk:
        raise NotNow("confirmed_by_the_same_person")


def _facts(entries: Iterable[EvidenceEntry]) -> list[Entry]:
    """What the lines say, as facts; one query for each kind of subject."""
    pairs = [(entry, named(entry.kind)) for entry in entries]
    subjects: dict[str, set[str]] = {}
    for entry, kind in pairs:
        subjects.setdefault(kind.subject, set()).add(entry.subject)
    sealed = {(kind, pk) for kind, ids in subjects.items() for pk in _sealed(kind, ids)}
    return [_fact(entry, kind, sealed=(kind.subject, entry.subject) in sealed) for entry, kind in pairs]


def _sealed(kind: str, ids: Collection[str]) -> Iterable[str]:
    """What is said of an anonymous case waits for the next day's batch, like all of its facts."""
    told = Fact.objects.filter(subject_kind=kind, subject_id__in=ids, occurred_at__isnull=True)
    return told.values_list("subject_id", flat=True).distinct()


def _fact(entry: EvidenceEntry, kind: FactKind, *, sealed: bool) -> Entry:
    return Entry(
        kind, entry.subject, f"employee:{entry.recorded_by_id.hex}", entry.unit_id, noon(entry.occurred_on),
        sealed, entry.corrects.fact_id if entry.corrects else None, _values(entry),
    )  # fmt: skip


def _values(entry: EvidenceEntry) -> dict[str, Value | None]:
    """The stored plain fields as typed values again."""
    specs = named(entry.kind).fields
    found: dict[str, Value | None] = {}
    for name, value in entry.fields.items():
        if specs[name].type == "date":
            found[name] = date.fromisoformat(value)
        elif specs[name].type == "yuan":
            found[name] = Decimal(value)
        else:
            found[name] = value
    return found


def noon(day: date) -> datetime:
    """A day without an hour, in the middle of it."""
    return datetime.combine(day, time(12), clock.zone())


def _confirmed(entry: EvidenceEntry, acting: Acting, fact: Fact) -> None:
    entry.state, entry.fact_id = State.CONFIRMED, fact.pk
    entry.decided_by, entry.decided_on = acting.employee, clock.today()


def _void(acting: Acting, wrong: EvidenceEntry) -> None:
    """The earlier line counts no more; nothing is erased."""
    if wrong.state != State.CONFIRMED or wrong.fact_id is None:
        raise NotNow("not_waiting")
    wrong.state = State.WITHDRAWN
    wrong.save()
    record(FACT_VOIDED, wrong.fact_id, actor=acting.actor, unit=wrong.unit_id, fact=wrong.fact_id)


@verb(EVIDENCE_REJECTED.name)
def reject_evidence(*, acting: Acting, entry_id: UUID, reason: str) -> EvidenceEntry:
    """The second person does not confirm, and says why. Raises NotNow."""
    entry = _locked(entry_id)
    _second_person(acting, entry)
    needs(reason, "reason_needed")
    entry.state, entry.reason = State.REJECTED, reason.strip()
    entry.decided_by, entry.decided_on = acting.employee, clock.today()
    entry.save()
    digest = leaf.text_digest(entry.salt, entry.reason)
    record(EVIDENCE_REJECTED, entry.pk, actor=acting.actor, unit=entry.unit_id, text=digest)
    return entry


@verb(EVIDENCE_WITHDRAWN.name, may=(FACT_VOIDED.name,))
def withdraw_evidence(*, acting: Acting, entry_id: UUID, reason: str) -> EvidenceEntry:
    """A waiting line by who recorded it; a confirmed one by a second person, whose fact becomes void."""
    entry = _locked(entry_id)
    needs(reason, "reason_needed")
    if entry.state == State.WAITING:
        if entry.recorded_by_id != acting.employee.pk:
            raise PermissionDenied("withdraw")
        entry.state = State.WITHDRAWN
    else:
        if confirming_grant(acting, entry.kind, entry.side, entry.fields, entry.unit.path) is None:
            raise PermissionDenied("withdraw")
        if entry.recorded_by_id == acting.employee.pk:
            raise NotNow("confirmed_by_the_same_person")
        _void(acting, entry)
    entry.reason = reason.strip()
    entry.save()
    digest = leaf.text_digest(entry.salt, entry.reason)
    record(EVIDENCE_WITHDRAWN, entry.pk, actor=acting.actor, unit=entry.unit_id, text=digest)
    return entry


@verb(may=(EVIDENCE_RECORDED.name, EVIDENCE_CONFIRMED.name, *BY_EVIDENCE))
def record_confirmed(*, recorder: Acting, confirmer: Acting, said: Iterable[Said]) -> list[EvidenceEntry]:
    """Many lines recorded by one and confirmed by another, under the same checks; for bulk work alone."""
    made = [_entry(recorder, one) for one in said]
    entries = [entry for entry, _fact_of_it in made]
    for entry in entries:
        _second_person(confirmer, entry)
    record_all([fact for _entry_of_it, fact in made])
    facts = record_all(_facts(entries))
    for entry, fact in zip(entries, facts, strict=True):
        _confirmed(entry, confirmer, fact)
    EvidenceEntry.objects.bulk_create(entries, batch_size=500)
    record_all(
        [
            Entry(
                EVIDENCE_CONFIRMED, entry.pk, confirmer.actor, entry.unit_id, payload={"fact": entry.fact_id}
            )
            for entry in entries
        ]
    )
    return entries


@verb(silent="a name for a thing; what happens to the thing is told by facts about it")
def subject_named(*, kind: str, name: str) -> str:
    """The id that facts use for the thing of that name; a new thing gets a new one. Raises NotNow."""
    name = name.strip()
    needs(name, "reason_needed")
    if kind == "enterprise":
        return "enterprise"
    if kind == "unit":
        unit = Unit.objects.filter(name=name).first() or Unit.objects.filter(code=name).first()
        if unit is not None:
            return unit.pk.hex
    if kind in ("employee", "person"):
        person = Employee.objects.filter(number=name).first()
        if person is None:
            raise NotNow("no_such_number")
        return person.pk.hex
    # Their name is told as "name number", and comes back so when a line is corrected.
    if kind in PERSONS and (person := Employee.objects.filter(number=name.split()[-1]).first()):
        return person.pk.hex
    known = EvidenceSubject.objects.filter(kind=kind, name=name).values_list("ref", flat=True).first()
    if known:
        return known
    taken = is_reference(name) and Fact.objects.filter(subject_kind=kind, subject_id=name).exists()
    if taken:
        return name
    thing = EvidenceSubject(kind=kind, name=name[:80], ref=uuid7().hex, since=clock.today())
    thing.save(force_insert=True)
    return thing.ref
