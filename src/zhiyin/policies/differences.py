"""Two versions side by side, article by article, with the words marked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from zhiyin.insight.bigrams import tokens
from zhiyin.policies.parsing import ArticleText

Kind = Literal["same", "moved", "changed", "added", "removed"]
Mark = Literal["same", "out", "in"]
ALIKE: Final = 0.4
_WORDS: Final = re.compile(r"[0-9]+|[A-Za-z]+|\s+|.", re.DOTALL)
_SENTENCES: Final = re.compile(r"[^。；\n]*[。；\n]|[^。；\n]+")
# Comparing word by word takes as long as both lengths multiplied.
LONGEST_PAIR: Final = 4_000_000
# How far an article may have moved within a stretch that was rewritten.
REACH: Final = 40


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, taken out or put in."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one article. `moved`: the same words under another number."""

    kind: Kind
    old: ArticleText | None
    new: ArticleText | None
    pieces: tuple[Piece, ...] = ()


def compare(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> list[Change]:
    """Every article of both versions once, in the order of the new one; what went stands where it stood."""
    blocks = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in blocks.get_opcodes():
        if tag == "equal":
            for before, after in zip(old[i1:i2], new[j1:j2], strict=True):
                kind: Kind = "same" if before.number == after.number else "moved"
                changes.append(Change(kind, before, after))
        else:
            changes += _block(old[i1:i2], new[j1:j2])
    return changes


def _block(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> list[Change]:
    pairs = _pairs(old, new)
    changes: list[Change] = []
    i = j = 0
    for there, here in [*sorted((there, here) for here, there in pairs.items()), (len(old), len(new))]:
        changes += [Change("removed", one, None, (Piece("out", one.text),)) for one in old[i:there]]
        changes += [Change("added", None, one, (Piece("in", one.text),)) for one in new[j:here]]
        if here < len(new):
            changes.append(Change("changed", old[there], new[here], pieces(old[there].text, new[here].text)))
        i, j = there + 1, here + 1
    return changes


def _pairs(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> dict[int, int]:
    """New index → old index of the same article, never crossing: likeness first, then the same number."""
    words = [[set(tokens(one.text)) for one in side] for side in (old, new)]
    best: dict[tuple[int, int], float] = {}
    for i, before in enumerate(old):
        for j, after in enumerate(new):
            same = before.number == after.number
            if abs(i - j) > REACH and not same:
                continue
            alike = _likeness(words[0][i], words[1][j])
            if alike >= ALIKE:
                best[i, j] = alike + (0.1 if same else 0)
    pairs: dict[int, int] = {}
    for (i, j), _weight in sorted(best.items(), key=lambda one: -one[1]):
        if j not in pairs and all((i < x) == (j < y) and i != x for y, x in pairs.items()):
            pairs[j] = i
    return pairs


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient of two sets of words: 1 for the same, 0 for nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """What was taken out and put in; numbers and Latin words are never split, long texts by sentences."""
    split = _WORDS if len(old) * len(new) <= LONGEST_PAIR else _SENTENCES
    before, after = split.findall(old), split.findall(new)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        out, put = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            found.append(Piece("same", out))
            continue
        if out:
            found.append(Piece("out", out))
        if put:
            found.append(Piece("in", put))
    return tuple(_calm(found))


def _calm(found: Sequence[Piece]) -> list[Piece]:
    """A single unchanged character between two changes is noise: it is shown as changed too."""
    rows: list[tuple[str, str, str]] = []
    for piece in found:
        kept = piece.mark == "same"
        if kept and not (len(piece.text) == 1 and rows and piece is not found[-1]):
            rows.append((piece.text, "", ""))
        elif kept:
            rows.append(("", piece.text, piece.text))
        else:
            rows.append(
                ("", piece.text if piece.mark == "out" else "", piece.text if piece.mark == "in" else "")
            )
    calm: list[Piece] = []
    out = put = ""
    for same, gone, come in [*rows, ("\0", "", "")]:
        if not same:
            out, put = out + gone, put + come
            continue
        calm += [Piece(mark, text) for mark, text in (("out", out), ("in", put)) if text]  # type: ignore[arg-type]
        out = put = ""
        if same != "\0":
            calm.append(Piece("same", same))
    return calm
