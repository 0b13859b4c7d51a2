"""The program's own source, read as trees."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import zhiyin

SOURCE = Path(zhiyin.__file__).parent
ROOT = SOURCE.parent.parent
# Methods of the ORM that write, and are never a dict's or a set's when called this way.
WRITERS = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def files(pattern: str = "**/*.py") -> list[Path]:
    return sorted(SOURCE.glob(pattern))


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def imported(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def writes(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that change rows of the database."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        method = call.func.attr
        # QuerySet.update takes keywords alone; dict.update and set.update are called with a value.
        update = method == "update" and call.keywords and not call.args
        # Pillow and file storages save to a place they are given; a row knows where it belongs.
        elsewhere = method in ("save", "delete") and call.args
        if (method in WRITERS and not elsewhere) or update:
            yield call


def import_all(ending: str) -> None:
    """Import every module of the program whose name has this part, so that registries are full."""
    for module in pkgutil.walk_packages(zhiyin.__path__, "zhiyin."):
        if ending in f"{module.name}.":
            importlib.import_module(module.name)
