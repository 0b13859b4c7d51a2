"""`zhiyin doctor`: what is well, and how to mend what is not."""

import argparse
from typing import Any

from zhiyin.config.terminal import pick


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "doctor", help=pick("检查运行状况，告诉怎么修", "examine this installation, say how to mend it")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from zhiyin.commands.health import report

    return report()
