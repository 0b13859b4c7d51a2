"""Old records become demands: open ones start anew today, answered ones are kept as they ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.leaf import salt, text_digest
from zhiyin.journal.record import SYSTEM, Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.voice import facts, search
from zhiyin.voice.importing.columns import Columns, checked, guess, header_key
from zhiyin.voice.importing.reading import Table
from zhiyin.voice.importing.rows import OldRecord, Rejected, records
from zhiyin.voice.models import Answer, Demand, Mapping
from zhiyin.voice.services.steps import SUBJECT
from zhiyin.voice.services.submit import new_numbers, title_from
from zhiyin.voice.states import State, Way

BATCH = 500
TITLE_MAX = 80


@dataclass
class Report:
    """What came of a file; `rejected` in the order of its rows."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def columns_for(header: Sequence[str]) -> dict[str, int]:
    """The meaning of a heading row: as somebody set it before, else as its words say."""
    kept = Mapping.objects.filter(header=header_key(header)).values_list("columns", flat=True).first()
    return checked(kept, len(header)) if kept else guess(header)


@verb(silent="how a file's columns are read tells nothing that happened in the enterprise")
def remember_columns(*, header: Sequence[str], columns: Columns) -> None:
    """The same heading is read the same way next time."""
    Mapping.objects.update_or_create(header=header_key(header), defaults={"columns": dict(columns)})


def import_rows(
    *,
    acting: Acting | None,
    table: Table,
    columns: Columns,
    unit: Unit | None = None,
    dry_run: bool = False,
) -> Report:
    """Take in all rows below the heading, in batches of 500; running it again adds nothing."""
    report, seen = Report(), set[str]()
    batch: list[OldRecord] = []
    for record in records(table, columns):
        report.read += 1
        if isinstance(record, Rejected):
            report.rejected.append(record)
        elif record.key in seen:
            report.unchanged += 1
        else:
            seen.add(record.key)
            batch.append(record)
        if len(batch) == BATCH:
            _take(acting, batch, unit, report, dry_run=dry_run)
            batch = []
    _take(acting, batch, unit, report, dry_run=dry_run)
    return report


def _take(
    acting: Acting | None, batch: list[OldRecord], unit: Unit | None, report: Report, *, dry_run: bool
) -> None:
    if dry_run:
        added = len(_unknown(batch))
    else:
        added = len(_import_batch(acting=acting, batch=batch, unit=unit)) if batch else 0
    report.added += added
    report.unchanged += len(batch) - added


def _unknown(batch: Iterable[OldRecord]) -> list[OldRecord]:
    batch = list(batch)
    keys = [record.key for record in batch]
    known = set(Demand.objects.filter(import_key__in=keys).values_list("import_key", flat=True))
    return [record for record in batch if record.key not in known]


@verb(may=("voice.demand.received", "voice.record.imported"))
def _import_batch(*, acting: Acting | None, batch: Sequence[OldRecord], unit: Unit | None) -> list[Demand]:
    new = _unknown(batch)
    numbers = new_numbers(len(new))
    demands = [_demand(record, number, unit) for record, number in zip(new, numbers, strict=True)]
    Demand.objects.bulk_create(demands, batch_size=BATCH)
    pairs = list(zip(demands, new, strict=True))
    Answer.objects.bulk_create([_answer(d, r) for d, r in pairs if r.answer], batch_size=BATCH)
    actor = acting.actor if acting else SYSTEM
    record_all([_entry(demand, record, actor) for demand, record in pairs])
    search.index_all(demands)
    clocks.refresh(SUBJECT, [demand.pk for demand in demands if demand.is_open])
    return demands


def _demand(record: OldRecord, number: str, unit: Unit | None) -> Demand:
    """Under no name: who wrote it is not taken over."""
    today = clock.today()
    ended = bool(record.answer)
    return Demand(
        number=number,
        way=Way.NAMED,
        channel=Demand.Channel.IMPORT,
        state=State.CLOSED if ended else State.SUBMITTED,
        title=(record.title or title_from(record.text))[:TITLE_MAX],
        text=record.text,
        text_salt=salt(),
        unit=unit,
        submitted_on=_original_on(record) if ended else today,
        submitted_at=None,
        original_at=record.at,
        import_key=record.key,
    )


def _original_on(record: OldRecord) -> date:
    moment = record.at or record.answered_at
    return clock.day_of(moment) if moment else clock.today()


def _answer(demand: Demand, record: OldRecord) -> Answer:
    moment = record.answered_at or record.at
    return Answer(
        demand=demand,
        place=1,
        imported_text=record.answer,
        text_salt=salt(),
        answered_on=clock.day_of(moment) if moment else clock.today(),
    )


def _entry(demand: Demand, record: OldRecord, actor: str) -> Entry:
    digest = text_digest(demand.text_salt, demand.text)
    if record.answer:
        payload: dict[str, Value | None] = {"original_on": _original_on(record), "text": digest}
        return Entry(facts.RECORD_IMPORTED, demand.pk, actor, demand.unit_id, payload=payload)
    return Entry(
        facts.DEMAND_RECEIVED,
        demand.pk,
        actor,
        demand.unit_id,
        payload={
            "way": demand.way,
            "contact": "unclear",
            "channel": demand.channel,
            "on_behalf": False,
            "original_on": clock.day_of(record.at) if record.at else None,
            "text": digest,
        },
    )
