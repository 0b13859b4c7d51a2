"""Reading the made-up enterprise's texts and units from `content/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "content"
BETWEEN = " | "
# File of scenarios → topic of its demands where a scenario names none.
TOPICS = {
    "living": "living",
    "safety": "safety",
    "pay": "pay",
    "hours": "hours",
    "career": "career",
    "fund": "fund",
    "dispatch": "pay",
    "legacy": "legacy",
    "other": "other",
}


@dataclass(frozen=True)
class Scenario:
    """One matter that people raise, with the sentences that tell it and answer it."""

    id: str
    topic: str
    kind: str
    to: str
    where: frozenset[str]
    months: frozenset[int]
    urgent: bool
    lines: dict[str, tuple[str, ...]]

    def options(self, name: str) -> tuple[str, ...]:
        return self.lines.get(name, ())


def read(name: str) -> dict[str, Any]:
    """One file of `content/`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    assert isinstance(found, dict)
    return found


def split(text: object) -> tuple[str, ...]:
    """The options of a line; '' stands for saying nothing."""
    return tuple("" if part == "''" else part for part in str(text).split(BETWEEN))


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every matter of the ordinary track."""
    return tuple(
        _scenario(key, row, topic) for name, topic in TOPICS.items() for key, row in read(name).items()
    )


@cache
def scenario(key: str) -> Scenario:
    return next(one for one in scenarios() if one.id == key)


@cache
def reports() -> tuple[Scenario, ...]:
    """Accusations, for the discipline track."""
    rows = read("reports")
    return tuple(
        _scenario(key, {**row, "to": "", "kind": "report", "where": "all"}, "conduct")
        for key, row in rows.items()
    )


@cache
def redirects() -> tuple[Scenario, ...]:
    """Matters that belong to another channel; the id is the channel."""
    rows = read("redirects")
    return tuple(
        _scenario(key, {**row, "to": "", "kind": "help", "where": "all"}, row["topic"])
        for key, row in rows.items()
    )


def _scenario(key: str, row: dict[str, Any], topic: str) -> Scenario:
    plain = {"to", "kind", "where", "months", "topic", "urgent", "law"}
    return Scenario(
        id=key,
        topic=row.get("topic", topic),
        kind=row["kind"],
        to=row["to"],
        where=frozenset(row["where"].split()),
        months=frozenset(int(month) for month in str(row.get("months", "")).split()),
        urgent=bool(row.get("urgent")),
        lines={name: split(text) for name, text in row.items() if name not in plain}
        | {"law": split(row.get("law", "house"))},
    )


@cache
def phrases(*path: str) -> tuple[str, ...]:
    """Shared sentences, e.g. phrases("why", "yes-no")."""
    found: Any = _phrases()
    for name in path:
        found = found[name]
    return split(found)


@cache
def _phrases() -> dict[str, Any]:
    return read("phrases")


@cache
def units() -> dict[str, Any]:
    """The unit tree and the parts of names."""
    return read("units")
