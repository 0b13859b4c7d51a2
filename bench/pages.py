"""Pages per second with a million demands, beside bare Django views of the same rows on the same server."""

import argparse
import http.client
import json
import statistics
import time
from typing import Any

from bench.databases import Place, temporary, vendors
from bench.load import ask
from bench.report import Figure
from bench.serving import Server, load, serving

ROWS = 1_000_000
SECONDS = 5.0
ROUNDS = 5
GOAL = "ratio >= 0.5"
FACTS = 5
ONE_FACT = """
import django
django.setup()
from uuid import uuid4
from django.db import transaction
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.record import record
with transaction.atomic():
    record(FACT_VOIDED, uuid4(), fact=uuid4())
"""


def measure(options: argparse.Namespace) -> list[Figure]:
    """Inbox, case page and phone home on every database of this machine."""
    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            figures += _measured(place, options.rows or ROWS, options.seconds or SECONDS)
    return figures


def _measured(place: Place, rows: int, seconds: float) -> list[Figure]:
    told = json.loads(place.run("-m", "bench.demands", str(rows), timeout=3600))
    targets = _targets(told)
    with serving(place, "bench.bare:application") as server:
        told_rounds, processor = _in_turns(server, targets, seconds)
        anew = _after_a_fact(place, server.port, targets["inbox"][0])
    # The inbox keeps its counts until the next fact: this is what the first page after one takes.
    figures = [Figure(f"pages.{place.vendor}.inbox.after-a-fact", anew, "ms")]
    for page in ("inbox", "case", "home"):
        name, rival = f"pages.{place.vendor}.{page}", f"bare {page}"
        ours, bare = (_mean(told_rounds, target, "per_second") for target in (page, rival))
        figures.append(Figure(name, ours, "requests/s", "bare view", bare, GOAL))
        ours, bare = (_mean(told_rounds, target, "p95_ms") for target in (page, rival))
        figures.append(Figure(f"{name}.p95", ours, "ms", "bare view", bare))
        if processor:
            unit = "ms of processor a request"
            figures.append(Figure(f"{name}.processor", processor[page], unit, "bare view", processor[rival]))
    return figures


def _in_turns(
    server: Server, targets: dict[str, list[list[str]]], seconds: float
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """By turns, so that a slow moment of the machine meets both.

    Beside what the load saw: the server's processor time, which hardly depends on what else is running.
    """
    load(server.port, targets, seconds=0.1, warm=True)
    rounds, used, asked = [], dict.fromkeys(targets, 0.0), dict.fromkeys(targets, 0)
    for _ in range(ROUNDS):
        told: dict[str, Any] = {}
        for name, target in targets.items():
            before = server.processor_seconds()
            told |= load(server.port, {name: target}, seconds=seconds / ROUNDS, warm=False)
            after = server.processor_seconds()
            if before is not None and after is not None:
                used[name], asked[name] = used[name] + after - before, asked[name] + told[name]["asked"]
        rounds.append(told)
    known = all(asked.values())
    return rounds, {name: used[name] / asked[name] * 1000 for name in targets} if known else {}


def _after_a_fact(place: Place, port: int, target: list[str]) -> float:
    """Milliseconds of the first inbox after a fact, the median of a few."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for _ in range(FACTS):
        place.run("-c", ONE_FACT)
        began = time.perf_counter()
        ask(connection, *target)
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(times)


def _targets(told: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Each page of ours, then its rival."""
    return {
        "inbox": [["/app/inbox", told["officer"]]],
        "bare inbox": [["/bare/inbox", told["officer"]]],
        "case": [[f"/app/cases/{pk}", told["officer"]] for pk in told["cases"]],
        "bare case": [[f"/bare/case/{pk}", told["officer"]] for pk in told["cases"]],
        "home": [["/app/", session] for session in told["employees"]],
        "bare home": [["/bare/home", session] for session in told["employees"]],
    }


def _mean(rounds: list[dict[str, Any]], target: str, name: str) -> float:
    return sum(told[target][name] for told in rounds) / len(rounds)
