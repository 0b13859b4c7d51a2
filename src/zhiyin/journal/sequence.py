"""Numbering committed facts 1, 2, 3 … without a gap, and reading them in that order."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Model, Q

from zhiyin.journal import clock
from zhiyin.journal.models import Counter, Fact, Watermark

BATCH = 1000
# Written out: these run every second in the product, and a query made of objects costs ten times as much.
TAKE_COUNTER: Final = "UPDATE journal_counter SET last = last WHERE id = %s"
READ_COUNTER: Final = "SELECT last FROM journal_counter WHERE id = %s"
TAKE_WATERMARK: Final = "UPDATE journal_watermark SET seq = seq WHERE reader = %s"
READ_WATERMARK: Final = "SELECT seq FROM journal_watermark WHERE reader = %s"

NUMBER = """
UPDATE journal_fact SET seq = %s + n.place_in_batch
FROM (
  SELECT id, ROW_NUMBER() OVER (ORDER BY recorded_at, id) AS place_in_batch
  FROM (
    SELECT id, recorded_at FROM journal_fact
    WHERE seq IS NULL AND held_until IS NULL ORDER BY recorded_at, id LIMIT %s
  ) AS next_batch
) AS n
WHERE journal_fact.id = n.id
"""


def number_committed(limit: int = BATCH) -> int:
    """Number up to `limit` committed facts; returns how many.

    The transaction begins with the UPDATE of the one counter row: a second sequencer waits there, and
    a fact that commits meanwhile simply gets a later number.
    """
    with transaction.atomic():
        last = _take_counter()
        with connection.cursor() as cursor:
            cursor.execute(NUMBER, [last, limit])
            numbered = cursor.rowcount
        if numbered:
            Counter.objects.filter(pk=1).update(last=F("last") + numbered)
        return int(numbered)


def _take_counter() -> int:
    return _taken(TAKE_COUNTER, READ_COUNTER, Counter(pk=1))


def _taken(take: str, read: str, row: Model) -> int:
    """Lock the one row, made where it is missing, and read its number."""
    with connection.cursor() as cursor:
        cursor.execute(take, [row.pk])
        if not cursor.rowcount:
            type(row)._default_manager.bulk_create([row], ignore_conflicts=True)
            cursor.execute(take, [row.pk])
        cursor.execute(read, [row.pk])
        return int(cursor.fetchone()[0])


def release_held(today: date | None = None) -> int:
    """Number the facts of anonymous cases held from earlier days, cases in random order.

    Within a case the order stays. The rows are written anew in that order, so that not even their
    physical place in the database keeps the order in which people spoke.
    """
    due = Fact.objects.filter(seq__isnull=True, held_until__lte=today or clock.today())
    if not due.exists():
        return 0
    with transaction.atomic():
        last = _take_counter()
        held = list(due.order_by("place"))
        cases: dict[tuple[str, str], list[Fact]] = {}
        for fact in held:
            cases.setdefault((fact.subject_kind, fact.subject_id), []).append(fact)
        order = list(cases.values())
        random.SystemRandom().shuffle(order)
        facts = [fact for case in order for fact in case]
        for number, fact in enumerate(facts, start=last + 1):
            fact.seq = number
        for start in range(0, len(facts), 500):
            Fact.objects.filter(pk__in=[f.pk for f in facts[start : start + 500]]).delete()
        Fact.objects.bulk_create(facts, batch_size=500)
        Counter.objects.filter(pk=1).update(last=F("last") + len(facts))
        return len(facts)


def number_all() -> int:
    """Number everything that may be numbered now; returns how many."""
    total = release_held()
    if not Fact.objects.filter(seq__isnull=True, held_until__isnull=True).exists():
        return total
    while (numbered := number_committed()) == BATCH:
        total += numbered
    return total + numbered


def read_after(seq: int, limit: int = BATCH) -> list[Fact]:
    """The next numbered facts, in order. Never skips: a number is only given once all before it are."""
    return list(Fact.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def batches(seq: int = 0, limit: int = BATCH) -> Iterator[list[Fact]]:
    """All numbered facts after `seq`, in batches."""
    while batch := read_after(seq, limit):
        yield batch
        seq = batch[-1].seq or seq


def take_watermark(reader: str) -> int:
    """Begin a reader's batch: UPDATE first, so that two of the same reader never both work."""
    return _taken(TAKE_WATERMARK, READ_WATERMARK, Watermark(pk=reader))


def set_watermark(reader: str, seq: int) -> None:
    """End a reader's batch, in the same transaction as its effects."""
    Watermark.objects.filter(pk=reader).update(seq=seq)


def recorded() -> int:
    """How many facts there are, numbered or not: what was derived from them is current while this stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE((SELECT last FROM journal_counter WHERE id = 1), 0)"
            " + (SELECT COUNT(*) FROM journal_fact WHERE seq IS NULL)"
        )
        return int(cursor.fetchone()[0])


def of_subject(kind: str, subject_id: object) -> list[Fact]:
    """Every fact of one subject, numbered or not, in the order in which they happened."""
    return list(Fact.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("place"))


def of_subjects(kind: str, ids: list[str]) -> list[Fact]:
    """Every fact of several subjects, in order within each."""
    return list(
        Fact.objects.filter(Q(subject_kind=kind) & Q(subject_id__in=ids)).order_by("subject_id", "place")
    )
