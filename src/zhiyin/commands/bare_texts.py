"""Chinese texts in Python that no translation reaches: neither in gettext nor beside their English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
WORDS: Final = re.compile(r"[A-Za-z]{2}")
MARKED: Final = frozenset(
    {
        "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext",
        "pgettext_lazy", "npgettext", "format_lazy",
    }
)  # fmt: skip
# Apps whose Chinese is data, or which speak the operator's language by themselves.
BY_THEMSELVES: Final = frozenset({"commands", "config", "demo", "insight"})
FILES_BY_THEMSELVES: Final = frozenset({"apps.py", "cli.py", "commands.py"})
# What these hold in Chinese is read or written as Chinese, or stands beside its English line by line.
HOLDS_CHINESE: Final = {
    "institutions/calendar.py": "names of days in the State Council's tables",
    "institutions/expr/parser.py": "errors of packs, in both languages",
    "institutions/expr/types.py": "names of types, in both languages",
    "institutions/expr/words.py": "sentences of rules, in both languages",
    "institutions/house.py": "a pack is written, in both languages",
    "institutions/language/shapes.py": "errors of packs, in both languages",
    "institutions/provenance.py": "sources of rules, in both languages",
    "institutions/schema.py": "the schema of packs",
    "institutions/sentences.py": "sentences of rules, in both languages",
    "institutions/services/numbers.py": "the basis of a number, kept in its pack",
    "institutions/spans.py": "spans of time as packs write them",
    "institutions/trace.py": "why this date, in both languages",
    "institutions/trying.py": "the name of a pack that is never kept",
    "people/devices.py": "the name of an application",
    "people/roster/check.py": "cells of Chinese rosters",
    "people/roster/columns.py": "headings of Chinese rosters",
    "people/roster/template.py": "the roster to fill in",
    "people/roster/values.py": "dates of Chinese rosters",
    "people/secrets.py": "the name that an authenticator shows",
    "policies/docx.py": "Chinese law is read",
    "policies/numbering.py": "Chinese law is numbered",
    "policies/parsing.py": "Chinese law is read",
    "policies/selectors/citing.py": "Chinese law is cited",
    "policies/views/desk.py": "Chinese law is numbered",
    "voice/forms/desk/answer_tools.py": "answers are written in Chinese",
    "voice/importing/rows.py": "dates of Chinese ledgers",
    "voice/placeholders.py": "answers are written in Chinese",
    "workspace/calendar_cells.py": "one letter of a calendar, in both languages",
    "workspace/dates.py": "dates, in both languages",
}


def bare_texts(package: Path) -> list[str]:
    """One sentence for each text that an English reader would meet in Chinese."""
    found = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if inside.parts[0] in BY_THEMSELVES or inside.name in FILES_BY_THEMSELVES:
            continue
        if "migrations" in inside.parts or str(inside) in HOLDS_CHINESE:
            continue
        found += [
            f"src/zhiyin/{inside}:{line}: {text!r} has no English: use gettext, or say both languages"
            for line, text in _bare(path.read_text("utf-8"))
        ]
    return found


def _bare(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if CHINESE.search(node.value) and not _is_told(node, above):
            yield node.lineno, node.value


def _is_told(text: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """In a docstring, within a gettext call, or with an English text at its side."""
    node = text
    while node in above and not isinstance(node, ast.stmt):
        parent = above[node]
        if isinstance(parent, ast.Expr):
            return node is text
        if isinstance(parent, ast.Call):
            called = parent.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in MARKED:
                return True
        if isinstance(parent, ast.IfExp) and node is not parent.test:
            return True  # it asks which language
        if any(_is_english(side) for side in _sides(parent) if side is not node):
            return True
        node = parent
    return False


def _sides(parent: ast.AST) -> list[ast.expr]:
    if isinstance(parent, ast.Tuple | ast.List):
        return parent.elts
    if isinstance(parent, ast.Call):
        return [*parent.args, *(word.value for word in parent.keywords)]
    if isinstance(parent, ast.Dict):
        return parent.values
    return []


def _is_english(node: ast.AST) -> bool:
    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    said = "".join(text for text in texts if isinstance(text, str))
    return bool(WORDS.search(said)) and not CHINESE.search(said)
