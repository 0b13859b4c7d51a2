"""Mistakes in packs: where, what, and how to mend it, in Chinese and English; all at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a pack file; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    place: Place
    what_zh: str
    what_en: str
    fix_zh: str
    fix_en: str

    def render(self, lang: Lang) -> str:
        what, fix = (self.what_zh, self.fix_zh) if lang == "zh" else (self.what_en, self.fix_en)
        head = f"{self.place.file}:{self.place.line}:{self.place.column}: {what}"
        return f"{head}\n    {'改法：' if lang == 'zh' else 'fix: '}{fix}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "what_zh": self.what_zh,
            "what_en": self.what_en,
            "fix_zh": self.fix_zh,
            "fix_en": self.fix_en,
        }


@dataclass(slots=True)
class Problems:
    """The mistakes found so far, in the order of their places."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, zh: str, en: str, fix_zh: str, fix_en: str) -> None:
        problem = Problem(place, zh, en, fix_zh, fix_en)
        if problem not in self.found:
            self.found.append(problem)

    def extend(self, others: Iterable[Problem]) -> None:
        self.found.extend(problem for problem in others if problem not in self.found)

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found, key=lambda p: (p.place.file, p.place.line, p.place.column)))


class PackError(ValueError):
    """Packs that cannot be used; `problems` says everything that is wrong."""

    def __init__(self, problems: Problems) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.render("en") for problem in self.problems))


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, or None."""
    found = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return found[0] if found else None


def offer(word: str, choices: Iterable[str]) -> tuple[str, str]:
    """A fix for an unknown word: the nearest name, or the list of names."""
    names = sorted(set(choices))
    near = nearest(word, names)
    if near is not None:
        return f"是不是“{near}”？", f"did you mean '{near}'?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"可以写：{shown}", f"write one of: {shown}"
