"""The administration's pages with 200,000 employees: 95 of 100 requests are faster than this, and how many
queries each takes. In one process, without a network; the first request of each page is left out. Beside it
our own processor time, which hardly depends on what else is running (SQLite works within it, PostgreSQL not).
"""

import argparse
import json
import random
import sys
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bench.databases import temporary, vendors
from bench.demands import session_of
from bench.report import Figure

ROWS = 200_000
ASKED = 30
MILLISECONDS = 300
FACTORIES, WORKSHOPS, TEAMS = 40, 10, 4
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志红梅玉兰春生文武海波宁晓东"


def measure(options: argparse.Namespace) -> list[Figure]:
    """Milliseconds of each page, on every database of this machine."""
    rows = options.rows or ROWS
    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            told = json.loads(place.run("-m", "bench.people", str(rows), timeout=3600))
        for page, (p95, processor, queries) in told.items():
            unit = f"ms (p95), {queries} queries, {processor:.0f} ms of our processor"
            figures.append(Figure(f"{vendor}.{page}", p95, unit, goal=f"value <= {MILLISECONDS}"))
    return figures


def run(rows: int) -> dict[str, tuple[float, float, int]]:
    """Milliseconds and queries of each page, in this process and its database."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    admin, union, unit, middle = _fill(rows)
    client, officer = Client(), Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(admin)
    officer.cookies[settings.SESSION_COOKIE_NAME] = session_of(union)
    segment = _segment(union)
    search = "/app/admin/employees"
    pages = {
        "units": (client, "/app/admin/units"),
        "employees": (client, search),
        "employees.deep": (client, f"{search}?after={middle}"),
        "employees.back": (client, f"{search}?before={middle}"),
        "employees.unit": (client, f"{search}?unit={unit}"),
        "employees.left": (client, f"{search}?left=on"),
        "search.number": (client, f"{search}?q={middle[:5]}"),
        "search.whole-number": (client, f"{search}?q={middle}"),
        "search.name": (client, f"{search}?q=王建国"),
        "search.part-of-a-name": (client, f"{search}?q=建国"),
        "search.nobody": (client, f"{search}?q=欧阳无名"),
        "posts": (client, "/app/admin/posts"),
        "posts.role": (client, "/app/admin/posts?role=handler"),
        "slips": (client, "/app/admin/slips"),
        "roster": (client, "/app/admin/roster"),
        "roster.runs": (client, "/app/admin/roster/runs"),
        "handover": (client, "/app/admin/handover"),
        "segments": (officer, "/app/segments"),
        "segment.today": (officer, f"/app/segments/{segment}"),
        "segment.past-day": (officer, f"/app/segments/{segment}?on=2026-01-05"),
    }
    return {name: _asked(browser, path) for name, (browser, path) in pages.items()}


def _asked(browser: Any, path: str) -> tuple[float, float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
        asked = len(queries)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    times, used = [], []
    for _ in range(ASKED):
        start, spent = perf_counter(), process_time()
        browser.get(path)
        times.append((perf_counter() - start) * 1000)
        used.append((process_time() - spent) * 1000)
    return sorted(times)[int(ASKED * 0.95)], median(used), asked


def _fill(rows: int) -> tuple[Any, Any, Any, str]:
    """An administrator, a union officer, a factory, and a number in the middle of the list."""
    from datetime import date

    from zhiyin.people.models import Employee
    from zhiyin.people.services.employees import NewEmployee, join_all, leave_all
    from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units

    chance, since = random.Random(7), date(2020, 1, 2)
    specs = [UnitSpec("YS", "集团", "group")]
    for f in range(FACTORIES):
        specs.append(UnitSpec(f"F{f:02d}", f"{f}厂", "second", "YS"))
        for w in range(WORKSHOPS):
            specs.append(UnitSpec(f"F{f:02d}W{w}", f"{w}车间", "workshop", f"F{f:02d}"))
            specs += [UnitSpec(f"F{f:02d}W{w}T{t}", f"{t}班", "team", f"F{f:02d}W{w}") for t in range(TEAMS)]
    units = open_units(units=specs, on=since)
    teams = [unit for unit in units.values() if unit.level == "team"]
    people = join_all(
        acting=None,
        people=[
            NewEmployee(
                f"{n:07d}", chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)),
                teams[n % len(teams)], ("skill", "tech", "mgmt")[n % 3], ("fixed", "open")[n % 2],
                date(1995 + n % 30, 1 + n % 12, 1 + n % 28), shift=("day", "three", "four")[n % 3],
                frontline=bool(n % 2), union_member=True,
            )
            for n in range(rows)
        ],
    )  # fmt: skip
    leave_all(acting=None, employees=people[::50])
    staying = [person for n, person in enumerate(people) if n % 50]
    admin, union, handlers = staying[0], staying[1], staying[2 : 2 + len(specs) // 4]
    posts = [
        PostSpec("YS", "管理", [admin], [("system_admin", "YS")]),
        PostSpec("YS", "工会", [union], [("union_officer", "YS")]),
    ]
    posts += [
        PostSpec(spec.code, "承办", [who], [("handler", spec.code)])
        for spec, who in zip(specs[1:], handlers, strict=False)
    ]
    open_posts(posts=posts, units=units, on=since)
    from bench.databases import let_postgres_look

    let_postgres_look()
    middle = Employee.objects.order_by("number").values_list("number", flat=True)[rows // 2]
    return admin, union, units["F05"].pk, middle


def _segment(union: Any) -> Any:
    from datetime import date

    from zhiyin.people.acting import acting_as
    from zhiyin.people.models import SegmentVersion, Unit
    from zhiyin.people.services.segments import define

    asked = {"shift": ["three"], "frontline": ["1"], "service": ["3_to_10"]}
    made = define(
        acting=acting_as(union), name="三班一线", owner_role="union_officer",
        unit=Unit.objects.get(parent=None), filters=asked,
    )  # fmt: skip
    SegmentVersion.objects.filter(segment=made).update(from_on=date(2025, 1, 1))
    return made.pk


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]))))
