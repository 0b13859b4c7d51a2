"""Child processes that live and die with this one."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from zhiyin.config.terminal import complain

PATIENCE = 10.0  # seconds that a child has to end by itself
LONGEST_PAUSE = 30.0  # seconds between two restarts
SETTLED = 60.0  # seconds after which a child counts as well again


@dataclass
class Child:
    """One process: when an essential one ends all end, another is started again."""

    name: str
    command: list[str]
    essential: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent)
        self.started = time.monotonic()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def supervise(children: list[Child]) -> int:
    """Run all until SIGINT or SIGTERM, or until an essential one ends. Exit status 0 after a signal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        for child in children:
            child.start()
        while not stop.wait(0.25):
            for child in children:
                if child.running():
                    continue
                if child.essential:
                    code = child.process.returncode if child.process else 1
                    complain(f"{child.name} 停了（{code}）", f"{child.name} has ended ({code})")
                    return code or 1
                _again(child)
        return 0
    finally:
        _end(children)


def _again(child: Child) -> None:
    """Start a child that died again, waiting longer each time it dies soon."""
    moment = time.monotonic()
    if not child.due:
        child.pause = 1.0 if moment - child.started > SETTLED else min(child.pause * 2, LONGEST_PAUSE)
        child.due = moment + child.pause
        code = child.process.returncode if child.process else None
        complain(
            f"{child.name} 停了（{code}），{child.pause:.0f} 秒后重启",
            f"{child.name} has ended ({code}), starting again in {child.pause:.0f} s",
        )
    elif moment >= child.due:
        child.due = 0.0
        child.start()


def _end(children: list[Child]) -> None:
    for child in children:
        if child.running() and child.process:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _die_with_parent() -> None:
    """Linux ends the child when this process is killed outright; elsewhere a signal must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
