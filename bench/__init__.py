"""Every speed and size that the documents state, to be measured anew: `zhiyin bench NAME`."""

import argparse
import importlib
import importlib.util
import sys
from typing import Any

BENCHES = {
    "journal": ("记录事实的速度，与直接写入相比", "facts per second, beside a bare floor"),
    "pages": ("页面每秒请求数，与最简视图相比", "requests per second, beside bare views"),
    "search": ("在一百万件里搜索", "searching a million demands"),
    "desk": ("批量操作和视图计数", "many cases at once, and the numbers of views"),
    "first-visit": ("手机首页第一次打开的字节数", "bytes of the first visit of the phone home"),
    "institutions": ("制度引擎的速度", "the institutions engine"),
    "institution-pages": ("制度页每秒请求数，与最简视图相比", "pages of institutions, beside bare views"),
    "people": ("二十万职工时管理页的快慢", "the administration's pages with 200,000 employees"),
    "roster": ("导入花名册的速度", "importing a roster"),
}


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """`zhiyin bench NAME [--rows N] [--seconds N] [--json]` and `zhiyin bench list`."""
    from zhiyin.config.terminal import pick

    parser = subparsers.add_parser(
        "bench", help=pick("重新测量文档里的速度和大小", "measure speeds and sizes anew")
    )
    names = parser.add_subparsers(required=True, metavar="NAME")
    listing = names.add_parser("list", help=pick("有哪些测量", "which there are"))
    listing.set_defaults(run=run_list, without_django=True)
    for name in present():
        bench = names.add_parser(name, help=pick(*BENCHES[name]))
        bench.add_argument(
            "--rows", "--employees", type=int, default=None, help=pick("数据量", "how much data")
        )
        bench.add_argument(
            "--seconds", type=float, default=None, help=pick("每项测几秒", "seconds for each figure")
        )
        bench.add_argument(
            "--database", choices=("sqlite", "postgresql"), help=pick("只测这一种", "only this one")
        )
        bench.add_argument("--json", action="store_true", help=pick("输出一个 JSON 对象", "one JSON object"))
        bench.set_defaults(run=run_bench, bench=name, without_django=True)


def present() -> list[str]:
    """Names of the benchmarks that are here."""
    return [name for name in BENCHES if importlib.util.find_spec(f"bench.{name.replace('-', '_')}")]


def run_list(_options: argparse.Namespace) -> int:
    from zhiyin.config.terminal import pick

    for name in present():
        sys.stdout.write(f"{name:12} {pick(*BENCHES[name])}\n")
    return 0


def run_bench(options: argparse.Namespace) -> int:
    """Each benchmark is a module whose `measure(options)` returns figures."""
    from bench import report

    before = report.machine()
    measure = importlib.import_module(f"bench.{options.bench.replace('-', '_')}").measure
    return report.show(options.bench, measure(options), as_json=options.json, before=before)
