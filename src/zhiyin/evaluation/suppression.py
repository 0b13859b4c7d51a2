"""Small numbers: the one place that decides which figures may be shown. Pure.

What people said of a result is hidden where fewer than ten said it, together with as many others as it
takes so that no hidden number can be computed from the total minus what is shown. What the enterprise did
(in time or not) is its own conduct: under ten it is told as a count, never as a percentage.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from zhiyin.journal.small_numbers import FEWEST

THRESHOLD = FEWEST
K = TypeVar("K", bound=Hashable)


def percentage_allowed(whole: int) -> bool:
    return whole >= THRESHOLD


def hidden(sizes: Mapping[K, int], forced: Iterable[K] = ()) -> frozenset[K]:
    """Which of the parts of a shown total are hidden.

    `sizes`: how many verdicts each part holds. `forced`: parts hidden for another reason. A part with none
    hides nothing, so it is shown while others are. The hidden ones are at least two and together hold at
    least ten, or there are none, or all that hold any are hidden.
    """
    filled = {key: size for key, size in sizes.items() if size}
    gone = {key for key, size in filled.items() if size < THRESHOLD} | (set(forced) & set(filled))
    if not gone:
        return frozenset()
    # Of the same size, in the order given: the same are hidden whenever it is asked.
    for key in sorted((key for key in filled if key not in gone), key=filled.__getitem__):
        if len(gone) >= 2 and sum(filled[one] for one in gone) >= THRESHOLD:
            break
        gone.add(key)
    return frozenset(gone)


def safe(sizes: Mapping[K, int], gone: Iterable[K]) -> bool:
    """Whether nobody can compute a hidden part from the total and the shown parts."""
    out = [sizes[key] for key in gone]
    return not out or (len(out) >= 2 and sum(out) >= THRESHOLD)
