"""Local stand-ins for what lies outside the house: JSON APIs over HTTP, and a mail server."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


Answers = dict[tuple[str, str], Callable[[Asked], Any]]


@dataclass
class Api:
    """`answers`: (method, path) → what the documentation says it answers; or (status, object)."""

    answers: Answers
    seen: list[Asked] = field(default_factory=list)
    url: str = ""

    def to(self, path: str) -> list[Asked]:
        return [asked for asked in self.seen if asked.path == path]


@contextmanager
def http_api(answers: Answers) -> Iterator[Api]:
    api = Api(answers)

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), body, headers)
            api.seen.append(asked)
            answer = api.answers.get((self.command, parts.path), lambda _asked: (404, {"code": "NotFound"}))
            found = answer(asked)
            status, found = found if isinstance(found, tuple) else (200, found)
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(data)))
            if status in (301, 302):
                self.send_header("Location", found["to"])
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _do

        def log_message(self, *_args: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        api.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield api
        finally:
            server.shutdown()


@dataclass
class Post:
    """What a mail server took; `refuse`: address → the line with which it refuses that recipient."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    port: int = 0


@contextmanager
def mail_server() -> Iterator[Post]:
    post = Post()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 stand-in ESMTP")
            to = ""
            while line := self.rfile.readline().decode().strip():
                command = line.upper()
                if command.startswith("RCPT TO:"):
                    to = line.split("<")[1].split(">")[0]
                    self.say(post.refuse.get(to, "250 ok"))
                elif command == "DATA":
                    self.say("354 go on")
                    post.taken.append((to, self._message()))
                    self.say("250 taken")
                elif command == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def _message(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline().rstrip(b"\r\n")) != b".":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return message_from_bytes(b"\n".join(lines), policy=policy.default)  # type: ignore[return-value]

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        post.port = server.server_address[1]
        try:
            yield post
        finally:
            server.shutdown()
