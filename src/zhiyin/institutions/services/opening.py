"""Opening one 督办单 for each told breach; an overdue rectification moves its own sheet up instead."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Max

from zhiyin.institutions import rules
from zhiyin.institutions.facts import VIOLATION_CONFIRMED, VIOLATION_OPENED
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.references import rule_reference
from zhiyin.institutions.rules import State
from zhiyin.institutions.selectors.obligation import secret
from zhiyin.institutions.services.climbing import climb_sheet
from zhiyin.institutions.services.moving import to_desk, working_days, write
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people.models import Unit

WITH_SHEET: Final = ("grave", "ordinary")
NO_BREACH: Final = (State.EXPLAINED, State.CORRECTED)


@verb(may=(VIOLATION_OPENED.name, rules.CLIMBED))
def open_sheets(rows: Sequence[ObligationRow]) -> list[Violation]:
    """Sheets for breaches that are not light; safe to run again for the same rows.

    One sheet for one breach: while it is open, a second miss stands on it and moves it up; after it was
    closed, the second miss has a sheet of its own.
    """
    grave = [row for row in rows if row.rule.level in WITH_SHEET]
    for row in grave:
        if row.opened_by == VIOLATION_CONFIRMED.name:
            _move_its_own_sheet(row)
    new = _without_sheet([row for row in grave if row.opened_by != VIOLATION_CONFIRMED.name])
    if not new:
        return []
    desks = Desks(programme().holders)
    units = Unit.objects.in_bulk({row.unit_id for row in new if row.unit_id})
    # That there is an accusation is nobody's business outside discipline.
    hidden, earlier = secret(new), _earlier(new)
    number = Violation.objects.filter(year=clock.today().year).aggregate(n=Max("number"))["n"] or 0
    sheets = []
    for number, row in enumerate(new, start=number + 1):  # noqa: B020 (counts on from the year's last)
        unit = units.get(row.unit_id, desks.root) if row.unit_id else desks.root
        earlier[row.rule.rule, unit.pk] += 1
        times = earlier[row.rule.rule, unit.pk]
        sheet = _sheet(row, unit, number, times, desks)
        sheet.confided = row.pk in hidden
        to_desk(sheet, rules.TOP if sheet.confided else 1, desks)
        sheet.owner_path = sheet.desk_path
        sheet.save(force_insert=True)
        write(sheet, "open", None)
        sheets.append(sheet)
    record_all(_opened(sheet) for sheet in sheets)
    return sheets


def _sheet(row: ObligationRow, unit: Unit, number: int, times: int, desks: Desks) -> Violation:
    today = clock.today()
    until = working_days(rules.CONTEST_WORKING_DAYS)
    return Violation(
        obligation_id=row.pk, year=today.year, number=number, rule_uid=row.rule.uid, rule=row.rule.rule,
        key=row.key, period=row.period, title_zh=row.rule.title_zh, title_en=row.rule.title_en,
        force=row.rule.force, level=row.rule.level, group=row.rule.group, must=row.rule.must,
        side=rules.side_of(row.rule.must), unit=unit, due_on=row.due_on, unproven=row.status == "unproven",
        opened_on=today, contest_until=until, step_due_on=until, times=times,
    )  # fmt: skip


def _opened(sheet: Violation) -> Entry:
    payload: dict[str, Value | None] = {
        "obligation": sheet.obligation_id, "rule": rule_reference(sheet.rule_uid), "level": sheet.level,
        "times": sheet.times,
    }  # fmt: skip
    return Entry(VIOLATION_OPENED, sheet.pk, unit=sheet.unit_id, payload=payload)


def _without_sheet(rows: Sequence[ObligationRow]) -> list[ObligationRow]:
    """Rows that need a new sheet; a second miss goes on the sheet that is still open."""
    sheets = Violation.objects.filter(obligation_id__in=[row.pk for row in rows]).order_by("opened_on", "pk")
    last = {
        sheet.obligation_id: sheet for sheet in sheets.select_for_update(of=("self",)).select_related("unit")
    }
    new = []
    for row in rows:
        sheet = last.get(row.pk)
        missed_again = sheet is not None and sheet.due_on != row.due_on
        if sheet is None or (missed_again and sheet.state in rules.ENDED):
            new.append(row)
        elif missed_again:
            _miss_again(sheet, row)
    return new


def _miss_again(sheet: Violation, row: ObligationRow) -> None:
    """The later date is missed too: it is written on the sheet, and the next desk has it."""
    sheet.due_on, sheet.unproven = row.due_on, row.status == "unproven"
    sheet.version += 1
    sheet.save(update_fields=["due_on", "unproven", "version"])
    write(sheet, "miss_again", None, new_on=row.due_on)
    if sheet.state not in rules.UNCONFIRMED and sheet.rung < rules.TOP:
        climb_sheet(sheet=sheet)


def _earlier(rows: Iterable[ObligationRow]) -> Counter[tuple[str, UUID]]:
    """How often each of these rules was broken by each unit within the last twelve months."""
    known = Violation.objects.filter(rule__in={row.rule.rule for row in rows}).exclude(state__in=NO_BREACH)
    found: dict[tuple[str, UUID], list[object]] = {}
    for rule, unit, day in known.values_list("rule", "unit_id", "opened_on"):
        found.setdefault((rule, unit), []).append(day)
    today = clock.today()
    return Counter({place: rules.repeats(days, today) - 1 for place, days in found.items()})  # type: ignore[arg-type]


def _move_its_own_sheet(row: ObligationRow) -> None:
    """The limit to put a breach right is over: that is no second breach."""
    sheet = Violation.objects.filter(pk=row.key).select_for_update().select_related("unit").first()
    if sheet is not None and sheet.state in rules.OPEN and sheet.rung < rules.TOP:
        climb_sheet(sheet=sheet)
