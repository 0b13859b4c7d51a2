"""Searching a million demands from the inbox, beside the bare full-text query of the same words."""

import argparse
import json
import sys
import time
from functools import partial
from typing import Any

ROWS = 1_000_000
ROUNDS = 6
GOAL = "value <= 200"
CHUNK = 20_000
# Seldom, common and very common words, a place, several words together, and a number.
WORDS = ("锅炉", "夜班", "排风扇", "公积金比例", "考勤表 补发", "厂区北门", "3分厂2车间", "食堂 窗口")
VIEWS = ("open", "mine", "ended")


def measure(options: argparse.Namespace) -> list[Any]:
    """Figures of every database of this machine."""
    from bench.databases import temporary, vendors
    from bench.report import Figure

    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            told = json.loads(place.run("-m", "bench.demands", str(options.rows or ROWS), timeout=3600))
            out = json.loads(place.run("-m", "bench.search", told["officer_number"], timeout=3600))
            for view in (*VIEWS, "number"):
                figures.append(
                    Figure(
                        f"search.{vendor}.{view}.p95",
                        out[view],
                        "ms",
                        "bare query",
                        out[f"bare {view}"],
                        GOAL,
                    )
                )
            figures.append(Figure(f"search.{vendor}.alike.p95", out["alike"], "ms"))
    return figures


def main(number: str) -> dict[str, float]:
    """Every search by turns with its floor; 95 of 100 were faster than the figure."""
    import django

    django.setup()
    _fill()
    from zhiyin.people.acting import acting_as
    from zhiyin.people.models import Employee
    from zhiyin.voice.models import Demand
    from zhiyin.voice.selectors.alike import alike_to

    acting = acting_as(Employee.objects.select_related("unit").get(number=number))
    numbers = list(Demand.objects.order_by("pk").values_list("number", flat=True)[: len(WORDS)])
    taken: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        for view in VIEWS:
            for words in WORDS:
                _timed(taken, f"bare {view}", turn, partial(_bare, words))
                _timed(taken, view, turn, partial(_ours, acting, view, words))
        for one in numbers:
            _timed(taken, "bare number", turn, partial(_bare, one))
            _timed(taken, "number", turn, partial(_ours, acting, "ended", one))
        for demand in Demand.objects.filter(number__in=numbers):
            _timed(taken, "alike", turn, partial(alike_to, acting, demand))
    return {name: _p95(times) for name, times in taken.items()}


def _timed(taken: dict[str, list[float]], name: str, turn: int, work: Any) -> None:
    """The first turn warms the database and is not counted."""
    began = time.perf_counter()
    work()
    if turn:
        taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _ours(acting: Any, view: str, words: str) -> None:
    """What the inbox asks for the rows of a page, with everything that a reader may not see left out."""
    from zhiyin.voice.selectors import inbox, inbox_pages

    wanted = inbox.Filter(view=view, q=words)
    inbox_pages.page(acting, wanted, inbox.conditions(acting), after="", before="", total=None)


def _bare(words: str) -> None:
    from django.db import connection

    from zhiyin.insight.bigrams import fts5, tokens, tsquery

    found = list(dict.fromkeys(tokens(words)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT demand_id FROM voice_search WHERE grams @@ %s::tsquery LIMIT 50"
            cursor.execute(sql, [tsquery(found)])
        else:
            sql = "SELECT demand_id FROM voice_search WHERE voice_search MATCH %s LIMIT 50"
            cursor.execute(sql, [fts5(found)])
        cursor.fetchall()


def _fill() -> None:
    """The search index of all demands, as the product writes it."""
    from django.db import transaction

    from bench.databases import let_postgres_look
    from bench.demands import _hurried
    from zhiyin.voice import search
    from zhiyin.voice.models import Demand

    needed = ("pk", "title", "text", "place", "number", "track")
    with _hurried(), transaction.atomic():
        chunk = []
        for demand in Demand.objects.only(*needed).order_by("pk").iterator(chunk_size=CHUNK):
            chunk.append(demand)
            if len(chunk) == CHUNK:
                search.index_all(chunk)
                chunk = []
        search.index_all(chunk)
    let_postgres_look()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
