"""What the handler does first: sign in, object, contact, ask."""

from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Ask, Demand, Exclusion, Objection
from zhiyin.voice.services.steps import advance, allow, locked, salted


@verb("voice.demand.signed_in")
def sign_in_demand(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """The handler takes the case: from here the handling unit answers for it."""
    demand = locked(demand_id, version=version)
    demand.handler = acting.employee
    advance(demand, "sign_in", acting, handler=acting.actor)
    return demand


@verb("voice.demand.objected")
def object_to_dispatch(*, acting: Acting, demand_id: UUID, reason: str, version: int | None = None) -> Demand:
    """Not this unit's business, with reasons (信访工作条例 23(3)); two bounces at most."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "object")
    rules.check_objection(demand.objections)
    if not reason.strip() or demand.handling_unit is None:
        raise rules.NotNow("objection_needs_reason")
    salt, digest = salted(reason)
    Objection.objects.create(
        demand=demand,
        unit=demand.handling_unit,
        by=acting.employee,
        reason=reason,
        reason_salt=salt,
        made_on=clock.today(),
    )
    demand.objections += 1
    advance(demand, "object", acting, reasoned=True, reason=digest)
    return demand


@verb("voice.handler.recused")
def recuse_handler(*, acting: Acting, demand_id: UUID, conflict: str, version: int | None = None) -> Demand:
    """The handler has an interest in it (信访工作条例 28(3)): back to the office, out of their sight."""
    demand = locked(demand_id, version=version)
    advance(demand, "recuse", acting, handler=acting.actor, conflict=conflict)
    demand.handling_post = demand.handling_unit = demand.handler = None
    demand.save(update_fields=["handling_post", "handling_unit", "handler"])
    Exclusion.objects.create(demand=demand, employee=acting.employee, recused=True)
    return demand


@verb("voice.demand.contacted")
def contact_speaker(*, acting: Acting, demand_id: UUID, channel: str, version: int | None = None) -> Demand:
    """A person has talked with the employee; an automatic receipt is not a response."""
    demand = locked(demand_id, version=version)
    advance(demand, "contact", acting, channel=channel, handler=acting.actor)
    return demand


@verb("voice.info.requested")
def ask_speaker(
    *, acting: Acting, demand_id: UUID, reason: str, text: str, version: int | None = None
) -> Demand:
    """Ask for facts: the house promise pauses, the ceiling does not."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "ask")
    salt, digest = salted(text)
    Ask.objects.create(demand=demand, reason=reason, text=text, text_salt=salt, asked_on=clock.today())
    advance(demand, "ask", acting, reason=reason, text=digest)
    return demand
