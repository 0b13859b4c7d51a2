"""A draft tried on the past, in memory: what would have come out otherwise. It writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zhiyin.institutions.assembly import build
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.derive.rows import Obligation, Status, status
from zhiyin.institutions.evaluate import evaluate
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.pack import Loose, read_files, read_texts
from zhiyin.institutions.language.problems import Problem, Problems
from zhiyin.institutions.layering import check_layers
from zhiyin.institutions.programme import PACKS, pack_files

ENGINE = "institutions.obligation."
DRAFT = "draft.yaml"


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation that comes out otherwise; None where one side has no such obligation."""

    rule: str
    key: str
    opened_on: date
    before: Status | None
    after: Status | None
    due_before: date | None
    due_after: date | None


@dataclass(frozen=True, slots=True)
class Replay:
    """`moves` counts (before, after) over all obligations, changed or not."""

    moves: Mapping[tuple[Status | None, Status | None], int]
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        return sum(self.moves.values())

    @property
    def newly_late(self) -> int:
        """Kept until now, late or broken under the draft."""
        late = (Status.KEPT_LATE, Status.BREACHED)
        return sum(n for (before, after), n in self.moves.items() if before == Status.KEPT and after in late)

    def sentence(self, lang: str) -> str:
        kept = sum(n for (before, _), n in self.moves.items() if before == Status.KEPT)
        if lang == "zh":
            return f"过去如期的 {kept} 次里，按新规定有 {self.newly_late} 次会晚。"
        return f"Of {kept} kept in time, {self.newly_late} would have been late under the draft."


def draft_pack(
    rule: str, dials: Mapping[str, str], start: date, by_whom: str, numbers: Mapping[str, str] | None = None
) -> str:
    """The house pack that publishing would write: a dated `set` with who decided it."""
    named = ", ".join(f"{name}: {_quoted(value)}" for name, value in (numbers or {}).items())
    lines = [
        "pack: draft",
        "layer: house",
        "title: {zh: 草案, en: draft}",
        "rules:",
        f"  - set: {_quoted(rule)}",
        f"    from: {start.isoformat()}",
        *(f"    {dial}: {_quoted(value)}" for dial, value in dials.items()),
        *([f"    numbers: {{{named}}}"] if named else []),
        f"    by_whom: {_quoted(by_whom)}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


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


def replay(
    before: Programme,
    after: Programme,
    rules: Iterable[str],
    facts: Sequence[Fact],
    calendar: Calendar,
    at: date,
    *,
    since: date | None = None,
    profile: Mapping[str, object] | None = None,
) -> Replay:
    """Both programmes over the same facts, compared per rule, key and opening; engine facts are left out."""
    ids = set(rules)
    heard = [fact for fact in facts if not fact.kind.startswith(ENGINE)]
    sides = []
    for programme in (before, after):
        alone = programme.only(rule for rule in programme.rules if rule.id in ids)
        rows = evaluate(alone, heard, calendar, at, standing=True, since=since, profile=profile)
        sides.append({(row.rule, row.key, row.opened_on, row.opened_order): row for row in rows})
    old, new = sides
    moves: Counter[tuple[Status | None, Status | None]] = Counter()
    changes = []
    for place in sorted(old.keys() | new.keys()):
        change = _change(place, old.get(place), new.get(place), at)
        moves[change.before, change.after] += 1
        if (change.before, change.due_before) != (change.after, change.due_after):
            changes.append(change)
    return Replay(dict(moves), tuple(changes))


def _change(
    place: tuple[str, str, date, int], old: Obligation | None, new: Obligation | None, at: date
) -> Change:
    rule, key, opened_on, _ = place
    return Change(
        rule,
        key,
        opened_on,
        status(old, at) if old else None,
        status(new, at) if new else None,
        old.due_on if old else None,
        new.due_on if new else None,
    )
