"""Importing a roster end to end: an .xlsx read, checked, compared and written with one fact for each person.

The floor beside it reads the same rows with python-calamine and writes them with a bare bulk_create:
no check, no comparison, no facts, no history of stays, no accounts.
"""

import argparse
import io
import json
import sys
from time import perf_counter

from bench.databases import temporary, vendors
from bench.report import Figure

ROWS = 100_000
SECONDS_FOR_ALL = 30.0
HEAD = (
    "工号", "姓名", "单位编码", "岗位类别", "用工形式", "入职日期",
    "性别", "一线", "职级", "在岗状态", "班制", "工会会员",
)  # fmt: skip
UNITS = 200


def measure(options: argparse.Namespace) -> list[Figure]:
    """Seconds for each step and for all of it, on every database of this machine."""
    rows = options.rows or ROWS
    figures = []
    for vendor in [options.database] if options.database else vendors():
        with temporary(vendor) as place:
            told = json.loads(place.run("-m", "bench.roster", str(rows)))
        whole = told["read"] + told["check"] + told["write"]
        goal = f"value <= {SECONDS_FOR_ALL}" if rows == ROWS else ""
        figures += [
            Figure(f"{vendor}.read", told["read"], "s", "python-calamine alone", told["floor_read"]),
            Figure(f"{vendor}.check", told["check"], "s"),
            Figure(f"{vendor}.write", told["write"], "s", "bare bulk_create", told["floor_write"]),
            Figure(
                f"{vendor}.whole", whole, f"s for {rows:,} people",
                "both floors", told["floor_read"] + told["floor_write"], goal,
            ),
            Figure(f"{vendor}.again", told["again"], "s for the same file once more"),
        ]  # fmt: skip
    return figures


def workbook(rows: int) -> bytes:
    """A roster of made-up people."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("职工")
    sheet.write_row(0, 0, HEAD)
    for n in range(rows):
        sheet.write_row(
            n + 1, 0,
            (
                f"{n:07d}", f"职工{n}", f"U{n % UNITS:03d}", ("管理", "技能操作", "专业技术")[n % 3],
                ("固定期限", "无固定期限", "劳务派遣")[n % 3],
                f"{2000 + n % 25}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                "男女"[n % 2], "是否"[n % 2], "一般员工", "在岗", ("常白班", "三班")[n % 2], "是",
            ),
        )  # fmt: skip
    book.close()
    return buffer.getvalue()


def run(rows: int) -> dict[str, float]:
    """Seconds of each step, in this process and its database."""
    import django

    django.setup()
    from datetime import date

    from python_calamine import CalamineWorkbook

    from zhiyin.people.acting import acting_as
    from zhiyin.people.models import Employee
    from zhiyin.people.roster import state
    from zhiyin.people.roster.check import parse
    from zhiyin.people.roster.read import read
    from zhiyin.people.services import roster
    from zhiyin.people.services.employees import NewEmployee, join
    from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units

    day = date(2020, 1, 2)
    specs = [UnitSpec("YS", "集团", "group")]
    specs += [UnitSpec(f"U{n:03d}", f"单位{n}", "second", "YS") for n in range(UNITS)]
    units = open_units(units=specs, on=day)
    admin = join(acting=None, person=NewEmployee("ADMIN", "管理员", units["YS"], "mgmt", "open", day))
    open_posts(posts=[PostSpec("YS", "管理", [admin], [("system_admin", "YS")])], units=units, on=day)
    acting, data = acting_as(admin), workbook(rows)
    told: dict[str, float] = {}

    start = perf_counter()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    told["floor_read"] = perf_counter() - start
    told["floor_write"] = _floor(cells[1:], units)

    start = perf_counter()
    parse(read(data), state.load().people)
    told["read"] = perf_counter() - start
    start = perf_counter()
    preview = roster.make_preview(acting=acting, data=data, name="bench.xlsx")
    told["check"] = max(0.0, perf_counter() - start - told["read"])
    looked = roster.look(acting=acting, preview=preview)
    digest = looked.diff.digest()
    if looked.problems or len(looked.diff.new) != rows:
        raise RuntimeError(f"expected {rows} new people and no problem: {looked.problems[:1]}")
    start = perf_counter()
    roster.confirm(acting=acting, preview_id=preview.pk, digest=digest)
    told["write"] = perf_counter() - start
    if Employee.objects.count() != rows + 1:
        raise RuntimeError("not everybody was written")
    start = perf_counter()
    again = roster.make_preview(acting=acting, data=data, name="bench.xlsx")
    told["again"] = perf_counter() - start
    if again.counts["unchanged"] != rows:
        raise RuntimeError("the same file twice must change nothing")
    return told


def _floor(cells: list[list[str]], units: dict[str, object]) -> float:
    """Seconds of a bare bulk_create of the same rows, rolled back afterwards."""
    from datetime import date

    from django.db import transaction

    from zhiyin.people.models import Employee

    start = perf_counter()
    with transaction.atomic():
        Employee.objects.bulk_create(
            [
                Employee(number=c[0], name=c[1], unit=units[c[2]], category="skill", form="open",
                         joined_on=date.fromisoformat(c[5]))
                for c in cells
            ],
            batch_size=500,
        )  # fmt: skip
        seconds = perf_counter() - start
        transaction.set_rollback(True)
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]))))
