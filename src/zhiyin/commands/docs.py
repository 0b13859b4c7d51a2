"""`zhiyin docs`: write the pages of docs/ that follow from the code."""

import argparse
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import pick, say

ROOT = Path(__file__).resolve().parents[3]


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "docs", help=pick("重写由代码得出的文档（开发用）", "rewrite the pages that follow from code")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    for path, text in pages().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            say(f"已写 {path.relative_to(ROOT)}", f"wrote {path.relative_to(ROOT)}")
    return 0


def pages() -> dict[Path, str]:
    """Path and text of every page that follows from the code."""
    from zhiyin.commands import pages as written

    return {
        ROOT / "docs" / "facts.md": written.facts(),
        ROOT / "docs" / "routes.md": written.routes(),
        ROOT / "docs" / "commands.md": written.commands(),
        ROOT / "docs" / "glossary.md": written.glossary(),
    }
