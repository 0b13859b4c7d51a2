"""`zhiyin screenshots`: pictures of every page of the demo."""

import argparse
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import pick

ROOT = Path(__file__).resolve().parents[3]


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "screenshots", help=pick("给演示的每一页拍照", "pictures of every page of the demo")
    )
    parser.add_argument(
        "--to",
        type=Path,
        default=ROOT / "test-output" / "screenshots",
        help=pick("放在哪里", "where to put them"),
    )
    parser.add_argument(
        "--only", default="", help=pick("只拍名字含此字样的页", "only pages whose name contains this")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from zhiyin.commands.camera import photograph

    return photograph(options.to, options.only)
