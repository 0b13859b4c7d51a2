"""A draft of the house's numbers, laid over all the packs. It writes nothing."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from zhiyin.institutions.assembly import build
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.pack import Loose, read_files, read_texts
from zhiyin.institutions.language.problems import Problem, Problems
from zhiyin.institutions.layering import check_layers
from zhiyin.institutions.programme import PACKS, pack_files

DRAFT = "draft.yaml"


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[Loose, tuple[Problem, ...]]:
    """Files as they were at these times; a form asks again with every key that is pressed."""
    problems = Problems()
    loose = read_files([path for path, _written in files], PACKS, problems)
    return loose, tuple(problems)


def with_draft(
    draft: str,
    calendar: Calendar,
    paths: Iterable[Path] = (PACKS,),
    published: Catalogue | None = None,
    more: Iterable[tuple[str, str]] = (),
) -> tuple[Programme, Problems]:
    """The packs (files, and `more` by name and text) with the draft laid over them; what is wrong with it."""
    shipped, known = _read(tuple((path, path.stat().st_mtime_ns) for path in pack_files(paths)))
    problems = Problems(list(known))
    programme = build(shipped.joined(read_texts([*more, (DRAFT, draft)], problems)), problems, published)
    if not problems:
        drafted = frozenset(rule.id for rule in programme.rules if rule.place.file == DRAFT)
        check_layers(programme, calendar, problems, drafted)
    return programme, problems
