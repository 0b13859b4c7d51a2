"""One step in two hundred cases, and the numbers beside views, with a million demands behind them.

Floors: one bare UPDATE of the same rows, and one bare COUNT of the open demands.
"""

import argparse
import json
import statistics
import sys
import time
from functools import partial
from typing import Any

ROWS = 1_000_000
CASES = 200
ROUNDS = 5
SAVED = (
    {"view": "open", "topic": "safety"},
    {"view": "breached", "unit": "YS03"},
    {"view": "open", "legacy": "1"},
    {"view": "mine", "way": "confidential"},
    {"view": "open", "several": "1", "hot": "1"},
)


def measure(options: argparse.Namespace) -> list[Any]:
    """Figures of every database of this machine."""
    from bench.databases import temporary, vendors
    from bench.report import Figure

    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            told = json.loads(place.run("-m", "bench.demands", str(options.rows or ROWS), timeout=3600))
            out = json.loads(place.run("-m", "bench.desk", told["officer_number"], timeout=3600))
            for name, rival, goal in (
                ("dispatch-200", "bare update", "value <= 2000"),
                ("undo-200", "bare update", "value <= 2000"),
                ("remind-200", "bare update", "value <= 2000"),
                ("counts", "bare count", "value <= 50"),
                ("saved-counts", "bare count", "value <= 50"),
                ("counts-after-a-fact", "bare count", ""),
                ("saved-counts-after-a-fact", "bare count", ""),
            ):
                value, beside = out[name], out[rival]
                figures.append(Figure(f"desk.{vendor}.{name}", value, "ms", rival, beside, goal))
    return figures


def main(number: str) -> dict[str, float]:
    """The median of a few rounds each."""
    import django

    django.setup()
    from zhiyin.people.acting import acting_as
    from zhiyin.people.models import Employee

    acting = acting_as(Employee.objects.select_related("unit").get(number=number))
    taken: dict[str, list[float]] = {}
    _bulk(acting, taken)
    _counts(acting, taken)
    return {name: statistics.median(times) for name, times in taken.items()}


def _timed(taken: dict[str, list[float]], name: str, work: Any) -> Any:
    began = time.perf_counter()
    result = work()
    taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    return result


def _bulk(acting: Any, taken: dict[str, list[float]]) -> None:
    from zhiyin.people.models import Post
    from zhiyin.voice.models import BulkItem, Demand
    from zhiyin.voice.services import bulk

    post = Post.objects.filter(grants__role="handler").first()
    assert post is not None
    cases = _accepted(acting)
    for _ in range(ROUNDS):
        versions = dict(Demand.objects.filter(pk__in=cases).values_list("pk", "version"))
        rows = Demand.objects.filter(pk__in=cases)
        _timed(taken, "bare update", partial(rows.update, handling_post=None, handler=None))
        wanted = bulk.Wanted(bulk.DISPATCH, versions, post.pk)
        run = _timed(taken, "dispatch-200", partial(bulk.dispatch_all, acting=acting, wanted=wanted))
        assert BulkItem.objects.filter(run=run, version__isnull=False).count() == len(cases)
        _timed(taken, "undo-200", partial(bulk.undo, acting=acting, run_id=run.pk))
    versions = dict(Demand.objects.filter(pk__in=cases).values_list("pk", "version"))
    bulk.dispatch_all(acting=acting, wanted=bulk.Wanted(bulk.DISPATCH, versions, post.pk))
    wanted = bulk.Wanted(bulk.REMIND, dict.fromkeys(cases))
    _timed(taken, "remind-200", partial(bulk.remind_all, acting=acting, wanted=wanted))


def _accepted(acting: Any) -> list[Any]:
    """Two hundred open demands, told by facts up to their acceptance."""
    from django.db import transaction

    from zhiyin.journal.kinds import named
    from zhiyin.journal.record import Entry, record_all
    from zhiyin.voice.models import Demand
    from zhiyin.voice.states import OPEN_STATES, State

    demands = list(Demand.objects.filter(state__in=sorted(OPEN_STATES)).order_by("pk")[:CASES])
    ids = [demand.pk for demand in demands]
    received = {"text": "0" * 64, "contact": "known", "channel": "app", "on_behalf": False}
    with transaction.atomic():
        Demand.objects.filter(pk__in=ids).update(
            state=State.ACCEPTED, handling_post=None, handling_unit=None, handler=None
        )
        record_all(
            Entry(
                named(f"voice.demand.{name}"), demand.pk, acting.actor, demand.unit_id,
                sealed=demand.sealed, payload=payload,
            )
            for demand in demands
            for name, payload in (
                ("received", {**received, "way": demand.way}),
                ("registered", {}),
                ("accepted", {"type": demand.kind or "help"}),
                ("noticed", {"written": True}),
            )
        )  # fmt: skip
    return ids


def _counts(acting: Any, taken: dict[str, list[float]]) -> None:
    """As the page of the inbox asks for them: kept until the next fact, and anew after one."""
    from django.core.cache import cache

    from zhiyin.voice.models import Demand, SavedView
    from zhiyin.voice.selectors import inbox
    from zhiyin.voice.selectors.saved_views import saved_for
    from zhiyin.voice.states import OPEN_STATES

    for n, query in enumerate(SAVED):
        SavedView.objects.create(owner=acting.employee, name=str(n), query=query)
    for _ in range(ROUNDS):
        opened = Demand.objects.filter(state__in=sorted(OPEN_STATES))
        _timed(taken, "bare count", opened.count)
        cache.clear()
        views = inbox.conditions(acting)
        for name in ("counts-after-a-fact", "counts"):
            _timed(taken, name, partial(inbox.counts, acting, views))
        for name in ("saved-counts-after-a-fact", "saved-counts"):
            _timed(taken, name, partial(saved_for, acting, views))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
