"""`zhiyin serve`: pages and background work in one command."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from zhiyin.config.terminal import complain, pick, say

if TYPE_CHECKING:
    from zhiyin.commands.supervise import Child

PLAIN_PORT: Final = 8000
SECURE_PORT: Final = 8443


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "serve", help=pick("启动网站和后台工作", "run the site and its background work")
    )
    add_options(parser, port=pick("端口，默认 8000；用 --tls 时 8443", "port, default 8000; with --tls 8443"))
    parser.add_argument(
        "--no-worker", action="store_true", help=pick("后台工作在别处运行", "background work runs elsewhere")
    )
    parser.add_argument(
        "--tls",
        action="store_true",
        help=pick("用 zhiyin tls 造的证书开 HTTPS", "HTTPS with the certificate of zhiyin tls"),
    )
    parser.add_argument(
        "--guide-port",
        type=int,
        default=8000,
        help=pick(
            "用 --tls 时，装证书的说明页在这个端口，默认 %(default)s；0 不开",
            "with --tls: port of the page on trusting the certificate, default %(default)s; 0 for none",
        ),
    )
    parser.set_defaults(run=run, port=None)


def add_options(parser: argparse.ArgumentParser, *, port: str) -> None:
    """Where to serve; `port` is the help of that option."""
    parser.add_argument(
        "--host", default="127.0.0.1", help=pick("监听地址，默认 %(default)s", "address, default %(default)s")
    )
    parser.add_argument("--port", type=int, default=PLAIN_PORT, help=port)
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        help=pick("网页进程数，默认 %(default)s", "page processes, default %(default)s"),
    )


def run(options: argparse.Namespace) -> int:
    from zhiyin.commands.migrate import pending

    if pending():
        complain(
            "数据库还没有建好或需要升级：请先运行 ./zhiyin migrate。",
            "The database needs to be created or upgraded: run ./zhiyin migrate first.",
        )
        return 69
    with_worker = not options.no_worker
    if options.tls:
        return serve_tls(options, with_worker=with_worker)
    return serve(options.host, options.port, options.workers, with_worker=with_worker)


def serve_tls(options: argparse.Namespace, *, with_worker: bool) -> int:
    """The site by HTTPS, and beside it, in plain, the page that says how to trust its certificate."""
    from django.conf import settings

    from zhiyin.commands.supervise import Child
    from zhiyin.config import certificates
    from zhiyin.journal import clock

    folder = certificates.Folder(settings.DATA_DIR / "tls")
    if not folder.made:
        complain(
            "还没有证书：先运行 zhiyin tls make --name 域名或IP。",
            "There is no certificate yet: run zhiyin tls make --name HOST first.",
        )
        return 69
    if certificates.renew_if_due(folder, clock.now()):
        say("服务器证书快到期，已换新。", "The server's certificate was about to end and is renewed.")
    port = options.port or SECURE_PORT
    os.environ |= {"ZHIYIN_HTTPS": "1", "ZHIYIN_TLS_PORT": str(port)}
    beside = []
    if options.guide_port:
        if not free(options.host, options.guide_port):
            return taken(options.host, options.guide_port, "--guide-port")
        guide = _granian(options.host, options.guide_port, 1, "zhiyin.config.plain:application")
        beside.append(Child("guide", [sys.executable, *guide]))
    # Web views of Chromium 87 and Safari 14 know TLS 1.3, gateways in between often 1.2 alone.
    secure = ["--ssl-protocol-min", "tls1.2", "--ssl-certificate", str(folder.server)]
    secure += ["--ssl-keyfile", str(folder.server_key)]
    return serve(options.host, port, options.workers, with_worker=with_worker, secure=secure, beside=beside)


def serve(
    host: str,
    port: int | None,
    workers: int,
    *,
    with_worker: bool = True,
    secure: Sequence[str] = (),
    beside: Sequence["Child"] = (),
) -> int:
    """Serve until told to stop; exit status 0 after an orderly stop."""
    from zhiyin.commands.supervise import Child, supervise
    from zhiyin.config.messages import compile_all

    port = port or PLAIN_PORT
    if not free(host, port):
        return taken(host, port, "--port")
    compile_all()
    granian = [*_granian(host, port, workers, "zhiyin.config.wsgi:application"), *secure]
    children = [Child("site", [sys.executable, *granian], essential=True), *beside]
    if with_worker:
        children.append(Child("worker", [sys.executable, "-m", "zhiyin.cli", "worker"]))
    address = f"{'https' if secure else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
    say(f"职音已启动：{address}（Ctrl-C 停止）", f"Zhiyin is at {address} (Ctrl-C stops it)")
    return supervise(children)


def _granian(host: str, port: int, workers: int, application: str) -> list[str]:
    granian = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    granian += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [*granian, "--respawn-failed-workers", "--workers-kill-timeout", "5", application]


def taken(host: str, port: int, option: str) -> int:
    """Say that somebody listens there already; the exit status."""
    complain(
        f"{host}:{port} 已被占用，请换一个：{option} {port + 1}。",
        f"{host}:{port} is taken; try {option} {port + 1}.",
    )
    return 69


def free(host: str, port: int) -> bool:
    """Whether nothing listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
