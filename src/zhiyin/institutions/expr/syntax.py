"""Tokens and trees of expressions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

LONGEST = 4000
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})(?![\w-])|(?P<share>\d+(?:\.\d+)?%|\d+/\d+)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)|(?P<op><=|>=|!=|[=<>(),+*-]))"
)
_WORDS: Final = frozenset({"or", "and", "not", "in", "of", "where"})


class ExprError(ValueError):
    """An expression that cannot be read or does not fit its types; `at` is the offset of the fault."""

    def __init__(self, at: int, zh: str, en: str, fix_zh: str, fix_en: str) -> None:
        super().__init__(en)
        self.at, self.zh, self.en, self.fix_zh, self.fix_en = at, zh, en, fix_zh, fix_en


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Literal:
    value: Fraction | date
    unit: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    path: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """`count(register where …)` keeps its condition in `where`."""

    function: str
    args: "tuple[Tree, ...]"
    where: "Tree | None"
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    op: str
    left: "Tree"
    right: "Tree"
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Tree"
    at: int


@dataclass(frozen=True, slots=True)
class In:
    left: "Tree"
    options: "tuple[Tree, ...]"
    at: int


Tree = Literal | Name | Call | Binary | Not | In


def tokens(text: str) -> Iterator[Token]:
    """The words of an expression; raises ExprError at a character that means nothing."""
    if len(text) > LONGEST:
        raise ExprError(
            0, "条件太长", "the condition is too long", "拆成几条规则", "split it into several rules"
        )
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            spot = at + len(text[at:]) - len(text[at:].lstrip())
            raise ExprError(
                spot,
                f"看不懂“{text[spot]}”",
                f"'{text[spot]}' means nothing here",
                "名字用小写字母，文字不用引号",
                "names are lower-case letters; no quotes",
            )
        kind = str(found.lastgroup)
        word, start = found.group(kind), found.start(kind)
        if kind == "name" and word in _WORDS:
            kind = "word"
        yield Token(kind, word, start)
        at = found.end()
    yield Token("end", "", end)
