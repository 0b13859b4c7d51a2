"""`zhiyin worker`: the background work alone, for hosts that serve pages elsewhere."""

import argparse
import signal
import threading
from typing import Any

from zhiyin.config.terminal import pick


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "worker", help=pick("只做后台工作（serve 已包含）", "background work alone (serve includes it)")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from zhiyin.workspace import worker

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    worker.run(stop)
    return 0
