"""The institutions engine: incremental work, sweep, replay, rebuild, loading; on both databases."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

FACTS = 1_000_000
INCREMENTAL = 100_000
# As long as the leaf of an ordinary fact.
LEAF = b"\0" * 450


def measure(options: argparse.Namespace) -> list[Any]:
    """Figures of both databases, and those that need none."""
    from bench.databases import SQLITE, temporary, vendors

    rows = options.rows or FACTS
    figures: list[Any] = []
    chosen = [options.database] if options.database else vendors()
    for vendor in chosen:
        with temporary(vendor) as place:
            told = json.loads(place.run("-m", "bench.institutions", "database", str(rows), timeout=3600))
            figures += _database_figures(vendor, told, rows)
    if SQLITE in chosen:
        with temporary(SQLITE) as place:
            told = json.loads(place.run("-m", "bench.institutions", "memory", str(rows), timeout=3600))
            figures += _memory_figures(told, rows)
    return figures


def _database_figures(vendor: str, told: dict[str, float], rows: int) -> list[Any]:
    from bench.report import Figure

    scale = rows / FACTS

    def figure(name: str, unit: str, goal: str, rival: str = "", rival_value: float | None = None) -> Figure:
        return Figure(f"institutions.{vendor}.{name}", told[name], unit, rival, rival_value, goal)

    return [
        figure("incremental", "facts/s", "value >= 8000", "bare insert of the same rows", told["floor"]),
        figure("incremental_processor", "facts a second of processor", ""),
        figure("rebuild", "s", f"value <= {180 * scale:g}"),
        figure("rebuild_processor", "s of processor", ""),
        figure("sweep_ordinary", "s", f"value <= {1 * scale:g}", "bare UPDATE", told["bare_ordinary"]),
        figure("sweep_all", "s", f"value <= {4 * scale:g}", "bare UPDATE", told["bare_all"]),
    ]


def _memory_figures(told: dict[str, float], rows: int) -> list[Any]:
    from bench.report import Figure

    scale = rows / FACTS
    return [
        Figure("institutions.load", told["load"], "s", goal="value <= 1"),
        Figure("institutions.replay", told["replay"], "s", goal=f"value <= {15 * scale:g}"),
        Figure("institutions.replay_processor", told["replay_processor"], "s of processor"),
        Figure("institutions.replay_memory", told["replay_gb"], "GB", goal="value <= 1.6"),
        Figure("institutions.draft", told["draft"], "s", goal=f"value <= {4 * scale:g}"),
    ]


def fill(count: int) -> None:
    """Numbered facts straight into the journal's table: the engine reads columns, not leaves."""
    from bench.year_of_facts import happenings
    from zhiyin.institutions.engine.dialect import insert
    from zhiyin.journal.kinds import named
    from zhiyin.journal.models import Counter

    columns = (
        "id", "seq", "kind", "subject_kind", "subject_id", "place", "unit_id", "actor", "occurred_on",
        "occurred_at", "recorded_on", "recorded_at", "payload", "leaf", "leaf_hash",
    )  # fmt: skip
    places: dict[str, int] = {}
    rows = []
    for seq, one in enumerate(happenings(count), start=1):
        places[one.subject] = places.get(one.subject, 0) + 1
        day, moment = one.day.isoformat(), f"{one.day.isoformat()} 04:00:00"
        rows.append(
            (
                uuid4().hex, seq, one.kind, named(one.kind).subject, one.subject, places[one.subject],
                one.unit.hex, "system", day, moment, day, moment, json.dumps(one.payload), LEAF, LEAF[:32],
            )
        )  # fmt: skip
        if len(rows) == 20_000:
            insert("journal_fact", columns, rows, "")
            rows = []
    insert("journal_fact", columns, rows, "")
    Counter.objects.update_or_create(pk=1, defaults={"last": count})


def in_database(count: int) -> dict[str, float]:
    """Incremental by batches of 1,000, then a rebuild, then sweeps of rows made open."""
    from django.db import transaction

    from zhiyin.institutions.engine.batch import Engine
    from zhiyin.institutions.engine.rebuild import rebuild
    from zhiyin.institutions.engine.releases import publish
    from zhiyin.institutions.reading import programme
    from zhiyin.journal import clock

    with clock.moved_to(datetime(2025, 12, 31, 4, tzinfo=UTC)):
        with transaction.atomic():
            fill(count)
        publish(programme())
        engine, taken, wanted = Engine(programme()), 0, min(INCREMENTAL, count)
        began = Took()
        while taken < wanted and (got := engine.batch(1000)):
            taken += got
        told = {"incremental": taken / began.seconds, "incremental_processor": taken / began.processor}
        told["floor"] = taken / _floor()
        began = Took()
        rebuild(programme())
        told |= {"rebuild": began.seconds, "rebuild_processor": began.processor}
    return told | _sweeps()


