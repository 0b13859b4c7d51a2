"""Clocks: for a subject, which rule runs, when it is due, and why; the one thing modules read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from zhiyin.institutions.models import ClockRow, NextDue
from zhiyin.journal import clock


@dataclass(frozen=True)
class Clock:
    """One running or ended clock. `status`: due, soon, suspended, kept, kept_late, breached, cancelled."""

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
    left: int | None
    why: Sequence[Mapping[str, object]] = ()


def refresh(kind: str, ids: Iterable[UUID]) -> None:
    """Derive the clocks of these subjects anew from their facts, inside the caller's transaction."""


def for_subject(kind: str, subject_id: UUID) -> list[Clock]:
    """The clocks of one subject with the trace of each date, nearest first."""
    return []


def for_subjects(kind: str, ids: Sequence[UUID]) -> dict[UUID, list[Clock]]:
    """The clocks of many subjects, without traces: one query."""
    return {}


def ceiling_on(kind: str, subject_id: UUID) -> date | None:
    """The running date that nothing may pass (最晚办结日); None where no ceiling runs."""
    rows = ClockRow.objects.filter(
        subject_kind=kind, subject_id=subject_id, ceiling=True, ended_on__isnull=True, kept_on__isnull=True
    )
    return rows.order_by("due_on").values_list("due_on", flat=True).first()


def next_due(kind: str) -> QuerySet[NextDue]:
    """Subjects with a running date, nearest first; join by `subject_id`."""
    return NextDue.objects.filter(subject_kind=kind).order_by("next_due", "subject_id")


def running_out(kind: str, *, share_used: tuple[int, int]) -> list[UUID]:
    """Subjects of which at least this share (n, d) of the time to the nearest date is used up."""
    rows = NextDue.objects.filter(subject_kind=kind, paused=False, next_due__gte=F("use_from"))
    today, (n, d) = clock.today(), share_used
    return [
        row.subject_id
        for row in rows.filter(use_from__lte=today)
        if (today - row.use_from).days * d >= (row.next_due - row.use_from).days * n
    ]
