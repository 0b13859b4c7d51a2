"""The texts of those pages of docs/ that follow from the registries they describe."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from zhiyin.config.terminal import english

MADE = "<!-- Written by `./zhiyin docs`; do not edit. -->\n"


def facts() -> str:
    """Every kind of fact with its fields."""
    from zhiyin.journal.kinds import published

    parts = [
        MADE + "# 事实种类 Kinds of facts\n\nWhat the journal can say. A payload holds ids, codes, dates and "
        "counts, never a person's words. Optional fields carry `?`. Kinds that people "
        "record as evidence stand in `packs/facts.yaml`."
    ]
    kinds = {name: kind for name, kind in published().items() if not kind.by_evidence}
    for module in sorted({name.split(".")[0] for name in kinds}):
        parts.append(f"## {module}\n\n| kind | about | meaning | fields |\n|---|---|---|---|")
        for name in sorted(kinds):
            kind = kinds[name]
            if name.split(".")[0] == module:
                fields = "<br>".join(_field(key, spec) for key, spec in kind.fields.items())
                parts[-1] += f"\n| `{name}` | {kind.subject} | {kind.zh} · {kind.en} | {fields} |"
    return "\n\n".join(parts) + "\n"


def _field(name: str, spec: Any) -> str:
    kind = spec.type
    if spec.type == "code":
        kind = " / ".join(spec.options)
    elif spec.type == "ref":
        kind = f"id of {spec.ref}"
    return f"`{name}{'?' if spec.optional else ''}` {spec.zh} · {spec.en}: {kind}"


def routes() -> str:
    """Every address with who may enter it."""
    parts = [
        MADE
        + "# 地址 Routes\n\nEvery address of the site, and who may enter. Three doors: `/app/` signed in, "
        "`/a/` anonymous and without a cookie, everything else public.\n\n"
        "| address | name | who may enter |\n|---|---|---|"
    ]
    rows = [f"| `/{path}` | `{name}` | {access} |" for path, name, access in sorted(all_routes())]
    return "\n".join(parts + rows) + "\n"


def all_routes() -> Iterator[tuple[str, str, str]]:
    """(path pattern, name, who may enter or "") of every route."""
    from django.urls import get_resolver

    yield from _walk(get_resolver(), "", "")


def _walk(resolver: Any, prefix: str, namespace: str) -> Iterator[tuple[str, str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, path, inner)
        else:
            access = getattr(pattern.callback, "access", "")
            yield path, f"{namespace}{pattern.name or ''}", access


def glossary() -> str:
    """Every word of the interface, from the file that the page 名词 reads too."""
    words = import_module("zhiyin.workspace.glossary").glossary()
    parts = [
        MADE.replace("do not edit", "edit src/zhiyin/workspace/glossary.yaml")
        + "# 词汇 Glossary\n\nChinese in the interface, English in code and documentation. Ordinary 诉求 are "
        "never called complaints, and who raises one is never called a petitioner.\n\n"
        "| # | 中文 | English | meaning here |\n|---|---|---|---|"
    ]
    for number, term in enumerate(words.terms, start=1):
        parts[-1] += f"\n| {number} | {term.names['zh']} | {term.names['en']} | {term.says['en']} |"
    parts.append("## 程序里的词 Words of the program\n\n| word | 中文 | meaning |\n|---|---|---|")
    for term in words.words:
        parts[-1] += f"\n| {term.names['en']} | {term.names['zh']} | {term.says['en']} |"
    return "\n\n".join(parts) + "\n"


def commands() -> str:
    """Every command with its own help text."""
    parts = [
        MADE + "# 命令 Commands\n\n`./zhiyin COMMAND --help` says the same. `ZHIYIN_LANG=zh` for Chinese."
    ]
    with _in_english():
        for words, parser in _commands(import_module("zhiyin.cli").parser(), []):
            parts.append(f"## zhiyin {' '.join(words)}\n\n```text\n{parser.format_help().strip()}\n```")
    return "\n\n".join(parts) + "\n"


@contextmanager
def _in_english() -> Iterator[None]:
    """Help texts in English and of one width, whoever writes the page."""
    before = dict(os.environ)
    os.environ |= {"ZHIYIN_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1"}
    english.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        english.cache_clear()


def all_commands() -> list[list[str]]:
    """The words of every command that does something."""
    return [words for words, _parser in _commands(import_module("zhiyin.cli").parser(), [])]


def _commands(
    parser: argparse.ArgumentParser, words: list[str]
) -> Iterator[tuple[list[str], argparse.ArgumentParser]]:
    inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield words, parser
    for action in inner:
        for name, child in action.choices.items():
            yield from _commands(child, [*words, name])