class Took:
    """Seconds since its making, by the clock and of this process's processor time."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began[0]

    @property
    def processor(self) -> float:
        """What hardly depends on what else is running; the database server's is not in it."""
        return time.process_time() - self._began[1]


def _floor() -> float:
    """Seconds to write the listed keys and obligations that stand now once more, in batches."""
    from django.db import connection, transaction

    from zhiyin.institutions.engine.dialect import insert
    from zhiyin.institutions.engine.rows import COLUMNS

    tables = {"institutions_factkey": ("kind", "key", "seq"), "institutions_obligationrow": COLUMNS}
    spent = 0.0
    for table, columns in tables.items():
        names = ", ".join(columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {names} FROM {table}")
            rows = cursor.fetchall()
            cursor.execute(f"DELETE FROM {table}")
        began = time.perf_counter()
        for start in range(0, len(rows), 2500):
            with transaction.atomic():
                insert(table, columns, rows[start : start + 2500], "")
        spent += time.perf_counter() - began
    return spent


def _sweeps() -> dict[str, float]:
    """All rows open; an ordinary day makes one in fifty fall due, the worst day all at once."""
    from django.db import connection, transaction

    from zhiyin.institutions.engine.sweep import sweep
    from zhiyin.institutions.models import ObligationRow

    open_all = (
        "UPDATE institutions_obligationrow SET status = 'due', kept_on = NULL, ended_on = NULL,"
        " broken_on = NULL, unproven_on = NULL, due_at = NULL, suspended_until = NULL"
    )
    bare = "UPDATE institutions_obligationrow SET status = 'breached' WHERE status = 'due' AND due_on < %s"
    days = (
        ObligationRow.objects.filter(due_on__isnull=False).order_by("due_on").values_list("due_on", flat=True)
    )
    ordinary = days[ObligationRow.objects.count() // 50] or date(2025, 1, 1)
    result = {}
    for name, day in (("ordinary", ordinary), ("all", date(2030, 1, 1))):
        moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        with connection.cursor() as cursor:
            cursor.execute(open_all)
            began = time.perf_counter()
            with transaction.atomic():
                cursor.execute(bare, [day])
            result[f"bare_{name}"] = time.perf_counter() - began
            cursor.execute(open_all)
        began = time.perf_counter()
        sweep(moment)
        result[f"sweep_{name}"] = time.perf_counter() - began
    return result


def in_memory(count: int) -> dict[str, float]:
    """Load and check all packs; replay the year without a database; then one rule in two versions."""
    from bench.year_of_facts import happenings
    from zhiyin.institutions.calendar import Calendar
    from zhiyin.institutions.evaluate import evaluate
    from zhiyin.institutions.fact import Fact
    from zhiyin.institutions.language.catalogue import from_published
    from zhiyin.institutions.programme import load
    from zhiyin.journal.kinds import published

    began = time.perf_counter()
    rules = load(published=from_published(published().values()))
    loaded = time.perf_counter() - began
    facts = [
        Fact(one.kind, one.subject, str(one.unit), "system", one.day, None, order, one.payload)
        for order, one in enumerate(happenings(count), start=1)
    ]
    calendar, end = Calendar.shipped(), date(2025, 12, 31)
    whole = Took()
    evaluate(rules, facts, calendar, end, standing=True)
    replay, replay_processor = whole.seconds, whole.processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    one = rules.versions("pet-finish-60d")
    draft = rules.only(one)
    wanted = [fact for fact in facts if fact.kind in draft.slots]
    began = time.perf_counter()
    for _ in range(2):
        evaluate(draft, wanted, calendar, end)
    return {
        "load": loaded, "replay": replay, "replay_processor": replay_processor, "replay_gb": peak,
        "draft": time.perf_counter() - began,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    import django

    django.setup()
    what, rows = arguments[0], int(arguments[1])
    told = in_database(rows) if what == "database" else in_memory(rows)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
