"""Facts per second with 1, 4 and 8 writers, beside the same rows written without the journal.

The floor: the same rows into a table with the same indexes, one INSERT and COMMIT each, straight through
the database driver, with as many processes and the same durability.
"""

import argparse
import json
import sys
import time
from functools import partial
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

WRITERS = (1, 4, 8)
SECONDS = 2.0
ROUNDS = 3


def measure(options: argparse.Namespace) -> list[Any]:
    """Figures of both databases."""
    from bench.databases import temporary, vendors
    from bench.report import Figure

    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            for writers in WRITERS:
                out = place.run("-m", "bench.journal", str(writers), str(options.seconds or SECONDS))
                told = json.loads(out)
                figures.append(
                    Figure(
                        f"journal.{vendor}.writers{writers}",
                        told["verb"],
                        "facts/s",
                        "bare insert",
                        told["bare"],
                    )
                )
    return figures


def main(writers: int, seconds: float) -> dict[str, float]:
    """Both by turns, so that a slow moment of the machine meets both."""
    import django

    django.setup()
    _create_bare_table()
    done = {"verb": 0, "bare": 0}
    for _ in range(ROUNDS):
        done["verb"] += _together(writers, seconds / ROUNDS, with_verb)
        done["bare"] += _together(writers, seconds / ROUNDS, bare)
    return {name: count / seconds for name, count in done.items()}


def _together(writers: int, seconds: float, work: Any) -> int:
    from django.db import connections

    connections.close_all()
    context = get_context("fork")
    gate, results = context.Barrier(writers), context.Queue()
    crew = [context.Process(target=partial(work, gate, seconds, results)) for _ in range(writers)]
    for child in crew:
        child.start()
    total = sum(results.get(timeout=seconds + 60) for _ in crew)
    for child in crew:
        child.join()
    return total


def with_verb(gate: Any, seconds: float, results: Any) -> None:
    """A verb that records one fact, as a service does."""
    from zhiyin.journal.facts import FACT_VOIDED
    from zhiyin.journal.record import record
    from zhiyin.journal.verbs import verb

    @verb(FACT_VOIDED.name)
    def void(*, subject: Any) -> None:
        record(FACT_VOIDED, subject, fact=subject)

    _repeat(gate, seconds, results, lambda: void(subject=uuid4()))


def bare(gate: Any, seconds: float, results: Any) -> None:
    """The driver alone: begin, insert, commit. A fresh key and subject each time, all else the same."""
    from django.db import connection

    names, row = _row()
    connection.ensure_connection()
    driver, sqlite = connection.connection, connection.vendor == "sqlite"
    mark = "?" if sqlite else "%s"
    sql = f"INSERT INTO bare_fact ({names}) VALUES ({', '.join([mark] * len(row))})"
    cursor = driver.cursor()
    at = {name: n for n, name in enumerate(names.split(", "))}

    def insert() -> None:
        fresh = list(row)
        fresh[at["id"]] = uuid4().hex
        fresh[at["subject_id"]] = str(uuid4())
        cursor.execute("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        cursor.executemany(sql, [fresh])
        cursor.execute("COMMIT")

    _repeat(gate, seconds, results, insert)


def _row() -> tuple[str, list[Any]]:
    """One fact as the journal would write it."""
    from django.db import connection, transaction

    from zhiyin.journal.facts import FACT_VOIDED
    from zhiyin.journal.insert import row
    from zhiyin.journal.models import Fact
    from zhiyin.journal.record import record

    with transaction.atomic():
        values = row(record(FACT_VOIDED, uuid4(), fact=uuid4()))
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        values = [v if isinstance(v, int | str | bytes | None) else str(v) for v in values]
    return ", ".join(str(f.column) for f in Fact._meta.concrete_fields), values


def _repeat(gate: Any, seconds: float, results: Any, act: Any) -> None:
    for _ in range(3):
        act()
    gate.wait()
    count, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        act()
        count += 1
    results.put(count)


def _create_bare_table() -> None:
    """A table like the journal's own, with all its indexes and constraints."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_fact")
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE bare_fact (LIKE journal_fact INCLUDING ALL)")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'journal_fact' AND sql IS NOT NULL")
        for (sql,) in cursor.fetchall():
            bare_sql = sql.replace("journal_fact", "bare_fact")
            for name in ("fact_one_place_in_subject", "fact_held_has_no_time", "fact_unnumbered"):
                bare_sql = bare_sql.replace(name, f"bare_{name}")
            cursor.execute(bare_sql)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))))
