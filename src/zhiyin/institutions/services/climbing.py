"""What nobody handles in time: confirmed by default, then one desk higher, up to the top."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from zhiyin.institutions import rules
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import State
from zhiyin.institutions.services.moving import enter, locked, move, to_desk, working_days, write
from zhiyin.institutions.services.violations import confirm_sheet, correct_sheet
from zhiyin.journal import clock
from zhiyin.journal.models import Counter, Watermark
from zhiyin.journal.verbs import verb

BATCH: Final = 200
CLIMBING: Final = (State.CONFIRMED, State.SIGNED, State.RETURNED, State.RECTIFIED, State.ACCEPTED)
FULFILLED: Final = ("kept", "excused", "cancelled")
ENGINE: Final = "institutions"


def climb_sheet(*, sheet: Violation, desks: Desks | None = None) -> Violation:
    """Move a locked sheet one desk up; `desks` of many are looked up once. Raises NotNow at the top."""
    found = rules.climbing(sheet.state)
    rung = rules.next_rung(sheet.rung)
    missed, before = sheet.step_due_on, sheet.state
    to_desk(sheet, rung, desks)
    if found.to is not None:
        sheet.new_on = None
        enter(sheet, found.to)
    else:
        sheet.step_due_on = working_days(rules.rung_days(rung))
    write(sheet, "climb", None)
    move(sheet, found, None, rung=rung, missed_on=missed, state=before)
    return sheet


@verb(may=(rules.CLIMBED,))
def climb_late(*, violation_id: UUID, desks: Desks) -> bool:
    """One missed desk; false if somebody acted meanwhile."""
    sheet = locked(violation_id)
    late = sheet.state in CLIMBING and sheet.step_due_on < clock.today() and sheet.rung < rules.TOP
    if late:
        climb_sheet(sheet=sheet, desks=desks)
    return late


@verb(may=(rules.RELAYED,))
def relay_from_empty(*, violation_id: UUID) -> bool:
    """Whoever is next up the line has the sheet of an empty desk; false if it has a holder by now."""
    sheet = locked(violation_id)
    before = sheet.desk_role, sheet.desk_path
    if sheet.state in rules.ENDED or Desks(programme().holders).holding(*before):
        return False
    to_desk(sheet, sheet.rung)
    if (sheet.desk_role, sheet.desk_path) == before:
        return False
    write(sheet, "relay", None)
    move(sheet, rules.step("relay", sheet.state), None, rung=sheet.rung)
    return True


@verb(may=("institutions.violation.confirmed",))
def confirm_by_default(*, violation_id: UUID) -> bool:
    """Nobody contested it, or nobody decided on that in time: it stands."""
    sheet = locked(violation_id)
    silent = sheet.state in rules.UNCONFIRMED and sheet.step_due_on < clock.today()
    if silent:
        confirm_sheet(acting=None, sheet=sheet)
    return silent


@verb(may=("institutions.violation.record_corrected",))
def correct_by_evidence(*, violation_id: UUID) -> bool:
    """Evidence that came later shows that the duty was done in time."""
    sheet = locked(violation_id)
    open_still = sheet.state in rules.STEPS["correct_record"].sources
    if open_still:
        correct_sheet(acting=None, sheet=sheet)
    return open_still


def climb(limit: int = BATCH) -> int:
    """Sheets whose deadline was missed; each in its own transaction. Returns how many moved."""
    late = Violation.objects.filter(
        state__in=CLIMBING, step_due_on__lt=clock.today(), rung__lt=rules.TOP
    ).order_by("step_due_on", "id")
    return _each(partial(climb_late, desks=Desks(programme().holders)), late, limit)


def confirm_unanswered(limit: int = BATCH) -> int:
    """Breaches that stand by silence. Returns how many were confirmed."""
    waiting = Violation.objects.filter(state__in=rules.UNCONFIRMED, step_due_on__lt=clock.today())
    return _each(confirm_by_default, waiting.order_by("step_due_on", "id"), limit)


def reconcile(limit: int = BATCH) -> int:
    """Sheets of duties that turn out to be done; returns how many.

    Only while the engine has read everything, so that a rebuild half-way corrects nothing.
    """
    if not _caught_up():
        return 0
    doubtful = Violation.objects.filter(state__in=rules.STEPS["correct_record"].sources)
    fine = ObligationRow.objects.filter(status__in=FULFILLED).values("pk")
    return _each(correct_by_evidence, doubtful.filter(obligation_id__in=fine), limit)


def relay(limit: int = BATCH) -> int:
    """Sheets on desks that nobody holds; returns how many have another desk now."""
    desks = Desks(programme().holders)
    lying = Violation.objects.filter(state__in=rules.OPEN)
    places = lying.values_list("desk_role", "desk_path").distinct().order_by()
    empty = [place for place in places if not desks.holding(*place)]
    found = 0
    for role, path in empty:
        sheets = lying.filter(desk_role=role, desk_path=path).order_by("step_due_on", "id")
        found += _each(relay_from_empty, sheets, limit)
    return found


def _each(take: Callable[..., bool], sheets: QuerySet[Violation], limit: int) -> int:
    return sum(take(violation_id=pk) for pk in list(sheets.values_list("pk", flat=True)[:limit]))


def _caught_up() -> bool:
    last = Counter.objects.filter(pk=1).values_list("last", flat=True).first() or 0
    read = Watermark.objects.filter(pk=ENGINE).values_list("seq", flat=True).first() or 0
    return read >= last
