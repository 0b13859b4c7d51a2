"""`zhiyin evaluation rebuild | show`"""

import argparse
import json
import sys
from typing import Any


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    whole = subparsers.add_parser("evaluation", help="各单位情况的数 / the figures of units")
    verbs = whole.add_subparsers(required=True, metavar="COMMAND")
    rebuild = verbs.add_parser(
        "rebuild", help="从事实重新算，封存的不变 / count again from facts; frozen periods stay"
    )
    rebuild.set_defaults(run=run_rebuild)
    show = verbs.add_parser("show", help="一个时期的数 / the figures of a period")
    show.add_argument("--period", required=True, help="2026-Q3, 2026-09, 2026")
    show.add_argument("--unit", default="", metavar="CODE", help="单位编码 / code of a unit")
    show.add_argument("--json", action="store_true", help="one JSON object")
    show.set_defaults(run=run_show)


def run_rebuild(options: argparse.Namespace) -> int:
    from zhiyin.evaluation.services.reader import rebuild

    sys.stdout.write(f"{rebuild()}\n")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Exit status 2 for an unknown period or unit, 1 when frozen figures do not fit their digest."""
    from zhiyin.evaluation.periods import read_period
    from zhiyin.evaluation.selectors.scoreboard import scoreboard
    from zhiyin.evaluation.selectors.tree import Tree
    from zhiyin.evaluation.services.freezing import intact

    tree = Tree.load()
    node = tree.by_code(options.unit) if options.unit else tree.root
    try:
        period = read_period(options.period)
    except ValueError:
        node = None
    if node is None:
        sys.stderr.write("时期如 2026-Q3，单位用编码 / a period like 2026-Q3, a unit by its code\n")
        return 2
    found = scoreboard(tree, node, period)
    told = _told(found)
    fits = found.frozen is None or intact(found.frozen)
    if found.frozen:
        told["frozen"] = {
            "on": found.frozen.frozen_on.isoformat(),
            "digest": found.frozen.digest,
            "intact": fits,
        }
    if options.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        _say(told)
    return 0 if fits else 1


def _told(found: Any) -> dict[str, Any]:
    rates: dict[str, Any] = {}
    for key, cell in found.own.cells.items():
        figure = cell.figure
        rates[key] = None if figure is None else {
            "part": figure.part,
            "whole": figure.whole,
            "percent": cell.percent,
            "misses": dict(figure.misses),
            "left_out": dict(figure.left_out),
            "all": figure.all,
        }  # fmt: skip
    return {
        "unit": found.node.code,
        "period": found.period.code,
        "rates": rates,
        "median_working_days": found.own.days,
        "p90_working_days": found.slowest,
    }


def _say(told: dict[str, Any]) -> None:
    from zhiyin.evaluation.words import RATES

    for key, rate in told["rates"].items():
        numbers = "—" if rate is None else f"{rate['part']} / {rate['whole']}"
        sys.stdout.write(f"{RATES[key].title}  {numbers}\n")
