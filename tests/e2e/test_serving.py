"""The command line as operators use it: it starts, says what is wrong, and leaves nothing behind."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhiyin.commands.browser import free_port, wait_until_it_answers

pytestmark = pytest.mark.browser


def start(environment, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "zhiyin.cli", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def descendants(pid: int) -> set[int]:
    """Process ids below this one, read from /proc."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def wait_until_gone(pids: set[int]) -> set[int]:
    deadline = time.monotonic() + 10
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive(pids)


@pytest.fixture
def served(demo):
    port = free_port()
    with start(demo, "serve", "--port", str(port)) as process:
        wait_until_it_answers(f"http://127.0.0.1:{port}", process)
        yield process, port
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_server_leaves_no_process(served, number):
    process, _port = served
    below = descendants(process.pid)
    assert len(below) >= 2, "pages and background work run"
    process.send_signal(number)
    assert process.wait(15) == 0
    assert not wait_until_gone(below)


def test_killing_the_server_outright_leaves_no_process(served):
    process, _port = served
    below = descendants(process.pid)
    process.kill()
    process.wait()
    assert not wait_until_gone(below)


def test_background_work_that_dies_is_started_again(served):
    process, _port = served

    def workers():
        lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(process.pid)}
        return {pid for pid, line in lines.items() if b"zhiyin.cli\0worker" in line}

    first = workers()
    assert len(first) == 1
    os.kill(first.pop(), signal.SIGKILL)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and not workers():
        time.sleep(0.1)
    assert workers()


def test_a_port_that_is_taken_is_named(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start({**demo, "ZHIYIN_LANG": "en"}, "serve", "--port", str(port))
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 69
    assert f"127.0.0.1:{port} is taken" in said


def test_a_database_that_was_never_made_is_not_served(tmp_path):
    environment = {
        **os.environ,
        "ZHIYIN_DATA_DIR": str(tmp_path),
        "ZHIYIN_DATABASE_URL": "",
        "ZHIYIN_LANG": "en",
    }
    process = start(environment, "serve", "--port", str(free_port()))
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 69
    assert "zhiyin migrate" in said


def test_the_demo_starts_again_with_five_seconds_of_work_and_keeps_what_was_made(demo):
    """Seconds of the processor, which do not depend on what else the machine is doing."""
    made = Path(demo["ZHIYIN_DATA_DIR"], "zhiyin.sqlite3").stat().st_ino
    port, before = free_port(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = start(demo, "demo", "--port", str(port))
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}", process)
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=15)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5
    assert "201318" in said, "the accounts of the demo are shown"
    assert Path(demo["ZHIYIN_DATA_DIR"], "zhiyin.sqlite3").stat().st_ino == made


def test_the_demo_is_served_with_full_durability(demo):
    import sqlite3

    database = Path(demo["ZHIYIN_DATA_DIR"], "zhiyin.sqlite3")
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert not database.with_name("zhiyin.sqlite3.part").exists()
