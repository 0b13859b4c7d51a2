"""Eight writers, two sequencers and three readers on one database for some seconds; prints what came of it.

Run as `python -m tests.concurrency.numbering SECONDS` with the database in ZHIYIN_DATABASE_URL.
"""

import json
import mmap
import random
import struct
import sys
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import uuid4

import django

WRITERS, SEQUENCERS = 8, 2
SHARED = [f"shared{n}" for n in range(5)]


def write(until: float, seed: int, report) -> None:
    """Record single facts and groups, for subjects of one's own and shared ones; undo some."""
    from django.db import transaction

    from zhiyin.journal.facts import FACT_VOIDED
    from zhiyin.journal.record import Entry, record_all

    chance, committed = random.Random(seed), 0
    while time.monotonic() < until:
        sealed, undo = chance.random() < 0.1, chance.random() < 0.1
        subject = f"sealed{uuid4().hex}" if sealed else chance.choice([*SHARED, uuid4().hex])
        entries = [
            Entry(FACT_VOIDED, subject, sealed=sealed, payload={"fact": uuid4()})
            for _ in range(chance.choice([1, 1, 1, 2, 7]))
        ]
        with transaction.atomic():
            record_all(entries)
            transaction.set_rollback(undo)
        committed += 0 if undo else len(entries)
    report(str(committed))


def number(until: float, seed: int, _report) -> None:
    """Number in small batches, and let go of held facts as if it were tomorrow."""
    from zhiyin.journal import clock
    from zhiyin.journal.sequence import number_committed, release_held

    chance = random.Random(seed)
    while time.monotonic() < until:
        if chance.random() < 0.1:
            release_held(clock.today() + timedelta(days=1))
        else:
            number_committed(limit=chance.choice([1, 10, 100, 1000]))


def read(last: mmap.mmap, report) -> None:
    """Read on until everything is read; a gap, a skip or a repetition ends it with an error."""
    from zhiyin.journal.sequence import read_after

    seq, found = 0, set()
    while seq != told(last):
        facts = read_after(seq, limit=200)
        if not facts:
            time.sleep(0.002)
        for fact in facts:
            if fact.seq != seq + 1 or fact.pk in found:
                raise AssertionError(f"after {seq} came {fact.seq}")
            seq = fact.seq
            found.add(fact.pk)
    report(str(len(found)))


def share(last: mmap.mmap, _report) -> None:
    """One of two workers of the same reader: what it reads it writes down with its watermark."""
    from django.db import connection, transaction

    from zhiyin.journal.sequence import read_after, set_watermark, take_watermark

    seq = 0
    while seq != told(last):
        with transaction.atomic():
            seq = take_watermark("board")
            facts = read_after(seq, limit=100)
            if facts:
                with connection.cursor() as cursor:
                    cursor.executemany("INSERT INTO seen (seq) VALUES (%s)", [(f.seq,) for f in facts])
                set_watermark("board", facts[-1].seq)
        if not facts:
            time.sleep(0.002)


def told(last: mmap.mmap) -> int:
    """The last number there will be; -1 while that is not known."""
    return struct.unpack("q", last[:8])[0]


def main(seconds: float) -> dict[str, object]:
    django.setup()
    from django.db import connection

    from tests.concurrency.crew import start, until_all_ended
    from zhiyin.journal import clock
    from zhiyin.journal.models import Fact
    from zhiyin.journal.sequence import number_committed, release_held
    from zhiyin.journal.verify import verify

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE seen (seq bigint NOT NULL)")
    last = mmap.mmap(-1, 8)
    last[:8] = struct.pack("q", -1)
    until = time.monotonic() + seconds
    writers = [start(f"writer {n}", partial(write, until, n)) for n in range(WRITERS)]
    sequencers = [start(f"sequencer {n}", partial(number, until, n)) for n in range(SEQUENCERS)]
    readers = [start("reader", partial(read, last))]
    readers += [start(f"board {n}", partial(share, last)) for n in range(2)]
    statuses = until_all_ended(writers + sequencers, seconds + 120)
    release_held(clock.today() + timedelta(days=1))
    while number_committed():
        pass
    last[:8] = struct.pack("q", Fact.objects.count())
    statuses |= until_all_ended(readers)

    numbers = list(Fact.objects.order_by("seq").values_list("seq", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM seen")
        seen = Counter(seq for (seq,) in cursor.fetchall())
    return {
        "statuses": statuses,
        "committed": sum(int(w.reports[-1]) for w in writers if w.reports),
        "facts": len(numbers),
        "without a gap": numbers == list(range(1, len(numbers) + 1)),
        "read": int(readers[0].reports[-1]) if readers[0].reports else 0,
        "seen once each": seen == Counter(numbers),
        "out of order": _out_of_order(Fact.objects.order_by("seq").values_list("subject_id", "place")),
        "shared": Fact.objects.filter(subject_id__in=SHARED).count(),
        "sealed": Fact.objects.exclude(held_until=None).count(),
        "timed sealed": Fact.objects.exclude(held_until=None).exclude(recorded_at=None).count(),
        "verify": vars(verify()),
    }


def _out_of_order(rows) -> int:
    places: dict[str, int] = {}
    wrong = 0
    for subject, place in rows:
        wrong += place != places.get(subject, 0) + 1
        places[subject] = place
    return wrong


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(float(sys.argv[1])), default=str))
