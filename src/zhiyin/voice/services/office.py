"""What the demand office does: register, notify, accept, redirect, merge, dispatch, rule, lapse, close."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules, search
from zhiyin.voice.models import Demand, Notice
from zhiyin.voice.rules_joint import Because
from zhiyin.voice.services.hot_leaving import leave_hot_problem
from zhiyin.voice.services.joint import take_back_all
from zhiyin.voice.services.posts import fitting_post
from zhiyin.voice.services.steps import (
    SUBJECT,
    Actor,
    advance,
    advance_all,
    allow,
    locked,
    next_place,
    unrelated,
)
from zhiyin.voice.speakers import Speaker
from zhiyin.voice.states import Kind, State, Way

LAPSE_AFTER_WORKING_DAYS = 10
LAPSE_AFTER_REMINDERS = 2


@verb("voice.demand.registered")
def register_demand(*, acting: Acting | None, demand_id: UUID, version: int | None = None) -> Demand:
    """Register what arrived. Without `acting` the system does, so that nothing waits unregistered."""
    demand = locked(demand_id, version=version)
    advance(demand, "register", acting)
    return demand


@verb("voice.demand.accepted", "voice.demand.noticed", may=("voice.demand.registered",))
def accept_demand(*, acting: Acting, demand_id: UUID, kind: str, version: int | None = None) -> Demand:
    """Accept with its kind and tell the speaker in writing (信访工作条例 23); registers first if need be."""
    demand = locked(demand_id, version=version)
    _refuse_report(demand, kind)
    if demand.state == State.SUBMITTED:
        advance(demand, "register", acting)
    demand.kind, demand.kind_contested = kind, False
    advance_all(demand, acting, ("accept", {"type": kind}), ("notify", {"written": True}))
    _notice(demand, "accepted", _("您的诉求已经受理，接下来交承办单位办理。"))
    return demand


def _refuse_report(demand: Demand, kind: str) -> None:
    """An accusation is never accepted on the ordinary track: move it to discipline instead."""
    if kind == Kind.REPORT and demand.track != Demand.Track.DISCIPLINE:
        raise rules.NotNow("report_goes_to_discipline")


@verb("voice.demand.redirected", "voice.demand.noticed", may=("voice.demand.registered",))
def redirect_demand(
    *, acting: Acting, demand_id: UUID, channel: str, explanation: str, limit: str, version: int | None = None
) -> Demand:
    """Name the legal channel and its limit (信访工作条例 31(1)-(5)); the reason is written to the speaker."""
    demand = locked(demand_id, version=version)
    if demand.state == State.SUBMITTED:
        advance(demand, "register", acting)
    flags: dict[str, Value | None] = {
        "channel": channel,
        "names_channel": True,
        "names_limit": bool(limit.strip()),
    }
    advance_all(demand, acting, ("notify", {"written": True}), ("redirect", flags))
    take_back_all(acting=None, demand=demand, because=Because.MOVED)
    _notice(demand, "redirected", "\n".join(part for part in (explanation, limit) if part.strip()))
    return demand


@verb("voice.demand.merged")
def merge_demand(
    *,
    acting: Acting,
    demand_id: UUID,
    into_id: UUID,
    speaker: Speaker | None = None,
    version: int | None = None,
) -> Demand:
    """Merge one person's duplicate. For a sealed speaker only on their own word with the receipt."""
    # Both are locked, in one order: two mergings into each other would each find the other one whole.
    seen_at = {demand_id: version}
    both = {pk: locked(pk, version=seen_at.get(pk)) for pk in sorted({demand_id, into_id})}
    demand, into = both[demand_id], both[into_id]
    allow(acting, into, "write")
    if into.pk == demand.pk or into.merged_into_id:
        raise rules.NotNow("merge_into_itself")
    if not _same_person(demand, into, speaker):
        raise rules.NotNow("merge_needs_same_person")
    demand.merged_into = into
    agreed = demand.way != Way.NAMED
    advance(demand, "merge", acting, into=into.pk.hex, speaker_agreed=agreed)
    take_back_all(acting=None, demand=demand, because=Because.MOVED)
    _notice(demand, "merged", _("并入您先前的诉求 %(number)s，一起办理。") % {"number": into.number})
    return demand


def _same_person(demand: Demand, into: Demand, speaker: Speaker | None) -> bool:
    if demand.way == Way.NAMED and into.way == Way.NAMED:
        return demand.author_id == into.author_id
    return speaker is not None and speaker.demand_id == into.pk


@verb("voice.kind.changed")
def change_kind(*, acting: Acting, demand_id: UUID, kind: str, version: int | None = None) -> Demand:
    """Set the kind anew, for instance after the speaker contested it."""
    demand = locked(demand_id, version=version)
    _refuse_report(demand, kind)
    demand.kind, demand.kind_contested = kind, False
    advance(demand, "change_kind", acting, type=kind)
    return demand


