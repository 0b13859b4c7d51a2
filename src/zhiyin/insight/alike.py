"""The same matter in other words: leader clustering over weighted character bigrams. Pure.

A text joins the first group whose leader it resembles enough, else it leads a group of its own. Titles weigh
more than bodies; words that everybody uses weigh next to nothing. What must be equal besides (a unit, say)
is the caller's key: the same words about two workshops are two matters.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from zhiyin.insight.bigrams import tokens

TITLE, BODY = 0.75, 0.66
ENOUGH = 0.2
Vector = dict[str, float]


@dataclass(frozen=True)
class Text:
    """One text: `key` must be equal within a group."""

    title: str
    body: str
    key: Hashable = None


def vectors(texts: Sequence[Text]) -> list[Vector]:
    """Weights of each text's bigrams, of length one."""
    counted = [_counted(text) for text in texts]
    in_how_many = Counter(gram for counts in counted for gram in counts)
    return [_of_length_one(counts, in_how_many, len(texts)) for counts in counted]


def _counted(text: Text) -> Vector:
    counts: Vector = defaultdict(float)
    for weight, part in ((TITLE, text.title), (BODY, text.body)):
        for gram in tokens(part):
            counts[gram] += weight
    return counts


def _of_length_one(counts: Vector, in_how_many: Counter[str], of: int) -> Vector:
    weighed = {gram: n * log(1 + of / in_how_many[gram]) for gram, n in counts.items()}
    length = sqrt(sum(weight * weight for weight in weighed.values()))
    return {gram: weight / length for gram, weight in weighed.items() if weight} if length else {}


def groups(texts: Sequence[Text], *, enough: float = ENOUGH) -> list[list[int]]:
    """Places of texts that tell the same matter, the largest group first; each begins with its leader."""
    leaders: dict[Hashable, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    found: list[list[int]] = []
    for place, (text, vector) in enumerate(zip(texts, vectors(texts), strict=True)):
        index = leaders[text.key]
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in vector.items():
            for group, other in index.get(gram, ()):
                scores[group] += weight * other
        best = max(scores, key=lambda group: (scores[group], -group), default=None)
        if best is not None and scores[best] >= enough:
            found[best].append(place)
            continue
        for gram, weight in vector.items():
            index[gram].append((len(found), weight))
        found.append([place])
    return sorted(found, key=lambda group: -len(group))


def nearest(text: Text, others: Sequence[Text], *, enough: float = ENOUGH) -> list[int]:
    """Places of those that resemble `text`, the most alike first."""
    own, *vectors_of_others = vectors([text, *others])
    scored = [
        (sum(weight * vector.get(gram, 0.0) for gram, weight in own.items()), place)
        for place, vector in enumerate(vectors_of_others)
        if others[place].key == text.key
    ]
    return [place for score, place in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= enough]
