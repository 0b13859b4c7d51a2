"""Clocks: for a subject, which rule runs, when it is due, and why; the one thing modules read.

Derived from the subject's own facts, numbered or not, so a date is there right after the verb.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.derive.rows import Obligation, Status, status
from zhiyin.institutions.derive.traces import trace_of
from zhiyin.institutions.evaluate import evaluate
from zhiyin.institutions.language.rules import After, Rule, leaves
from zhiyin.institutions.models import ClockRow, NextDue
from zhiyin.institutions.reading import core_facts, house_versions, programme
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject, of_subjects

BATCH = 500
LISTED = (
    "subject_id", "rule", "title_zh", "title_en", "force", "opened_on", "due_on", "due_at", "ceiling",
    "paused_since", "provisional", "kept_on",
)  # fmt: skip
GONE = frozenset({Status.CANCELLED, Status.EXCUSED})


@dataclass(frozen=True)
class Outline:
    """What a rule with a limit in time says of itself: the kinds of fact that begin and that end it."""

    rule: str
    force: str
    ceiling: bool
    begins_with: frozenset[str]
    ends_with: frozenset[str]


def outlines() -> list[Outline]:
    """Every rule that gives clocks, with all of its versions taken together."""
    return list(_outlines(settings.PACKS_DIR, house_versions()).values())


def outline_of(rule_id: str) -> Outline:
    """The outline of one rule; empty for a rule that the packs no longer have."""
    return _outlines(settings.PACKS_DIR, house_versions()).get(rule_id) or _outline(rule_id)


@lru_cache(maxsize=2)
def _outlines(_root: Path, _versions: tuple[UUID, ...]) -> Mapping[str, Outline]:
    """Once for each programme: every row of a list asks for its own."""
    ids = dict.fromkeys(rule.id for rule in programme().by_uid.values() if isinstance(rule.shape, After))
    return {rule_id: _outline(rule_id) for rule_id in ids}


def _outline(rule_id: str) -> Outline:
    versions = programme().versions(rule_id)
    shapes = [rule.shape for rule in versions if isinstance(rule.shape, After)]
    return Outline(
        rule=rule_id,
        force=versions[-1].force if versions else "",
        ceiling=any(rule.ceiling for rule in versions),
        begins_with=frozenset(pattern.kind for shape in shapes for pattern in shape.on),
        ends_with=frozenset(pattern.kind for shape in shapes for pattern in leaves(shape.do)),
    )


@dataclass(frozen=True)
class Clock:
    """One clock. `status` as in `Status`; `why` is the trace of its date, empty in lists."""

    rule: str
    title: Mapping[str, str]
    force: str
    opened_on: date
    due_on: date
    due_at: datetime | None
    ceiling: bool
    paused_since: date | None
    provisional: bool
    status: str
    kept_on: date | None
    must: str = ""
    source: str = ""
    why: Sequence[Mapping[str, object]] = ()

    @property
    def running(self) -> bool:
        return self.status in (Status.DUE, Status.SUSPENDED, Status.BREACHED) and self.kept_on is None

    @property
    def outline(self) -> Outline:
        return outline_of(self.rule)


_waiting: ContextVar[dict[str, dict[UUID, None]] | None] = ContextVar("zhiyin_clocks_waiting", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Inside, subjects are refreshed together: when a date is read, or at the end. For bulk work alone."""
    token = _waiting.set(defaultdict(dict))
    try:
        yield
        for kind in list(_waiting.get() or ()):
            _settle(kind)
    finally:
        _waiting.reset(token)


def _settle(kind: str) -> None:
    waiting = _waiting.get()
    if waiting and (ids := waiting.pop(kind, None)):
        _refresh_all(kind, list(ids))


def refresh(kind: str, ids: Iterable[UUID]) -> None:
    """Derive the clocks of these subjects anew from their facts, inside the caller's transaction."""
    waiting = _waiting.get()
    if waiting is None:
        _refresh_all(kind, list(ids))
    else:
        waiting[kind].update(dict.fromkeys(ids))


def _refresh_all(kind: str, wanted: list[UUID]) -> None:
    for start in range(0, len(wanted), BATCH):
        _refresh(kind, wanted[start : start + BATCH])


def _refresh(kind: str, ids: list[UUID]) -> None:
    rows: list[ClockRow] = []
    dues: list[NextDue] = []
    facts = of_subjects(kind, [str(i) for i in ids])
    for subject, own in groupby(facts, key=lambda fact: fact.subject_id):
        derived = [row for row in _obligations(subject, list(own)) if row[1].ended_on is None]
        rows += [_row(kind, UUID(subject), rule, obligation) for rule, obligation in derived]
        dues += _next_due(kind, UUID(subject), [obligation for _, obligation in derived])
    ClockRow.objects.filter(subject_kind=kind, subject_id__in=ids).delete()
    NextDue.objects.filter(subject_kind=kind, subject_id__in=ids).delete()
    ClockRow.objects.bulk_create(rows, batch_size=BATCH)
    NextDue.objects.bulk_create(dues, batch_size=BATCH)


def _obligations(subject: str, facts: Sequence[Fact]) -> list[tuple[Rule, Obligation]]:
    """Limits in time that run for the subject itself."""
    rules = programme()
    found = evaluate(rules, core_facts(facts), Calendar.shipped(), clock.today())
    pairs = [(rules.by_uid[row.uid], row) for row in found if row.key == subject and row.due_on]
    return [(rule, row) for rule, row in pairs if isinstance(rule.shape, After)]


