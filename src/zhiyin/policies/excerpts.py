"""The words around what was looked for, with the finds marked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhiyin.insight.bigrams import normal, tokens

WIDTH: Final = 90


@dataclass(frozen=True)
class Part:
    """A stretch of an excerpt; `hit`: it was looked for."""

    text: str
    hit: bool


def excerpt(text: str, query: str, *, width: int = WIDTH) -> list[Part]:
    """About `width` characters of `text` around the first find, whole when it is short."""
    flat = text.replace("\n", " ")
    hits = _hits(flat, tokens(query))
    start, end = 0, len(flat)
    if len(flat) > width:
        first = next((i for i, hit in enumerate(hits) if hit), 0)
        start = max(0, min(first - width // 3, len(flat) - width))
        end = start + width
    parts = marked(flat[start:end], hits[start:end])
    if start and parts:
        parts.insert(0, Part("…", False))
    if end < len(flat):
        parts.append(Part("…", False))
    return parts


def _hits(text: str, words: Sequence[str]) -> list[bool]:
    # Character by character, so that every place in the folded text is the same place in the original.
    folded = "".join(one if len(one) == 1 else "\0" for one in map(normal, text))
    hits = [False] * len(text)
    for word in dict.fromkeys(words):
        at = folded.find(word)
        while at >= 0:
            hits[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + 1)
    return hits


def marked(text: str, hits: Sequence[bool]) -> list[Part]:
    """Neighbouring characters of the same kind together."""
    parts: list[Part] = []
    for one, hit in zip(text, hits, strict=True):
        if parts and parts[-1].hit == hit:
            parts[-1] = Part(parts[-1].text + one, hit)
        else:
            parts.append(Part(one, hit))
    return parts
