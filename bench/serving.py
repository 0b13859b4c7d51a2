"""A server of our pages for measuring: granian on a free port, stopped at the end."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.databases import ROOT, Place

START_WITHIN = 60


@contextmanager
def serving(place: Place, application: str) -> Iterator[int]:
    """The port on which `application` answers, with one process and four threads as `zhiyin serve` has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    server = subprocess.Popen([*command, "--log-level", "warning", application], env=place.env, cwd=ROOT)
    try:
        _wait_for(port, server)
        yield port
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


def load(
    port: int, targets: dict[str, list[list[str]]], *, seconds: float, threads: int = 4
) -> dict[str, Any]:
    """What the load generator measured, by target."""
    wanted = {"port": port, "seconds": seconds, "threads": threads, "targets": targets}
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
