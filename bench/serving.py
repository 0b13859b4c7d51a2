"""A server of our pages for measuring: granian on a free port, stopped at the end."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import ROOT, Place

START_WITHIN = 60
THREADS = 4


@dataclass(frozen=True)
class Server:
    """Where it answers, and its first process."""

    port: int
    pid: int

    def processor_seconds(self) -> float | None:
        """Processor time that it and its children have used; None where the system does not tell."""
        ticks, found = 0, False
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                line = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # this process has ended meanwhile
            if int(line[2]) == self.pid:
                ticks, found = ticks + int(line[11]) + int(line[12]), True
        return ticks / os.sysconf("SC_CLK_TCK") if found else None


@contextmanager
def serving(place: Place, application: str) -> Iterator[Server]:
    """A server of `application` with one process and four threads, as `zhiyin serve` has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    command += ["--log-level", "warning", application]
    # A session of its own, so that its processes are known by their group.
    server = subprocess.Popen(command, env=place.env, cwd=ROOT, start_new_session=True)
    try:
        _wait_for(port, server)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz-of-nobody")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def load(port: int, targets: dict[str, list[list[str]]], *, seconds: float, warm: bool) -> dict[str, Any]:
    """What the load generator measured, by target; `warm`: each address is asked once before."""
    wanted = {"port": port, "seconds": seconds, "threads": THREADS, "targets": targets, "warm": warm}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(wanted).encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=120 + (seconds + 30) * len(targets),
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told
