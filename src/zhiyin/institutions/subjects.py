"""What the things are called that rules are about: modules above tell, the register knows the rest."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from zhiyin.institutions.models import EvidenceSubject
from zhiyin.people.models import Employee

# Persons in office: those who are on the roll carry the id they have there, so a duty finds its own post.
PERSONS: Final = frozenset({"leader", "delegate"})


@dataclass(frozen=True)
class Called:
    """A name, and the address of its page if it has one (for whoever may open it)."""

    name: str
    url: str = ""


HEX: Final = re.compile(r"[0-9a-f]{32}")
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
    found = {ref: Called(name) for ref, name in rows}
    return found | (_on_the_roll(wanted) if kind in PERSONS else {})


def _on_the_roll(refs: Iterable[str]) -> dict[str, Called]:
    ids = [UUID(ref) for ref in refs if HEX.fullmatch(ref)]
    rows = Employee.objects.filter(pk__in=ids).values_list("pk", "name", "number")
    return {pk.hex: Called(f"{name} {number}") for pk, name, number in rows}
