"""For every test: a data folder of its own, nothing kept from another, no variable that does not exist."""

import os
import sys
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

DEMO = "tests/demo/"
FORGIVING = ("default", "default_if_none", "yesno")
SHANGHAI = ZoneInfo("Asia/Shanghai")


class UndefinedVariable(AssertionError):
    """A template shows a variable that its view does not give."""


class FailOnInvalid(str):
    """Django's `string_if_invalid`. Showing it fails the test, unless the template gives a default."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        frame = sys._getframe(1)
        expression, context = frame.f_locals["self"], frame.f_locals["context"]
        if not any(function.__name__ in FORGIVING for function, _arguments in expression.filters):
            raise UndefinedVariable(f"a template shows {{{{ {name} }}}}, which is not in its context")
        plain = copy(expression)
        plain.is_var, plain.var = False, ""
        return str(plain.resolve(context))


def pytest_configure(config: pytest.Config) -> None:
    from zhiyin.config.messages import compile_all

    # One process compiles for all: under xdist that is the one that starts the others.
    if not hasattr(config, "workerinput"):
        compile_all()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files go to processes whole; those of the demo go to one, which makes its enterprise but once."""
    from xdist.scheduler import LoadFileScheduling

    class WithOneDemo(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return DEMO if nodeid.startswith(DEMO) else str(super()._split_scope(nodeid))

    return WithOneDemo(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests run only on demand; a browser test named on the command line always runs.

    A second database is asked only what the first could answer differently.
    """
    if os.environ.get("ZHIYIN_TEST_DATABASE_ONLY"):
        pure = [item for item in items if not _asks_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _asks_database(item)]
    if os.environ.get("ZHIYIN_TEST_ALL") or "long" in (config.option.markexpr or ""):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long and not any(str(item.path) in argument for item in long for argument in config.args):
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def _asks_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "django_db_setup", "made"}
    return bool(item.get_closest_marker("django_db") or wanted & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def _strict_templates_and_own_files(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.core.cache import cache
    from django.template import engines

    from zhiyin.institutions import reading

    engines["django"].engine.string_if_invalid = FailOnInvalid("%s")
    settings.FILES_DIR = _files(tmp_path_factory)  # type: ignore[attr-defined]
    settings.OFFICERS_NEED_SECOND_FACTOR = True  # type: ignore[attr-defined]
    settings.HOUSE_NUMBERS_SECONDS = None  # type: ignore[attr-defined]
    reading.forget_numbers()
    cache.clear()  # what was kept under numbers that another test's rollback gave back


def _files(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "files"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def clock() -> Iterator[object]:
    """`clock("2026-10-20", "09:30")` moves the one clock there until the test ends or moves it on."""
    from zhiyin.journal import clock as ours

    opened = []

    def move(day: str, hour: str = "09:30") -> datetime:
        moment = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=SHANGHAI)
        block = ours.moved_to(moment)
        block.__enter__()
        opened.append(block)
        return moment

    yield move
    for block in reversed(opened):
        block.__exit__(None, None, None)
