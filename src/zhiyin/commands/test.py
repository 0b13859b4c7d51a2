"""`zhiyin test`: the checks, then the tests on SQLite, on PostgreSQL and in a browser."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from zhiyin.commands.browser import CHROMIUM
from zhiyin.config.terminal import complain, pick, say

ROOT = Path(__file__).resolve().parents[3]
POSTGRES = "postgresql://postgres@127.0.0.1:5432/zhiyin"
FONT = "fonts-noto-cjk"


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser("test", help=pick("检查和全部测试", "checks and all tests"))
    parser.add_argument(
        "--all", action="store_true", help=pick("连同很慢的测试和全部页面", "long tests and every page too")
    )
    parser.add_argument(
        "rest",
        nargs=argparse.REMAINDER,
        metavar="PYTEST",
        help=pick("交给 pytest 的参数：只跑这些", "for pytest: run only these"),
    )
    parser.set_defaults(run=run, without_django=True)


def run(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="zhiyin-test-") as data:
        return _run(options, {**os.environ, "ZHIYIN_DATA_DIR": data, "PYTHONPATH": str(ROOT / "src")})


def _run(options: argparse.Namespace, environment: dict[str, str]) -> int:
    from zhiyin.commands.check import check
    from zhiyin.config.messages import compile_all

    if options.all:
        environment["ZHIYIN_TEST_ALL"] = "1"
    compile_all()
    if options.rest:
        return pytest(options.rest, environment)
    if not ready_for_browser():
        return 69
    failed = [] if check() else [pick("检查", "checks")]
    long = "" if options.all else " and not long"
    two = ["-n", "2", "--dist", "loadfile"]
    say("── SQLite", "── SQLite")
    if pytest([*two, "-m", f"not browser{long}"], environment):
        failed.append("SQLite")
    postgres = os.environ.get("ZHIYIN_TEST_DATABASE_URL") or (POSTGRES if answers(POSTGRES) else "")
    if postgres:
        say("── PostgreSQL", "── PostgreSQL")
        second = {**environment, "ZHIYIN_DATABASE_URL": postgres, "ZHIYIN_TEST_DATABASE_ONLY": "1"}
        if pytest([*two, "-m", f"not browser{long}"], second):
            failed.append("PostgreSQL")
    else:
        say(
            "── PostgreSQL：127.0.0.1:5432 没有应答，这一遍跳过",
            "── PostgreSQL: nothing answers at 127.0.0.1:5432, not run",
        )
    say("── 浏览器", "── browser")
    if pytest(["-m", f"browser{long}"], environment):
        failed.append(pick("浏览器", "browser"))
    if failed:
        complain(f"✗ 没有通过：{', '.join(failed)}", f"✗ not passed: {', '.join(failed)}")
        return 1
    return 0


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Exit status of one pytest run; having collected nothing counts as a failure."""
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment).returncode


def answers(url: str) -> bool:
    """Whether something listens where this database should be."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), timeout=1):
            return True
    except OSError:
        return False


def ready_for_browser() -> bool:
    """A browser and a Chinese font are there, or have just been installed; else says what is missing."""
    missing = [] if any(shutil.which(name) for name in CHROMIUM) else ["chromium"]
    if not _has_chinese_font():
        missing.append(FONT)
    if not missing:
        return True
    names = " ".join(missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"· 安装 {names} …", f"· installing {names} …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *missing]):
            done = subprocess.run(
                command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            if done.returncode:
                complain(done.stdout, done.stdout)
                return False
        return True
    complain(
        f"浏览器测试缺少：{names}。请运行：sudo apt install {names}",
        f"Browser tests need: {names}. Run: sudo apt install {names}",
    )
    return False


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True)
    return bool(done.stdout.strip())
