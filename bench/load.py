"""Asks a server for pages over kept-alive connections; its own process, so that it costs the server nothing.

Reads one JSON object from standard input: port, seconds, threads, and targets as lists of [path, cookie].
Prints for each target: requests per second, milliseconds of the median and the 95th percentile, bytes.
"""

import http.client
import json
import random
import sys
import threading
import time
from itertools import count
from typing import Any

MOST_THREADS = 8
# What is kept for a while is then there, as in a day's use.
WARM_UP = 60


class Unexpected(RuntimeError):
    """The server answered something else than a page."""


def ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    """Bytes of the body as sent. Raises Unexpected unless it is a page."""
    headers = {"Accept-Encoding": "gzip", "Connection": "keep-alive"}
    if cookie:
        headers["Cookie"] = f"zhiyin={cookie}"
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or not body:
        raise Unexpected(f"{path}: {answer.status} {answer.getheader('Location') or ''}")
    return len(body)


def load(port: int, target: list[list[str]], *, seconds: float, threads: int) -> dict[str, float]:
    """Ask for the target's pages in turn for some seconds, at random from where."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[str] = []
    turn = count(random.randrange(len(target)))
    until = [0.0]

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            while (began := time.perf_counter()) < until[0]:
                sizes.append(ask(connection, *target[next(turn) % len(target)]))
                times.append(time.perf_counter() - began)
        except (Unexpected, OSError) as problem:
            failures.append(str(problem))
        finally:
            connection.close()

    began = time.perf_counter()
    until[0] = began + seconds
    crew = [threading.Thread(target=work) for _ in range(min(threads, MOST_THREADS))]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    if failures:
        raise Unexpected(failures[0])
    elapsed, times = time.perf_counter() - began, sorted(times)
    return {
        "asked": len(times),
        "per_second": len(times) / elapsed,
        "median_ms": times[len(times) // 2] * 1000,
        "p95_ms": times[int(len(times) * 0.95)] * 1000,
        "bytes": sum(sizes) / len(sizes),
    }


def warm(port: int, target: list[list[str]]) -> None:
    """Ask once for each page, up to a bound."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for n in range(max(4, min(WARM_UP, len(target)))):
        ask(connection, *target[n % len(target)])
    connection.close()


def main(wanted: dict[str, Any]) -> dict[str, dict[str, float]]:
    port = wanted["port"]
    if wanted["warm"]:
        for target in wanted["targets"].values():
            warm(port, target)
    return {
        name: load(port, target, seconds=wanted["seconds"], threads=wanted["threads"])
        for name, target in wanted["targets"].items()
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.load(sys.stdin))))
