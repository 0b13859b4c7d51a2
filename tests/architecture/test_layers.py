"""Who may import whom."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, imported, name

PURE = [
    *files("*/rules.py"),
    *files("insight/**/*.py"),
    *files("institutions/expr/*.py"),
    *files("institutions/language/*.py"),
]


def test_imports_go_down_only():
    """workspace | demo → voice → institutions → people → vault → journal, see docs/architecture.md."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, (
        f"an import goes up or sideways; the layers are in pyproject.toml:\n{done.stdout}"
    )


@pytest.mark.parametrize("path", PURE, ids=name)
def test_what_decides_is_pure(path):
    world = {module for module in imported(path) if module.split(".")[0] == "django"}
    assert not world, (
        f"{name(path)} decides, so it may not touch Django: {sorted(world)}. Pass it values instead"
    )


def test_there_is_something_that_decides():
    assert {"people/rules.py", "voice/rules.py"} <= {name(path) for path in PURE}


def test_only_the_clock_asks_for_the_time():
    """Tests, the demo and replays move one clock; a second clock would not move with it."""
    import ast

    from tests.architecture.source import tree

    allowed = {"journal/clock.py", "commands/health.py"}
    asking = {
        f"{name(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files()
        if name(path) not in allowed
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date", "timezone")
    }
    assert not asking, f"use zhiyin.journal.clock: {sorted(asking)}"
