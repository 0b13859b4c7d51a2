"""More time: asked for by the handler, decided by a second person, told before the old date."""

from datetime import date
from uuid import UUID

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.sequence import of_subject
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, Extension, Redate
from zhiyin.voice.services.steps import SUBJECT, advance, allow, handler_of, locked


@verb("voice.extension.requested")
def request_extension(
    *, acting: Acting, demand_id: UUID, days: int, reason: str, explanation: str, version: int | None = None
) -> Demand:
    """Ask a second person for more time, once, at most 30 days."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "request_extension")
    _check_extension(demand, approver="", days=days)
    if demand.extensions.filter(granted__isnull=True).exists():
        raise rules.NotNow("extension_pending")
    Extension.objects.create(
        demand=demand,
        days=days,
        reason=reason,
        explanation=explanation,
        handler=acting.employee,
        asked_on=clock.today(),
    )
    advance(demand, "request_extension", acting, days=days, reason=reason, handler=acting.actor)
    return demand


def _check_extension(demand: Demand, *, approver: str, days: int) -> None:
    due_on = clocks.ceiling_on(SUBJECT, demand.pk) or date.max
    rules.check_extension(
        approver=approver,
        handler=handler_of(demand),
        days=days,
        told_on=clock.today(),
        due_on=due_on,
        earlier=_granted_since_reopening(demand),
    )


def _granted_since_reopening(demand: Demand) -> int:
    """Reopening starts a new 60-day duty, which may be extended once in its turn."""
    granted = 0
    for fact in of_subject(SUBJECT, demand.pk):
        if fact.kind == "voice.demand.reopened":
            granted = 0
        granted += fact.kind == "voice.demand.extended"
    return granted


@verb("voice.demand.extended")
def grant_extension(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """The head of the unit approves and the speaker reads it the same day (信访工作条例 34)."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "extend")
    asked = _pending_extension(demand)
    if asked.handler_id == acting.employee.pk:
        raise rules.NotNow("extension_needs_second_person")
    _check_extension(demand, approver=acting.actor, days=asked.days)
    asked.decided_by, asked.decided_on, asked.granted = acting.employee, clock.today(), True
    asked.save()
    advance(
        demand,
        "extend",
        acting,
        days=asked.days,
        reason=asked.reason,
        handler=f"employee:{asked.handler_id.hex}",
        approved_by=acting.actor,
        told_on=clock.today(),
    )
    return demand


@verb("voice.extension.refused")
def refuse_extension(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """The old dates stand."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "refuse_extension")
    asked = _pending_extension(demand)
    if asked.handler_id == acting.employee.pk:
        raise rules.NotNow("extension_needs_second_person")
    asked.decided_by, asked.decided_on, asked.granted = acting.employee, clock.today(), False
    asked.save()
    advance(demand, "refuse_extension", acting)
    return demand


def _pending_extension(demand: Demand) -> Extension:
    asked = demand.extensions.filter(granted__isnull=True).first()
    if asked is None:
        raise rules.NotNow("nothing_to_decide")
    return asked


@verb("voice.redate.requested")
def request_redate(
    *, acting: Acting, demand_id: UUID, promised_on: date, reason: str, version: int | None = None
) -> Demand:
    """Ask a second person for another promised date, once, before the old one."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "request_redate")
    ceiling = clocks.ceiling_on(SUBJECT, demand.pk)
    rules.check_promise(promised_on=promised_on, today=clock.today(), ceiling_on=ceiling)
    _check_redate(demand, approver="")
    if demand.redates.filter(granted__isnull=True).exists():
        raise rules.NotNow("extension_pending")
    Redate.objects.create(
        demand=demand, promised_on=promised_on, reason=reason, handler=acting.employee, asked_on=clock.today()
    )
    advance(demand, "request_redate", acting, promised_on=promised_on, handler=acting.actor)
    return demand


def _check_redate(demand: Demand, *, approver: str) -> None:
    rules.check_redate(
        approver=approver,
        handler=handler_of(demand),
        told_on=clock.today(),
        promised_on=demand.promised_on or date.min,
        earlier=demand.redates.filter(granted=True).count(),
    )


@verb("voice.promise.redated")
def grant_redate(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """A second person agrees to the new date; the speaker reads it the same day."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "redate")
    asked = _pending_redate(acting, demand)
    _check_redate(demand, approver=acting.actor)
    asked.decided_by, asked.decided_on, asked.granted = acting.employee, clock.today(), True
    asked.save()
    answer = demand.answers.filter(promised_on__isnull=False).last()
    if answer:
        answer.redated_from, answer.promised_on = answer.promised_on, asked.promised_on
        answer.save()
    demand.promised_on = asked.promised_on
    advance(
        demand,
        "redate",
        acting,
        promised_on=asked.promised_on,
        handler=f"employee:{asked.handler_id.hex}",
        approved_by=acting.actor,
        told_on=clock.today(),
    )
    return demand


@verb("voice.redate.refused")
def refuse_redate(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """The promised date stands."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "refuse_redate")
    asked = _pending_redate(acting, demand)
    asked.decided_by, asked.decided_on, asked.granted = acting.employee, clock.today(), False
    asked.save()
    advance(demand, "refuse_redate", acting)
    return demand


def _pending_redate(acting: Acting, demand: Demand) -> Redate:
    asked = demand.redates.filter(granted__isnull=True).first()
    if asked is None:
        raise rules.NotNow("nothing_to_decide")
    if asked.handler_id == acting.employee.pk:
        raise rules.NotNow("redate_needs_second_person")
    return asked
