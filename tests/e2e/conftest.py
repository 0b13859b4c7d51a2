"""The demo, made and served as users do it, and a Chromium that visits it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from zhiyin.commands import browser as chrome

# Large enough for every page to have something to show; a year of three thousand people takes longer.
SCALE = "0.05"


def bad(said: Any) -> bool:
    """Whether a page's console tells of an error; that a form was refused is none."""
    return said.type == "error" and "status of 422" not in said.text


class Stop(NamedTuple):
    """One page of the demo's tour; `session` is the sign-in cookie of its account, or empty."""

    name: str
    path: str
    account: str
    session: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a demo made by the very command that users type."""
    data = Path(os.environ.get("ZHIYIN_DEMO_DATA") or tmp_path_factory.mktemp("demo"))
    environment = {**os.environ, "ZHIYIN_DATA_DIR": str(data), "ZHIYIN_DATABASE_URL": ""}
    run("demo", "--no-serve", "--scale", SCALE, environment=environment)
    return environment


def run(*words: str, environment: dict[str, str], module: str = "zhiyin.cli") -> str:
    """Output of a command that must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def site(demo: dict[str, str]) -> Iterator[str]:
    """Address of the demo, served by a process of its own."""
    with chrome.running_site(demo) as address:
        yield address


@pytest.fixture(scope="session")
def tour(demo: dict[str, str]) -> list[Stop]:
    """Every page of the demo."""
    lines = run(environment=demo, module="zhiyin.commands.camera").splitlines()
    return [Stop(*line.split("\t")) for line in lines]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with chrome.chromium() as running:
        yield running


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """`visit(view, path, session="")`: that page in a fresh browser; the test fails on any error it logs."""
    opened: list[Any] = []
    problems: list[str] = []
    own = (site, "data:", "blob:")

    def open_page(view: chrome.View, path: str, session: str = "") -> Any:
        block = chrome.visitor(chromium, site, view, session)
        page = block.__enter__().new_page()
        opened.append(block)
        page.on("console", lambda said: bad(said) and problems.append(f"{path}: {said.text}"))
        page.on("pageerror", lambda error: problems.append(f"{path}: {error}"))
        page.on(
            "request", lambda asked: asked.url.startswith(own) or problems.append(f"{path} asks {asked.url}")
        )
        answer = page.goto(chrome.address(path, view), wait_until="load")
        assert answer.status < 400, f"{path} answers {answer.status}"
        return page

    yield open_page
    for block in reversed(opened):
        block.__exit__(None, None, None)
    assert problems == []
