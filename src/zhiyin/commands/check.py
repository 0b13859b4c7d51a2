"""`zhiyin check`: everything that can be checked without a browser, in well under a minute."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import pick, say

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
CODE = ["src", "bench", "tests"]
MOST_LINES = 60
# Tests that read the source instead of trying it: quick, and broken by any app.
READING = [
    "tests/docs",
    "tests/workspace/test_routes.py",
    "tests/workspace/test_pages_are_strict.py",
]
SETTINGS = "zhiyin.config.settings"


@dataclass(frozen=True)
class Step:
    """One tool; silent when it finds nothing. What it found with a `cache` it has to find without one too."""

    zh: str
    en: str
    command: list[str]
    cache: str = ""


# The longest first, so that two cores finish together.
STEPS = [
    # Its plugin does not see a new table's reverse relations in files that did not change themselves.
    Step("类型", "types", [f"{BIN}/mypy"], cache=".mypy_cache"),
    Step("架构", "architecture", [sys.executable, "-m", "pytest", "tests/architecture"]),
    Step("文档与页面", "documentation and pages", [sys.executable, "-m", "pytest", *READING]),
    Step("模板", "templates", [f"{BIN}/djlint", "src/zhiyin", "--lint", "--quiet"]),
    Step(
        "数据库迁移",
        "migrations",
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "--verbosity=1"],
    ),
    Step("翻译", "translations", [sys.executable, "-m", "zhiyin.commands.untranslated"]),
    Step("写法", "lint", [f"{BIN}/ruff", "check", "--quiet", *CODE]),
    Step("格式", "format", [f"{BIN}/ruff", "format", "--check", *CODE]),
]


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "check",
        help=pick("格式、类型、分层、翻译、架构", "format, types, layers, translations, architecture"),
    )
    parser.set_defaults(run=run, without_django=True)


def run(options: argparse.Namespace) -> int:
    return 0 if check() else 1


def check() -> bool:
    """Run every step, two at a time; whether all passed."""
    # A folder of its own: a check neither needs nor leaves a database.
    with tempfile.TemporaryDirectory(prefix="zhiyin-check-") as data:
        own = {"NO_COLOR": "1", "DJANGO_SETTINGS_MODULE": SETTINGS, "ZHIYIN_DATA_DIR": data}
        return _check({**os.environ, **own})


def _check(environment: dict[str, str]) -> bool:
    started = time.monotonic()
    failed: list[str] = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = [pool.submit(_take, step, environment) for step in STEPS]
        for future in as_completed(running):
            step, seconds, problem = future.result()
            mark = "✗" if problem is not None else "✓"
            sys.stdout.write(f"{mark} {pick(step.zh, step.en)}  {seconds:.1f} s\n")
            if problem is not None:
                sys.stdout.write(_shortened(problem, step))
                failed.append(pick(step.zh, step.en))
            sys.stdout.flush()
    seconds = time.monotonic() - started
    if failed:
        names = ", ".join(failed)
        say(f"✗ 没有通过：{names}（{seconds:.0f} 秒）", f"✗ not passed: {names} ({seconds:.0f} s)")
    else:
        say(f"✓ 检查全部通过（{seconds:.0f} 秒）", f"✓ all checks passed ({seconds:.0f} s)")
    return not failed


def _shortened(problem: str, step: Step) -> str:
    """What the tool says, but not so much that other steps scroll away."""
    lines = problem.rstrip().splitlines()
    if len(lines) > MOST_LINES:
        command = " ".join(str(word) for word in step.command)
        more = pick(f"… 还有 {len(lines) - MOST_LINES} 行", f"… {len(lines) - MOST_LINES} more lines")
        lines = [*lines[:MOST_LINES], f"{more}: {command}"]
    return "\n".join(lines) + "\n"


def _take(step: Step, environment: dict[str, str]) -> tuple[Step, float, str | None]:
    started = time.monotonic()
    known = bool(step.cache) and (ROOT / step.cache).exists()
    problem = _problem(step, environment)
    if problem is not None and known:
        shutil.rmtree(ROOT / step.cache)
        problem = _problem(step, environment)
    return step, time.monotonic() - started, problem


def _problem(step: Step, environment: dict[str, str]) -> str | None:
    """What the tool says when it finds something."""
    done = subprocess.run(
        step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout if done.returncode else None