def _row(kind: str, subject_id: UUID, rule: Rule, row: Obligation) -> ClockRow:
    assert row.due_on is not None
    return ClockRow(
        subject_kind=kind,
        subject_id=subject_id,
        rule=rule.id,
        opened_seq=row.opened_order,
        title_zh=rule.title["zh"],
        title_en=rule.title["en"],
        force=rule.force,
        opened_on=row.opened_on,
        due_on=row.due_on,
        due_at=row.due_at,
        ceiling=rule.ceiling,
        paused_since=row.suspended_since,
        provisional=row.provisional,
        kept_on=row.kept_on,
    )


def _next_due(kind: str, subject_id: UUID, rows: Sequence[Obligation]) -> list[NextDue]:
    running = [row for row in rows if row.is_open and row.due_on]
    paused = [row for row in running if row.suspended_since]
    counting = [row for row in running if not row.suspended_since] or running
    if not counting:
        return []
    nearest = min(counting, key=lambda row: row.due_on or date.max)
    assert nearest.due_on is not None
    return [
        NextDue(
            subject_kind=kind,
            subject_id=subject_id,
            next_due=nearest.due_on,
            use_from=nearest.start_on,
            paused=bool(paused),
        )
    ]


def for_subject(kind: str, subject_id: UUID, *, facts: Sequence[Fact] | None = None) -> list[Clock]:
    """The clocks of one subject with the trace of each date; running ones first, nearest first.

    `facts`: all of the subject's own, where the caller has read them already.
    """
    derived = _obligations(str(subject_id), of_subject(kind, subject_id) if facts is None else facts)
    clocks = [_clock(rule, row) for rule, row in derived if status(row, clock.today()) not in GONE]
    return sorted(clocks, key=lambda c: (not c.running, c.due_on))


def _clock(rule: Rule, row: Obligation) -> Clock:
    assert row.due_on is not None
    source = rule.source[0] if rule.source else None
    return Clock(
        rule=rule.id,
        title=rule.title,
        force=rule.force,
        opened_on=row.opened_on,
        due_on=row.due_on,
        due_at=row.due_at,
        ceiling=rule.ceiling,
        paused_since=row.suspended_since,
        provisional=row.provisional,
        status=str(status(row, clock.today())),
        kept_on=row.kept_on,
        must=rule.must,
        source=f"《{source.doc}》{source.article}" if source else "",
        why=trace_of(rule, row, Calendar.shipped()),
    )


def for_subjects(kind: str, ids: Sequence[UUID]) -> dict[UUID, list[Clock]]:
    """The clocks of many subjects, without traces: one query."""
    _settle(kind)
    found: dict[UUID, list[Clock]] = {}
    rows = ClockRow.objects.filter(subject_kind=kind, subject_id__in=ids).order_by("kept_on", "due_on")
    # Not as model objects: a list has hundreds of them.
    for row in rows.values_list(*LISTED, named=True):
        found.setdefault(row.subject_id, []).append(_of_row(row))
    for clocks in found.values():
        clocks.sort(key=lambda c: (not c.running, c.due_on))
    return found


def _of_row(row: Any) -> Clock:
    return Clock(
        rule=row.rule,
        title={"zh": row.title_zh, "en": row.title_en},
        force=row.force,
        opened_on=row.opened_on,
        due_on=row.due_on,
        due_at=row.due_at,
        ceiling=row.ceiling,
        paused_since=row.paused_since,
        provisional=row.provisional,
        status=_status_of(row),
        kept_on=row.kept_on,
    )


def _status_of(row: Any) -> str:
    if row.kept_on:
        return Status.KEPT if row.kept_on <= row.due_on or row.provisional else Status.KEPT_LATE
    if row.paused_since:
        return Status.SUSPENDED
    if clock.today() <= row.due_on:
        return Status.DUE
    if row.rule in programme().rights:
        return Status.PASSED
    return Status.DUE if row.provisional else Status.BREACHED


def ceiling_on(kind: str, subject_id: UUID) -> date | None:
    """The running date that nothing may pass (最晚办结日); None where no ceiling runs."""
    _settle(kind)
    rows = ClockRow.objects.filter(
        subject_kind=kind, subject_id=subject_id, ceiling=True, kept_on__isnull=True
    )
    return rows.order_by("due_on").values_list("due_on", flat=True).first()


def next_due(kind: str) -> QuerySet[NextDue]:
    """Subjects with a running date, nearest first; join by `subject_id`."""
    _settle(kind)
    return NextDue.objects.filter(subject_kind=kind).order_by("next_due", "subject_id")


def running_out(kind: str, *, rules: Collection[str], share_used: tuple[int, int]) -> list[UUID]:
    """Subjects of which at least this share (n, d) of the time to a running date of `rules` is used up."""
    _settle(kind)
    rows = ClockRow.objects.filter(
        subject_kind=kind, rule__in=rules, kept_on__isnull=True, paused_since__isnull=True
    )
    today, (n, d) = clock.today(), share_used
    found = {
        row.subject_id: None
        for row in rows.filter(opened_on__lte=today).order_by("due_on", "subject_id")
        if (today - row.opened_on).days * d >= (row.due_on - row.opened_on).days * n
    }
    return list(found)
