"""What a sort of notices and a source of them are. Each app's file lists its own; table.py joins them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from zhiyin.journal.models import Fact
from zhiyin.workspace.notifying.holders import Holders


@dataclass(frozen=True)
class Sort:
    """One sort of notices. `words`: what one reads beside the count; `page`: the route that lists them.

    `urgent`: shown and sent at night too. `fixed`: may not be switched off, and `why_fixed` says why.
    `leaves`: False where not even a count may leave the house. `wished`: sent outside only to those who
    asked for it. `in_app`: False where the page itself shows what is new. `roles`: whom it concerns;
    empty for everybody.
    """

    key: str
    words: str
    page: str
    roles: frozenset[str] = frozenset()
    urgent: bool = False
    fixed: bool = False
    why_fixed: str = ""
    leaves: bool = True
    wished: bool = False
    in_app: bool = True


@dataclass(frozen=True)
class Source:
    """A fact of `kind` whose payload holds `when` is a notice of `sort` to `who`."""

    kind: str
    sort: str
    who: str
    when: Mapping[str, object] = field(default_factory=dict)

    def takes(self, fact: Fact) -> bool:
        return all(fact.payload.get(name) == value for name, value in self.when.items())


class Audience(Protocol):
    """Finds the people that facts of one batch concern, having read what it needs once for the batch."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None: ...

    def told(self, fact: Fact, who: str) -> Iterable[UUID]:
        """The people, already without those who may not know."""
        ...


@dataclass(frozen=True)
class App:
    """What one app contributes."""

    sorts: tuple[Sort, ...]
    sources: tuple[Source, ...]
    audience: type[Audience]
