"""Several claims in one demand: what the whole answer is called when its parts differ. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from zhiyin.journal.refusal import NotNow

FEWEST: Final = 2
MOST: Final = 8
LONGEST: Final = 300


def overall(results: Iterable[str]) -> str:
    """The result of the answer as a whole: support only if all are supported, partly if any is at all."""
    found = set(results)
    if found == {"support"}:
        return "support"
    if found & {"support", "partly"}:
        return "partly"
    return "explain" if "explain" in found else "not_support"


def lines_of(text: str) -> list[str]:
    """The claims of a field with one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_claims(texts: Sequence[str]) -> None:
    """Two to eight, none longer than a screen of a phone, none twice. Raises NotNow."""
    if not FEWEST <= len(texts) <= MOST:
        raise NotNow("claims_too_few_or_many")
    if any(len(text) > LONGEST for text in texts):
        raise NotNow("claim_too_long")
    if len(set(texts)) < len(texts):
        raise NotNow("claim_twice")
