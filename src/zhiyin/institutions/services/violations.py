"""Whether a breach stands: contested once by the owing unit, decided by others, confirmed by default."""

from datetime import date
from uuid import UUID

from zhiyin.institutions import rules
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.models import Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import NotNow, State
from zhiyin.institutions.services.moving import (
    allow,
    digested,
    enter,
    locked,
    move,
    texts,
    to_desk,
    took_part,
    write,
)
from zhiyin.institutions.spans import Span
from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting


@verb("institutions.violation.contested")
def contest_violation(
    *, acting: Acting, violation_id: UUID, reason: str, version: int | None = None
) -> Violation:
    """The owing unit objects, once, within five working days. Raises NotNow."""
    sheet = locked(violation_id, version=version)
    if sheet.state == State.CONTESTED:
        raise NotNow("contested_before")
    found = allow(acting, sheet, "contest")
    before = sheet.entries.filter(verb="contest").exists()
    rules.check_contest(
        contested_before=before, today=clock.today(), until=sheet.contest_until, reason=reason
    )
    parts = texts(reason=reason)
    salt, digest = digested(parts)
    write(sheet, "contest", acting, parts=parts, salt=salt)
    enter(sheet, State.CONTESTED)
    move(sheet, found, acting, text=digest)
    return sheet


@verb("institutions.violation.confirmed")
def confirm_violation(
    *, acting: Acting, violation_id: UUID, reason: str = "", version: int | None = None
) -> Violation:
    """Somebody else than the owing unit says that it stands; with reasons if it was contested."""
    sheet = locked(violation_id, version=version)
    allow(acting, sheet, "confirm")
    if sheet.state == State.CONTESTED:
        rules.needs(reason, "decision_needs_reason")
        _by_another(acting, sheet)
    confirm_sheet(acting=acting, sheet=sheet, reason=reason)
    return sheet


def confirm_sheet(*, acting: Acting | None, sheet: Violation, reason: str = "") -> Violation:
    """A locked sheet is confirmed and laid on the first desk; without `acting`, by default."""
    found = allow(acting, sheet, "confirm")
    contested = sheet.state == State.CONTESTED
    sheet.confirmed_on = clock.today()
    sheet.rectify_by = _rectify_by(sheet)
    to_desk(sheet, rules.TOP if sheet.confided else 1)
    enter(sheet, State.CONFIRMED)
    parts = texts(reason=reason)
    salt, digest = digested(parts) if parts else ("", None)
    write(sheet, "confirm", acting, parts=parts, salt=salt)
    refused = True if contested else None
    move(sheet, found, acting, rule_force=sheet.force, text=digest, contest_refused=refused)
    return sheet


def _rectify_by(sheet: Violation) -> date:
    """The last day a new date may name: the rule's own span, else the house's thirty days."""
    rule = programme().by_uid.get(sheet.rule_uid)
    span = rule.breach.rectify if rule and rule.breach.rectify else Span(rules.RECTIFY_DAYS, "day")
    return Calendar.shipped().forward(clock.today(), span)[1]


@verb("institutions.violation.explained")
def explain_violation(
    *, acting: Acting, violation_id: UUID, ground: str, version: int | None = None
) -> Violation:
    """Excused, with the ground, by somebody else than the owing unit."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "explain")
    _by_another(acting, sheet)
    rules.needs(ground, "decision_needs_reason")
    parts = texts(ground=ground)
    salt, digest = digested(parts)
    write(sheet, "explain", acting, parts=parts, salt=salt)
    move(sheet, found, acting, text=digest)
    return sheet


@verb("institutions.violation.record_corrected")
def correct_record(
    *, acting: Acting, violation_id: UUID, ground: str, version: int | None = None
) -> Violation:
    """The record was wrong, not the unit: somebody else says why."""
    sheet = locked(violation_id, version=version)
    allow(acting, sheet, "correct_record")
    rules.needs(ground, "decision_needs_reason")
    _by_another(acting, sheet)
    correct_sheet(acting=acting, sheet=sheet, ground=ground)
    return sheet


def correct_sheet(*, acting: Acting | None, sheet: Violation, ground: str = "") -> Violation:
    """A locked sheet ends because the record was corrected; without `acting`, evidence came later."""
    found = allow(acting, sheet, "correct_record")
    parts = texts(ground=ground)
    salt, digest = digested(parts) if parts else ("", None)
    write(sheet, "correct_record", acting, parts=parts, salt=salt)
    move(sheet, found, acting, text=digest)
    return sheet


def _by_another(acting: Acting, sheet: Violation) -> None:
    """Nobody decides on what they themselves contested, signed or reported."""
    if took_part(acting, sheet, "contest", "sign", "rectify"):
        raise NotNow("decided_by_the_same_person")
