"""`zhiyin journal …`"""

import argparse
import json
import sys
from typing import Any


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    journal = subparsers.add_parser("journal", help="事实日志 / the journal of facts")
    verbs = journal.add_subparsers(required=True, metavar="COMMAND")
    verify = verbs.add_parser("verify", help="逐条核对指纹，指出第一条对不上的 / recompute every hash")
    verify.add_argument("--json", action="store_true", help="one JSON object")
    verify.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """Exit status 1 when a fact does not match."""
    from zhiyin.journal.verify import verify

    verdict = verify()
    if options.json:
        sys.stdout.write(json.dumps(vars(verdict), ensure_ascii=False) + "\n")
    elif verdict.problem:
        where = f"#{verdict.seq} " if verdict.seq else ""
        sys.stdout.write(f"✗ {where}{verdict.fact_id} {verdict.problem}\n")
    else:
        sys.stdout.write(f"✓ {verdict.checked} 条事实全部对得上 / facts match\n")
    return 1 if verdict.problem else 0
