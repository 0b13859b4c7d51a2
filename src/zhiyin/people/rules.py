"""Pure rules of units and roles."""

import re
from collections.abc import Iterable, Mapping

CODE = re.compile(r"[0-9A-Z][0-9A-Z_.-]{0,31}")


def is_within(path: str, ancestor: str) -> bool:
    """Whether the unit at `path` is the one at `ancestor` or lies under it."""
    return path.startswith(ancestor)


def is_code(text: str) -> bool:
    """Whether this can be a unit code or an employee number: capitals, digits and - _ . up to 32."""
    return CODE.fullmatch(text) is not None


def clash(roles: Iterable[str], pairs: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """The first of `pairs` (roles that one person may not hold together) that lies within `roles`."""
    held = frozenset(roles)
    return next((pair for pair in pairs if pair <= held), None)


def covers(held: Iterable[tuple[str, str]], needed: Iterable[tuple[str, str]]) -> bool:
    """Whether every (role, path of a unit) in `needed` is held over that unit or one above it."""
    has = list(held)
    return all(any(mine == role and is_within(path, over) for mine, over in has) for role, path in needed)


def cycle(parents: Mapping[str, str]) -> list[str]:
    """One cycle of a tree given as child → parent, as the codes on it in order; empty if there is none."""
    settled: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        here = start
        while here in parents and here not in settled:
            if here in trail:
                codes = list(trail)
                return codes[codes.index(here) :]
            trail[here] = None
            here = parents[here]
        settled.update(trail)
    return []
