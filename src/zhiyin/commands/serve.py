"""`zhiyin serve`: pages and background work in one command."""

import argparse
import socket
import sys
from typing import Any

from zhiyin.commands.words import complain, pick, say


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "serve", help=pick("启动网站和后台工作", "run the site and its background work")
    )
    add_options(parser)
    parser.add_argument(
        "--no-worker", action="store_true", help=pick("后台工作在别处运行", "background work runs elsewhere")
    )
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help=pick("监听地址，默认 %(default)s", "address, default %(default)s")
    )
    parser.add_argument(
        "--port", type=int, default=8000, help=pick("端口，默认 %(default)s", "port, default %(default)s")
    )
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
    return serve(options.host, options.port, options.workers, with_worker=not options.no_worker)


def serve(host: str, port: int, workers: int, *, with_worker: bool = True) -> int:
    """Serve until told to stop; exit status 0 after an orderly stop."""
    from zhiyin.commands.supervise import Child, supervise
    from zhiyin.config.messages import compile_all

    if not free(host, port):
        complain(
            f"{host}:{port} 已被占用，请换一个：--port {port + 1}。",
            f"{host}:{port} is taken; try --port {port + 1}.",
        )
        return 69
    compile_all()
    granian = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    granian += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    granian += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "zhiyin.config.wsgi:application"]
    children = [Child("site", [sys.executable, *granian], essential=True)]
    if with_worker:
        children.append(Child("worker", [sys.executable, "-m", "zhiyin.cli", "worker"]))
    shown = f"[{host}]" if ":" in host else host
    say(
        f"职音已启动：http://{shown}:{port}/（Ctrl-C 停止）",
        f"Zhiyin is at http://{shown}:{port}/ (Ctrl-C stops it)",
    )
    return supervise(children)


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
