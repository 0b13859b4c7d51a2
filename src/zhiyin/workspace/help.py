"""这一页怎么用: what help.yaml says about each kind of page, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from zhiyin.people.roles import Role
from zhiyin.workspace.dates import english

FILE: Final = Path(__file__).with_name("help.yaml")
EMPLOYEE: Final = "employee"
Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of page: sentences for everybody, and more for holders of a role."""

    key: str
    names: Said
    routes: tuple[str, ...]
    words: tuple[str, ...]
    readers: tuple[str, ...]
    say: tuple[Said, ...]
    roles: dict[str, tuple[Said, ...]]

    @property
    def title(self) -> str:
        return _one(self.names)

    def sentences(self, held: Iterable[str]) -> list[str]:
        """What holders of these roles are told, in the reader's language."""
        more = [said for role in Role if role in held for said in self.roles.get(role, ())]
        return [_one(said) for said in (*self.say, *more)]

    def tells_of(self, words: str) -> bool:
        said = [self.names, *self.say, *(one for more in self.roles.values() for one in more)]
        text = " ".join(part for pair in said for part in pair).casefold()
        return all(word in text for word in words.casefold().split())


def _one(said: Said) -> str:
    return said[1] if english() else said[0]


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    return tuple(_topic(row) for row in yaml.safe_load(FILE.read_text("utf-8"))["topics"])


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        key=row["key"],
        names=(row["zh"], row["en"]),
        routes=tuple(row["routes"]),
        words=tuple(row.get("words", ())),
        readers=tuple(row["for"]),
        say=_said(row["say"]),
        roles={role: _said(more) for role, more in row.get("roles", {}).items()},
    )


def _said(lines: list[str]) -> tuple[Said, ...]:
    pairs = (line.split(" || ") for line in lines)
    return tuple((zh, en) for zh, en in pairs)


@lru_cache(maxsize=1)
def _by_route() -> dict[str, Topic]:
    return {route: topic for topic in topics() for route in topic.routes}


def topic_of(route: str) -> Topic | None:
    """What is said about the page of this name."""
    return _by_route().get(route)


def handbook(roles: Iterable[str]) -> list[Topic]:
    """The topics of these roles' pages; "employee" is everybody."""
    wanted = set(roles)
    return [topic for topic in topics() if not wanted.isdisjoint(topic.readers)]


@dataclass(frozen=True, slots=True)
class PageHelp:
    """The fold on one page."""

    topic: Topic
    sentences: list[str]


def page_help(route: str, held: Iterable[str]) -> PageHelp | None:
    topic = topic_of(route)
    return PageHelp(topic, topic.sentences(frozenset(held))) if topic else None
