"""Putting a breach right: a named leader signs, the unit reports, others accept, and an outcome follows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from zhiyin.institutions import rules
from zhiyin.institutions.models import Violation
from zhiyin.institutions.permissions import desk_grant
from zhiyin.institutions.rules import NotNow, State
from zhiyin.institutions.services.files import Upload, keep_files
from zhiyin.institutions.services.moving import (
    allow,
    digested,
    enter,
    locked,
    move,
    post_of,
    texts,
    took_part,
    working_days,
    write,
)
from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting


@verb("institutions.violation.signed")
def sign_violation(
    *, acting: Acting, violation_id: UUID, reason: str, new_on: date, version: int | None = None
) -> Violation:
    """The leader on whose desk it lies writes the reason and a new date. Raises NotNow."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "sign")
    today = clock.today()
    # A sheet that climbed past the limit still needs a date; the limit then is the desk's own.
    latest = max(sheet.rectify_by or today, _latest(sheet))
    rules.check_signing(new_on=new_on, today=today, latest=latest, reason=reason)
    parts = texts(reason=reason)
    salt, digest = digested(parts)
    sheet.new_on = new_on
    write(sheet, "sign", acting, parts=parts, salt=salt, new_on=new_on)
    enter(sheet, State.SIGNED)
    grant = desk_grant(acting, sheet)
    post = grant.post_id if grant else post_of(acting, sheet)
    move(sheet, found, acting, rung=sheet.rung, new_on=new_on, post=post, text=digest)
    return sheet


def _latest(sheet: Violation) -> date:
    """The last date that may be signed now: ten working days ahead once the first limit is over."""
    return working_days(rules.ACCEPT_WORKING_DAYS) if sheet.rung > 1 else clock.today()


@verb("institutions.rectification.reported")
def report_rectification(
    *,
    acting: Acting,
    violation_id: UUID,
    cause: str,
    measure: str,
    owner: str,
    evidence: str,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> Violation:
    """The unit says what was put right: cause, measure, who is answerable, what shows it."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "rectify")
    rules.check_rectification(cause=cause, measure=measure, owner=owner, evidence=evidence)
    parts = texts(cause=cause, measure=measure, owner=owner, evidence=evidence)
    salt, digest = digested(parts)
    entry = write(sheet, "rectify", acting, parts=parts, salt=salt)
    kept = keep_files(uploads=uploads, entry=entry)
    enter(sheet, State.RECTIFIED)
    move(sheet, found, acting, files=len(kept), text=digest)
    return sheet


@verb("institutions.rectification.accepted")
def accept_rectification(
    *, acting: Acting, violation_id: UUID, opinion: str, version: int | None = None
) -> Violation:
    """The other side looked and it is right. Raises NotNow."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "accept")
    _not_ones_own(acting, sheet)
    rules.needs(opinion, "acceptance_needs_opinion")
    parts = texts(opinion=opinion)
    salt, digest = digested(parts)
    write(sheet, "accept", acting, parts=parts, salt=salt)
    enter(sheet, State.ACCEPTED)
    move(sheet, found, acting, recheck="passed", by=acting.actor, text=digest)
    return sheet


@verb("institutions.rectification.accepted")
def send_back_rectification(
    *, acting: Acting, violation_id: UUID, opinion: str, new_on: date, version: int | None = None
) -> Violation:
    """Not right yet: why, and until when. Raises NotNow."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "send_back")
    _not_ones_own(acting, sheet)
    rules.needs(opinion, "acceptance_needs_opinion")
    if new_on < clock.today():
        raise NotNow("new_date_in_the_past")
    parts = texts(opinion=opinion)
    salt, digest = digested(parts)
    sheet.new_on = new_on
    write(sheet, "send_back", acting, parts=parts, salt=salt, new_on=new_on)
    enter(sheet, State.RETURNED)
    move(sheet, found, acting, recheck="failed", by=acting.actor, new_on=new_on, text=digest)
    return sheet


def _not_ones_own(acting: Acting, sheet: Violation) -> None:
    if took_part(acting, sheet, "sign", "rectify"):
        raise NotNow("accepted_by_the_same_person")


@verb("institutions.violation.closed")
def decide_outcome(
    *, acting: Acting, violation_id: UUID, outcome: str, reason: str, version: int | None = None
) -> Violation:
    """约谈, 通报, 问责, or 不追究 with reasons; without one of them no sheet is closed."""
    sheet = locked(violation_id, version=version)
    found = allow(acting, sheet, "decide_outcome")
    rules.check_outcome(outcome=outcome, reason=reason)
    if took_part(acting, sheet, "sign", "rectify"):
        raise NotNow("decided_by_the_same_person")
    parts = texts(reason=reason)
    salt, digest = digested(parts)
    sheet.outcome = outcome
    write(sheet, "decide_outcome", acting, parts=parts, salt=salt, outcome=outcome)
    move(sheet, found, acting, outcome=outcome, post=post_of(acting, sheet), text=digest)
    return sheet
