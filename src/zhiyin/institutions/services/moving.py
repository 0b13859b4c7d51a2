"""Taking a step on a sheet: lock it, check who and when, change state, write it down, record the fact."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions import rules
from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import SheetEntry, Violation
from zhiyin.institutions.permissions import desk_grant, parties
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import State
from zhiyin.journal import clock, leaf
from zhiyin.journal.kinds import Value, named
from zhiyin.journal.record import SYSTEM, Entry, record_all
from zhiyin.people.acting import Acting

Parts = Mapping[str, str]


class Conflict(Exception):
    """Somebody else acted on the sheet since this page was opened."""


def locked(violation_id: UUID, *, version: int | None = None) -> Violation:
    """The sheet, locked for this transaction. Raises Conflict, Violation.DoesNotExist."""
    sheet = Violation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=violation_id)
    if version is not None and sheet.version != version:
        raise Conflict
    return sheet


def allow(acting: Acting | None, sheet: Violation, verb: str) -> rules.Step:
    """The row of the table for `verb`. Raises PermissionDenied, NotNow."""
    found = rules.STEPS[verb]
    permitted = rules.Party.SYSTEM in found.by if acting is None else bool(parties(acting, sheet) & found.by)
    if not permitted:
        raise PermissionDenied(verb)
    return rules.step(verb, sheet.state)


def took_part(acting: Acting, sheet: Violation, *verbs: str) -> bool:
    """Whether this person took one of these steps on this sheet."""
    return sheet.entries.filter(by=acting.employee, verb__in=verbs).exists()


def digested(parts: Parts) -> tuple[str, str]:
    """A fresh salt and the digest of these texts under it."""
    salt = leaf.salt()
    text = json.dumps(dict(parts), ensure_ascii=False, sort_keys=True)
    return salt, leaf.text_digest(salt, text)


def write(
    sheet: Violation,
    verb: str,
    acting: Acting | None,
    *,
    parts: Parts | None = None,
    salt: str = "",
    new_on: date | None = None,
    outcome: str = "",
) -> SheetEntry:
    """One line on the sheet, signed by its writer's post."""
    return SheetEntry.objects.create(
        violation=sheet,
        place=sheet.entries.count() + 1,
        verb=verb,
        on=clock.today(),
        by=acting.employee if acting else None,
        post_id=post_of(acting, sheet),
        rung=sheet.rung,
        new_on=new_on,
        outcome=outcome,
        parts=dict(parts or {}),
        salt=salt,
    )


def post_of(acting: Acting | None, sheet: Violation) -> UUID | None:
    """The post a person acts from: the desk's, else one over the unit, else any they hold."""
    if acting is None:
        return None
    desk = desk_grant(acting, sheet)
    if desk is not None:
        return desk.post_id
    over = [grant.post_id for grant in acting.grants if sheet.unit.path.startswith(grant.unit_path)]
    return next(iter([*over, *acting.posts]), None)


def move(sheet: Violation, found: rules.Step, acting: Acting | None, **payload: Value | None) -> None:
    """The state and its fact together."""
    if found.to is not None:
        sheet.state = found.to
    sheet.version += 1
    if sheet.state in rules.ENDED:
        sheet.ended_on = clock.today()
    sheet.save()
    actor = acting.actor if acting else SYSTEM
    record_all([Entry(named(found.fact), sheet.pk, actor, sheet.unit_id, payload=payload)])


def working_days(n: int) -> date:
    """The last of `n` working days from tomorrow."""
    return Calendar.shipped().add_working_days(clock.today(), n)


def to_desk(sheet: Violation, rung: int, desks: Desks | None = None) -> None:
    """Lay the sheet on the desk of a rung."""
    known = programme().by_uid.get(sheet.rule_uid)
    ladder = known.breach.ladder if known else ()
    desks = desks or Desks(programme().holders)
    desk = desks.desk(rules.rung_role(rung, sheet.side, ladder), sheet.unit.path)
    if sheet.confided:
        desk = desks.desk("discipline", sheet.unit.path)
    sheet.rung, sheet.desk_role, sheet.desk_path = rung, desk.role, desk.path


def enter(sheet: Violation, state: State) -> None:
    """The deadline of the state that the sheet is entering; signing days are the rung's."""
    days = {
        State.CONFIRMED: rules.rung_days(sheet.rung),
        State.CONTESTED: rules.CONTEST_DECISION_WORKING_DAYS,
        State.RECTIFIED: rules.ACCEPT_WORKING_DAYS,
        State.ACCEPTED: rules.OUTCOME_WORKING_DAYS,
    }
    if state in days:
        sheet.step_due_on = working_days(days[state])
    elif state in (State.SIGNED, State.RETURNED) and sheet.new_on:
        sheet.step_due_on = sheet.new_on


def texts(**parts: str) -> dict[str, Any]:
    """Texts without surrounding space, empty ones left out."""
    return {name: text.strip() for name, text in parts.items() if text.strip()}