@verb("voice.demand.dispatched", "voice.handler.assigned")
def dispatch_demand(*, acting: Acting, demand_id: UUID, post_id: UUID, version: int | None = None) -> Demand:
    """Hand over to a unit's post, stating that nobody there has an interest in it."""
    demand = locked(demand_id, version=version)
    _assign(demand, post_id)
    advance_all(demand, acting, ("dispatch", _to(demand)), ("assign", unrelated(demand)))
    return demand


def _to(demand: Demand) -> dict[str, Value | None]:
    return {"to_unit": _hex(demand.handling_unit_id), "to_post": _hex(demand.handling_post_id)}


def _assign(demand: Demand, post_id: UUID) -> None:
    post = fitting_post(demand, post_id)
    demand.handling_post, demand.handling_unit, demand.handler = post, post.unit, None


def _hex(identifier: UUID | None) -> str | None:
    return identifier.hex if identifier else None


@verb("voice.objection.upheld", "voice.handler.assigned")
def uphold_objection(
    *, acting: Acting, demand_id: UUID, post_id: UUID, ruling: str, version: int | None = None
) -> Demand:
    """The unit was right: hand over to another."""
    demand = locked(demand_id, version=version)
    _rule(demand, upheld=True, ruling=ruling)
    _assign(demand, post_id)
    advance_all(demand, acting, ("uphold_objection", _to(demand)), ("assign", unrelated(demand)))
    return demand


@verb("voice.objection.dismissed")
def dismiss_objection(*, acting: Acting, demand_id: UUID, ruling: str, version: int | None = None) -> Demand:
    """The unit stays the lead (首接负责)."""
    demand = locked(demand_id, version=version)
    _rule(demand, upheld=False, ruling=ruling)
    advance(demand, "dismiss_objection", acting, **_to(demand))
    return demand


def _rule(demand: Demand, *, upheld: bool, ruling: str) -> None:
    demand.objection_rows.filter(upheld__isnull=True).update(
        upheld=upheld, ruling=ruling, ruled_on=clock.today()
    )


@verb("voice.demand.lapsed")
def lapse_demand(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """No facts after ten working days and two reminders: a named person says so; any word reopens it."""
    demand = locked(demand_id, version=version)
    asked = demand.asks.filter(supplied_on__isnull=True).last()
    if asked is None or asked.reminded < LAPSE_AFTER_REMINDERS or not _waited(asked.asked_on):
        raise rules.NotNow("too_early_to_lapse")
    advance(demand, "lapse", acting)
    _notice(demand, "lapsed", _("等您补充的时间已过，暂时放下。您随时再写一句，就接着办。"))
    return demand


def _waited(since: date) -> bool:
    return Calendar.shipped().working_days_between(since, clock.today()) >= LAPSE_AFTER_WORKING_DAYS


@verb("voice.demand.closed")
def close_demand(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """Close once the speaker has judged, was reached, or could not be; an accusation, once it is answered.

    Never without an answer document.
    """
    demand = locked(demand_id, version=version)
    if not demand.answers.exists():
        raise rules.NotNow("no_answer_document")
    if demand.track == Demand.Track.DISCIPLINE:
        because = "rated" if demand.solved else "answered"
        advance(demand, "close_accusation", acting, because=because)
        return demand
    if demand.state == State.RETURN_VISIT and not demand.calls.filter(reached=True).exists():
        raise rules.NotNow("not_reached_yet")
    because = {State.RATED: "rated", State.RETURN_VISIT: "reached"}.get(State(demand.state), "unreachable")
    advance(demand, "close", acting, because=because)
    return demand


@verb("voice.demand.moved_to_discipline")
def move_to_discipline(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """An accusation: from now on only the discipline officers see it; it leaves search at once."""
    demand = locked(demand_id, version=version)
    advance(demand, "move_to_discipline", acting)
    demand.track = Demand.Track.DISCIPLINE
    demand.handling_post = demand.handling_unit = demand.handler = None
    demand.save()
    leave_hot_problem(demand_id=demand.pk)
    take_back_all(acting=None, demand=demand, because=Because.MOVED)
    search.purge([demand.pk])
    clocks.refresh(SUBJECT, [demand.pk])
    return demand


@verb("voice.demand.escalated")
def escalate_demand(*, acting: Actor, demand_id: UUID, why: str, version: int | None = None) -> Demand:
    """Report to the next level: time running out, several units, or asked to."""
    demand = locked(demand_id, version=version)
    advance(demand, "escalate", acting, why=why)
    return demand


def _notice(demand: Demand, about: str, text: str) -> None:
    Notice.objects.create(
        demand=demand, place=next_place(demand, "notices"), about=about, text=text, given_on=clock.today()
    )
