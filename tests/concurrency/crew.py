"""Processes that work on one database at once: forked, told apart by what they report through a pipe."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from select import select

from django.db import connections

Report = Callable[[str], None]
Work = Callable[[Report], None]


@dataclass
class Child:
    """One process; `reports` are the whole lines it has written, `rounds` how many were taken from them."""

    name: str
    pid: int
    pipe: int
    reports: list[str] = field(default_factory=list)
    rounds: int = 0
    rest: bytes = b""
    ended: bool = False

    def read(self) -> None:
        """Take in what is there; notices the end."""
        data = os.read(self.pipe, 65536)
        if not data:
            self.ended = True
            os.close(self.pipe)
            return
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.reports += [line.decode() for line in lines]

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def status(self) -> int:
        """Exit status; negative: the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def start(name: str, work: Work) -> Child:
    """Fork a process that does `work`; it opens its own connection."""
    connections.close_all()
    ours, theirs = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(theirs)
        return Child(name, pid, ours)
    os.close(ours)
    status = 1
    try:
        work(lambda line: _write(theirs, line))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # Not sys.exit: nothing of the parent may run again in the child.
        os._exit(status)


def _write(pipe: int, line: str) -> None:
    # At most PIPE_BUF bytes: a line is written whole or not at all, even when killed.
    os.write(pipe, line.encode() + b"\n")


def ready(children: list[Child], seconds: float) -> Iterator[Child]:
    """Children that have reported or ended meanwhile, after taking in what they said."""
    pipes = {child.pipe: child for child in children if not child.ended}
    readable, _, _ = select(list(pipes), [], [], seconds)
    for pipe in readable:
        pipes[pipe].read()
        yield pipes[pipe]


def until_all_ended(children: list[Child], seconds: float = 120) -> dict[str, int]:
    """Exit status by name. Raises TimeoutError."""
    while any(not child.ended for child in children):
        if not list(ready(children, seconds)):
            raise TimeoutError(f"nothing heard for {seconds} s")
    return {child.name: child.status() for child in children}
