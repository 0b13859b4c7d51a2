"""Every sort and every source. A later app adds its `APP` here, one line per fact kind in its own file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from zhiyin.journal.models import Fact
from zhiyin.workspace.notifying import institutions, joint, people, suggestions, voice
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.sources import App, Sort, Source

APPS: Final[tuple[App, ...]] = (voice.APP, joint.APP, suggestions.APP, institutions.APP, people.APP)
SORTS: Final[Mapping[str, Sort]] = {sort.key: sort for app in APPS for sort in app.sorts}
BY_KIND: Final[dict[str, list[tuple[App, Source]]]] = {}
for _app in APPS:
    for _source in _app.sources:
        BY_KIND.setdefault(_source.kind, []).append((_app, _source))


def concerned(facts: Sequence[Fact]) -> Iterator[tuple[UUID, str]]:
    """(employee, sort) for each fact and each person whom it concerns; one person once per fact and sort."""
    known = [fact for fact in facts if fact.kind in BY_KIND]
    if not known:
        return
    holders = Holders()
    audiences: dict[int, Any] = {}
    for fact in known:
        told: set[tuple[UUID, str]] = set()
        for app, source in BY_KIND[fact.kind]:
            if not source.takes(fact):
                continue
            if id(app) not in audiences:
                kinds = {one.kind for one in app.sources}
                audiences[id(app)] = app.audience([f for f in known if f.kind in kinds], holders)
            told |= {(person, source.sort) for person in audiences[id(app)].told(fact, source.who)}
        yield from told


def sorts_of(roles: Iterable[str]) -> list[Sort]:
    """The sorts that may reach somebody with these roles, in the order of the table."""
    held = set(roles)
    return [sort for sort in SORTS.values() if not sort.roles or held & sort.roles]
