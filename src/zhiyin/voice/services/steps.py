"""Taking a step in a demand: lock the row, check who and when, change state, record, refresh the clocks."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions import clocks
from zhiyin.journal import leaf
from zhiyin.journal.kinds import Value, named
from zhiyin.journal.record import SYSTEM, Entry, record_all
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand
from zhiyin.voice.permissions import parties
from zhiyin.voice.speakers import Speaker

Actor = Acting | Speaker | None
SUBJECT = "demand"


class Conflict(Exception):
    """Somebody else acted on the case since this page was opened."""


def locked(demand_id: UUID, *, version: int | None = None) -> Demand:
    """The demand, locked for this transaction. Raises Conflict, Demand.DoesNotExist."""
    demand = (
        Demand.objects.select_for_update(of=("self",))
        .select_related("unit", "handling_unit", "handling_post")
        .get(pk=demand_id)
    )
    if version is not None and demand.version != version:
        raise Conflict
    return demand


def allow(acting: Actor, demand: Demand, verb: str) -> rules.Step:
    """The row of the table for `verb`. Raises PermissionDenied, NotNow."""
    found = rules.STEPS[verb]
    if acting is None:
        permitted = rules.Party.SYSTEM in found.by
    elif isinstance(acting, Speaker):
        permitted = rules.Party.SPEAKER in found.by and acting.demand_id == demand.pk
    else:
        permitted = bool(parties(acting, demand) & found.by) and not excluded(acting, demand)
    if not permitted:
        raise PermissionDenied(verb)
    return rules.step(verb, demand.state)


def excluded(acting: Acting, demand: Demand) -> bool:
    """Whether the speaker asked that this person be kept out."""
    return demand.exclusions.filter(employee=acting.employee).exists()


def actor_of(acting: Actor) -> str:
    return SYSTEM if acting is None else acting.actor


def advance(demand: Demand, verb: str, acting: Actor, **payload: Value | None) -> None:
    """One allowed step: state and fact together."""
    advance_all(demand, acting, (verb, payload))


def advance_all(demand: Demand, acting: Actor, *steps: tuple[str, dict[str, Value | None]]) -> None:
    """Several allowed steps in order, in one save. Raises PermissionDenied, NotNow."""
    entries = []
    for verb, payload in steps:
        found = allow(acting, demand, verb)
        as_deputy = said_as_deputy(acting, demand, found)
        _move(demand, found)
        entries.append(entry(demand, found.fact, actor_of(acting), payload | as_deputy))
    demand.version += 1
    if isinstance(acting, Speaker):
        demand.speaker_seen = demand.version
    demand.save()
    record_all(entries)
    clocks.refresh(SUBJECT, [demand.pk])


def said_as_deputy(acting: Actor, demand: Demand, found: rules.Step) -> dict[str, Value | None]:
    """What the fact of a step says besides, where its taker deputises."""
    if not isinstance(acting, Acting):
        return {}
    return deputising(acting.stands_in_at(lambda who: bool(parties(who, demand) & found.by)))


def deputising(post: UUID | None) -> dict[str, Value | None]:
    """The part of a payload that names the post of an absent holder."""
    return {"deputising": post.hex} if post else {}


def _move(demand: Demand, found: rules.Step) -> None:
    if found.verb == "ask":
        demand.resumes_to = demand.state
    demand.state = rules.state_after(found, demand.state, demand.resumes_to)


def entry(demand: Demand, kind: str, actor: str, payload: dict[str, Value | None]) -> Entry:
    """The fact of a step, with the protection of the way its speaker chose."""
    unit = demand.handling_unit_id or demand.unit_id
    return Entry(named(kind), demand.pk, actor, unit, sealed=demand.sealed, payload=payload)


def next_place(demand: Demand, related: str) -> int:
    """1, 2, 3 … within one demand."""
    return int(getattr(demand, related).count()) + 1


def salted(text: str) -> tuple[str, str]:
    """A fresh salt and the digest of `text` under it."""
    salt = leaf.salt()
    return salt, leaf.text_digest(salt, text)


def handler_of(demand: Demand) -> str:
    """The handler as facts name them; the unit's post when nobody has signed in yet."""
    if demand.handler_id:
        return f"employee:{demand.handler_id.hex}"
    return f"post:{demand.handling_post_id.hex}" if demand.handling_post_id else SYSTEM


def unrelated(demand: Demand) -> dict[str, Value | None]:
    """What whoever hands a case over states of the post that gets it."""
    return {
        "conflict": "none",
        "lead": demand.handling_unit_id.hex if demand.handling_unit_id else None,
        "bounces": demand.objections,
    }
