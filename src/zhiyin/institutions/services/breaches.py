"""The first sight of a breach, and reminders before one: facts, each once, told in bounded batches."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from zhiyin.institutions.engine.rows import next_of, reminder_day
from zhiyin.institutions.facts import OBLIGATION_BREACHED, OBLIGATION_REMINDED
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.references import key_reference, rule_reference
from zhiyin.institutions.services.opening import open_sheets
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.sequence import take_watermark
from zhiyin.journal.verbs import verb

READER: Final = "breaches"
BATCH: Final = 500
BREACHED: Final = ("breached", "unproven", "kept_late")
RUNNING: Final = ("due", "breached", "unproven")
SUBJECT: Final = "obligation"


@verb(may=(OBLIGATION_BREACHED.name,))
def tell_breaches(limit: int = BATCH) -> int:
    """Record each breach once and open its sheet; returns how many rows were told.

    Never on a provisional date, never for a rule that only reminds. Where a date moved after it was missed
    and is missed again, that is told again.
    """
    take_watermark(READER)
    ObligationRow.objects.filter(status__in=ObligationRow.OPEN, told_on__isnull=False).update(told_on=None)
    untold = ObligationRow.objects.filter(status__in=BREACHED, told_on__isnull=True, provisional=False)
    rows = list(untold.exclude(rule__level="none").select_related("rule").order_by("id")[:limit])
    if not rows:
        return 0
    before = _told_before(rows)
    new = [row for row in rows if row.pk not in before]
    record_all([_breach(row) for row in new])
    ObligationRow.objects.filter(pk__in=[row.pk for row in rows]).update(told_on=clock.today())
    open_sheets(new)
    return len(rows)


def _told_before(rows: Sequence[ObligationRow]) -> set[UUID]:
    """A row that was derived anew is the same breach: the journal remembers. A later date is another one."""
    due = {str(row.pk): row.due_on for row in rows}
    facts = Fact.objects.filter(
        subject_kind=SUBJECT, subject_id__in=list(due), kind=OBLIGATION_BREACHED.name
    ).values_list("subject_id", "occurred_on")
    return {UUID(pk) for pk, told in facts if (missed := due[pk]) is None or told >= missed}


def _breach(row: ObligationRow) -> Entry:
    return Entry(
        OBLIGATION_BREACHED, row.pk, unit=row.unit_id,
        payload={
            "rule": rule_reference(row.rule.uid), "key": key_reference(row.key), "due_on": row.due_on,
            "unproven": row.status == "unproven", "level": row.rule.level,
        },
    )  # fmt: skip


@verb(may=(OBLIGATION_REMINDED.name,))
def remind(limit: int = BATCH) -> int:
    """Record the reminders whose day has come, and set the next; returns how many rows were looked at."""
    take_watermark(READER)
    today = clock.today()
    reached = ObligationRow.objects.filter(next_on__lte=today)
    reached.exclude(status__in=(*RUNNING, "suspended")).update(next_step=None, next_on=None)
    # A running pause moves the date; its reminders wait until it ends.
    rows = list(reached.filter(status__in=RUNNING).select_related("rule").order_by("id")[:limit])
    if not rows:
        return 0
    known = _reminded([row.pk for row in rows])
    entries: list[Entry] = []
    for row in rows:
        rule = programme().by_uid.get(row.rule.uid)
        if rule is None or row.due_on is None:
            row.next_step, row.next_on = None, None
            continue
        entries += [e for e in _reminders(row, rule, today) if _place(row.pk, e) not in known]
        row.next_step, row.next_on = next_of(rule.remind, row.start_on, row.due_on, today + timedelta(days=1))
    record_all(entries)
    ObligationRow.objects.bulk_update(rows, ["next_step", "next_on"])
    return len(rows)


def _reminders(row: ObligationRow, rule: Rule, today: date) -> list[Entry]:
    assert row.due_on is not None and row.next_on is not None
    found = []
    for step, one in enumerate(rule.remind):
        if row.next_on <= reminder_day(one, row.start_on, row.due_on) <= today:
            payload: dict[str, Value | None] = {
                "rule": rule_reference(rule.uid), "key": key_reference(row.key), "due_on": row.due_on,
                "step": step + 1, "tell": one.tell,
            }  # fmt: skip
            found.append(Entry(OBLIGATION_REMINDED, row.pk, unit=row.unit_id, payload=payload))
    return found


def _place(pk: UUID, entry: Entry) -> tuple[str, object, object]:
    due = entry.payload["due_on"]
    return str(pk), entry.payload["step"], due.isoformat() if isinstance(due, date) else due


def _reminded(ids: Sequence[UUID]) -> set[tuple[str, object, object]]:
    facts = Fact.objects.filter(
        subject_kind=SUBJECT, subject_id__in=[str(pk) for pk in ids], kind=OBLIGATION_REMINDED.name
    )
    return {
        (subject, payload.get("step"), payload.get("due_on"))
        for subject, payload in facts.values_list("subject_id", "payload")
    }
