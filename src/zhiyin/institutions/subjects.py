"""What the things are called that rules are about: modules above tell, the register knows the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from zhiyin.institutions.models import EvidenceSubject


@dataclass(frozen=True)
class Called:
    """A name, and the address of its page if it has one (for whoever may open it)."""

    name: str
    url: str = ""


Namer = Callable[[list[str]], Mapping[str, Called]]
_namers: Final[dict[str, Namer]] = {}


def register_namer(kind: str, namer: Namer) -> None:
    """A module that keeps things of `kind` says what they are called, by the ids that facts use."""
    _namers[kind] = namer


def called(kind: str, refs: Iterable[str]) -> dict[str, Called]:
    """Names of things; those that nobody knows are left out."""
    wanted = list(dict.fromkeys(refs))
    if kind in _namers:
        return dict(_namers[kind](wanted))
    rows = EvidenceSubject.objects.filter(kind=kind, ref__in=wanted).values_list("ref", "name")
    return {ref: Called(name) for ref, name in rows}
