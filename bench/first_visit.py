"""Bytes of the first visit of the phone's home page: everything a browser with an empty cache fetches."""

import argparse
import http.client
import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bench.databases import SQLITE, temporary
from bench.report import Figure
from bench.serving import serving

KILOBYTE = 1000
# What the page names and the browser fetches at once: styles, scripts, images, icons, the manifest.
NAMED = re.compile(rb"""<(?:link|script|img|use|image)\b[^>]*?\b(?:href|src)=["']?([^"'\s>]+)""")
IN_STYLES = re.compile(rb"""(?:@import\s+|url\()\s*["']?([^"')\s]+)""")
IN_SCRIPTS = re.compile(rb"""(?:\bfrom|\bimport|\.register)\s*\(?["']([^"']+)["']""")
# A service worker names what it keeps for when the network is away.
IN_WORKERS = re.compile(rb"""["'](/[^"']+)["']""")
ROWS = 20_000


def measure(options: argparse.Namespace) -> list[Figure]:
    """Compressed bytes over the wire, headers left out; the goals are 150 KB in all and 40 KB of script."""
    with temporary(SQLITE) as place:
        told = json.loads(place.run("-m", "bench.demands", str(options.rows or ROWS)))
        with serving(place, "zhiyin.config.wsgi:application") as server:
            fetched = visit(server.port, "/app/", told["employees"][0])
    total = sum(size for size, _kind in fetched.values()) / KILOBYTE
    script = sum(size for size, kind in fetched.values() if "javascript" in kind) / KILOBYTE
    styles = sum(size for size, kind in fetched.values() if "css" in kind) / KILOBYTE
    return [
        Figure("first-visit.total", total, "KB compressed", goal="value <= 150"),
        Figure("first-visit.script", script, "KB compressed", goal="value <= 40"),
        Figure("first-visit.styles", styles, "KB compressed"),
        Figure("first-visit.page", fetched["/app/"][0] / KILOBYTE, "KB compressed"),
        Figure("first-visit.requests", len(fetched), "requests"),
    ]


def visit(port: int, page: str, session: str) -> dict[str, tuple[int, str]]:
    """Size and content type of each address that the page needs, the page itself included."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    fetched: dict[str, tuple[int, str]] = {}
    waiting = [page]
    while waiting:
        address = waiting.pop(0)
        if address in fetched:
            continue
        body, size, kind = _fetch(connection, address, session)
        fetched[address] = (size, kind)
        waiting += [found for found in _needs(body, kind, address) if found not in fetched]
    return fetched


def _fetch(connection: http.client.HTTPConnection, address: str, session: str) -> tuple[bytes, int, str]:
    """The body as the browser reads it, its size as it was sent, and its type."""
    import gzip

    headers = {"Accept-Encoding": "gzip", "Cookie": f"zhiyin={session}"}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    sent = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    body = gzip.decompress(sent) if answer.getheader("Content-Encoding") == "gzip" else sent
    return body, len(sent), answer.getheader("Content-Type", "")


def _needs(body: bytes, kind: str, address: str) -> list[str]:
    pattern: Any = None
    if "html" in kind:
        pattern = NAMED
    elif "css" in kind:
        pattern = IN_STYLES
    elif "javascript" in kind:
        pattern = IN_WORKERS if "worker" in address else IN_SCRIPTS
    if pattern is None:
        return []
    found = []
    for name in pattern.findall(body):
        parts = urlsplit(urljoin(address, name.decode()))
        if not parts.scheme and parts.path and not name.startswith((b"#", b"data:")):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found
