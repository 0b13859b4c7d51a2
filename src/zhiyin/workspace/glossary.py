"""The words of the interface, from glossary.yaml: what each is called and means, in both languages."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True, slots=True)
class Area:
    """Where words are used: its name, and a page of it for either door, or ""."""

    key: str
    names: dict[str, str]
    page: str = ""
    app_page: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or a pair of words that are explained together."""

    key: str
    names: dict[str, str]
    says: dict[str, str]
    area: str = ""
    rule: str = ""

    def parts(self, lang: str) -> list[str]:
        """`复查 / 复核` are two words under one explanation; a short form stands in brackets."""
        return [part.split("（")[0].strip() for part in self.names[lang].split(" / ")]

    def called(self, word: str, lang: str) -> str:
        """The word in `lang` that stands where the Chinese `word` does."""
        names, wanted = self.parts(lang), self.parts("zh").index(word)
        return names[wanted] if len(names) == len(self.parts("zh")) else names[0]

    def tells_of(self, words: str) -> bool:
        wanted = words.casefold().split()
        text = " ".join([*self.names.values(), *self.says.values()]).casefold()
        return all(word in text for word in wanted)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Areas in the order of the page; `terms` are the institution's words, `words` the program's own."""

    areas: tuple[Area, ...]
    terms: tuple[Term, ...]
    words: tuple[Term, ...]

    @property
    def shown(self) -> tuple[Term, ...]:
        """What the page explains; a word without a Chinese name stands in the documentation alone."""
        return tuple(term for term in (*self.terms, *self.words) if term.area)

    def of(self, word: str) -> Term:
        """The explanation of a Chinese word. Raises KeyError."""
        return _index()[word]


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    data = yaml.safe_load(FILE.read_text("utf-8"))
    areas = (
        Area(key, {lang: row[lang] for lang in ("zh", "en")}, row.get("page", ""), row.get("app_page", ""))
        for key, row in data["areas"].items()
    )
    return Glossary(tuple(areas), _terms(data["terms"]), _terms(data["words"]))


def _terms(rows: list[dict[str, Any]]) -> tuple[Term, ...]:
    return tuple(
        Term(
            row["key"],
            {"zh": row.get("zh", ""), "en": row["en"]},
            {"zh": row.get("say_zh", ""), "en": row["say_en"]},
            row.get("area", ""),
            row.get("rule", ""),
        )
        for row in rows
    )


@lru_cache(maxsize=1)
def _index() -> dict[str, Term]:
    return {part: term for term in reversed(glossary().shown) for part in term.parts("zh")}
