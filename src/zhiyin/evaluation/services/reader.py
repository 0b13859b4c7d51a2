"""The reader of demands' facts: one record each, and how many count as what in which month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import transaction

from zhiyin.evaluation import rates
from zhiyin.evaluation.models import NO_UNIT, DemandRecord, Tally
from zhiyin.evaluation.rules import Limit, Record, fold
from zhiyin.institutions import clocks
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.reading import core_facts
from zhiyin.journal import clock, sequence
from zhiyin.journal.models import Fact
from zhiyin.journal.verbs import verb

READER = "evaluation"
SUBJECT = "demand"
BATCH = 20_000
CHUNK = 400
Key = tuple[str, str, str]


def read_facts() -> int:
    """Take in new facts, and what the calendar has settled since; returns how many records changed."""
    total = 0
    while taken := _batch():
        total += taken[1]
    return total + settle()


def _batch() -> tuple[int, int] | None:
    """One batch of facts; None when there is nothing new."""
    with transaction.atomic():
        seq = sequence.take_watermark(READER)
        # Whose facts these are is all that a batch is asked for; the facts are read by subject.
        facts = Fact.objects.filter(seq__gt=seq).order_by("seq")
        told = list(facts.values_list("seq", "subject_kind", "subject_id")[:BATCH])
        if not told:
            return None
        changed = _take_in(list(dict.fromkeys(UUID(subject) for _, kind, subject in told if kind == SUBJECT)))
        sequence.set_watermark(READER, told[-1][0] or seq)
        return len(told), changed


def settle() -> int:
    """Records whose limits have passed."""
    with transaction.atomic():
        sequence.take_watermark(READER)
        due = DemandRecord.objects.filter(settles_on__lte=clock.today())
        return _take_in(list(due.order_by("pk").values_list("pk", flat=True)))


@verb(silent="everything it writes is derived from facts")
def rebuild() -> int:
    """Throw everything derived away and read all facts again. Frozen periods stay as they are."""
    sequence.take_watermark(READER)
    DemandRecord.objects.all().delete()
    Tally.objects.all().delete()
    sequence.set_watermark(READER, 0)
    return read_facts()


def _take_in(ids: Sequence[UUID]) -> int:
    changes: Counter[Key] = Counter()
    for start in range(0, len(ids), CHUNK):
        _take_in_some(ids[start : start + CHUNK], changes)
    _apply(changes)
    return len(ids)


def _take_in_some(ids: Sequence[UUID], changes: Counter[Key]) -> None:
    today, calendar = clock.today(), Calendar.shipped()
    limits = _limits(ids)
    facts = (
        Fact.objects.filter(subject_kind=SUBJECT, subject_id__in=[str(pk) for pk in ids], seq__isnull=False)
        .order_by("subject_id", "place")
        .defer("leaf", "leaf_hash")
    )
    rows = []
    for subject, own in groupby(facts, key=lambda fact: fact.subject_id):
        pk = UUID(subject)
        record = fold(core_facts(own), limits.get(pk, ()))
        if record is not None:
            rows.append(_row(pk, record, today, calendar))
    for old in DemandRecord.objects.filter(pk__in=ids):
        changes.subtract(_keys(old))
    for new in rows:
        changes.update(_keys(new))
    names = [field.name for field in DemandRecord._meta.concrete_fields if not field.primary_key]
    DemandRecord.objects.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["demand_id"], update_fields=names
    )


def _limits(ids: Sequence[UUID]) -> dict[UUID, list[Limit]]:
    outlines: dict[str, clocks.Outline] = {}
    found: dict[UUID, list[Limit]] = {}
    for pk, running in clocks.for_subjects(SUBJECT, ids).items():
        for one in running:
            if one.rule not in outlines:
                outlines[one.rule] = one.outline
            found.setdefault(pk, []).append(_limit(one, outlines[one.rule]))
    return found


def _limit(one: clocks.Clock, outline: clocks.Outline) -> Limit:
    return Limit(
        one.opened_on, one.due_on, one.kept_on, one.paused_since is not None,
        outline.begins_with, outline.ends_with,
    )  # fmt: skip


def _row(pk: UUID, record: Record, today: date, calendar: Calendar) -> DemandRecord:
    days = None
    if record.answered_on and record.begun_on:
        days = calendar.working_days_between(record.begun_on, record.answered_on)
    said = [[day.replace(day=1).isoformat(), measure] for day, measure in rates.labels(record, today, days)]
    return DemandRecord(
        demand_id=pk, **asdict(record), labels=said, settles_on=rates.settles_on(record, today)
    )


def _keys(row: DemandRecord) -> Iterable[Key]:
    # Accusations are counted for the enterprise alone.
    alone = row.unit is None or row.left_as == "discipline"
    unit = str(NO_UNIT if alone else UUID(row.unit))
    return [(month, unit, measure) for month, measure in row.labels]


def _apply(changes: Counter[Key]) -> None:
    """Add the changes to the counts that stand."""
    wanted = {key: by for key, by in changes.items() if by}
    if not wanted:
        return
    months = {date.fromisoformat(month) for month, _unit, _measure in wanted}
    standing = {
        (row.month.isoformat(), str(row.unit_id), row.measure): row
        for row in Tally.objects.filter(month__in=months)
    }
    fresh, touched = [], []
    for (month, unit, measure), by in wanted.items():
        row = standing.get((month, unit, measure))
        if row is None:
            fresh.append(
                Tally(month=date.fromisoformat(month), unit_id=UUID(unit), measure=measure, count=by)
            )
        else:
            row.count += by
            touched.append(row)
    Tally.objects.bulk_create(fresh, batch_size=CHUNK)
    Tally.objects.bulk_update([row for row in touched if row.count], ["count"], batch_size=CHUNK)
    Tally.objects.filter(pk__in=[row.pk for row in touched if not row.count]).delete()
