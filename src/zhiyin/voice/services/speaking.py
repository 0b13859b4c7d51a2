"""What the speaker does after raising a demand: write, supply, contest, show a name, withdraw, reopen."""

from uuid import UUID

from django.db.models import F

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.vault.services import forget_link
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, Message
from zhiyin.voice.permissions import parties
from zhiyin.voice.rules_joint import Because
from zhiyin.voice.services.joint import take_back_all
from zhiyin.voice.services.steps import Actor, advance, allow, locked, next_place, salted
from zhiyin.voice.speakers import Speaker
from zhiyin.voice.states import State, Way

NAME_LENGTH = 64
HANDLING_SIDE = frozenset({rules.Party.OFFICE, rules.Party.HANDLER})


def message_of(demand: Demand, side: str, text: str, acting: Acting | None = None) -> str:
    """Keep what was said; returns its digest."""
    salt, digest = salted(text)
    Message.objects.create(
        demand=demand,
        place=next_place(demand, "messages"),
        side=side,
        by=acting.employee if acting else None,
        text=text,
        text_salt=salt,
        written_on=clock.today(),
        written_at=None if demand.sealed else clock.now(),
    )
    return digest


@verb(silent="the vault drops the link; that somebody did so must leave no trace")
def forget_case(*, speaker: Speaker) -> None:
    """A confidential case leaves its speaker's own list; the receipt code alone leads to it from now on."""
    demand = locked(speaker.demand_id)
    if demand.way == Way.CONFIDENTIAL:
        forget_link(case_id=demand.pk)


@verb(may=("voice.message.sent", "voice.info.received", "voice.demand.resumed"))
def write_as_speaker(*, speaker: Speaker, demand_id: UUID, text: str) -> Demand:
    """The speaker writes: this also supplies what was asked for, and wakes a lapsed case."""
    demand = locked(demand_id)
    if not text.strip():
        raise rules.NotNow("empty_message")
    verb_name = {State.AWAITING_EMPLOYEE: "supply", State.LAPSED: "resume"}.get(State(demand.state), "write")
    allow(speaker, demand, verb_name)
    digest = message_of(demand, Message.Side.SPEAKER, text)
    demand.asks.filter(supplied_on__isnull=True).update(supplied_on=clock.today())
    if verb_name == "write":
        advance(demand, "write", speaker, side="speaker", text=digest)
    elif verb_name == "resume":
        advance(demand, "resume", speaker, type=demand.kind or None, text=digest)
    else:
        advance(demand, verb_name, speaker, text=digest)
    return demand


@verb("voice.message.sent")
def write_as_officer(*, acting: Acting, demand_id: UUID, text: str) -> Demand:
    """An officer writes inside the case, under the part they take in it."""
    demand = locked(demand_id)
    if not text.strip():
        raise rules.NotNow("empty_message")
    allow(acting, demand, "write")
    side = side_of(acting, demand)
    advance(demand, "write", acting, side=side, text=message_of(demand, side, text, acting))
    return demand


def side_of(acting: Acting, demand: Demand) -> str:
    """The one part under which an officer writes: the nearest to the case first."""
    found = parties(acting, demand)
    order = (
        rules.Party.HANDLER,
        rules.Party.OFFICE,
        rules.Party.UNION,
        rules.Party.DISCIPLINE,
        rules.Party.REVIEWER,
    )
    if demand.track == Demand.Track.DISCIPLINE:
        return Message.Side.DISCIPLINE
    return next((party.value for party in order if party in found), Message.Side.OFFICE)


@verb(silent="what a speaker has looked at is nobody's business; the marker only clears their own news")
def mark_seen(*, speaker: Speaker) -> None:
    """The speaker has the case open: nothing in it is news any more."""
    Demand.objects.filter(pk=speaker.demand_id).update(speaker_seen=F("version"))


@verb(silent="that a message was opened is told to its writer alone, and is no step of the case")
def mark_read(*, acting: Acting, demand: Demand) -> None:
    """Somebody of the handling side has the case open: what the speaker wrote counts as read from today."""
    if not reads_for_handling(acting, demand):
        return
    unread = Message.objects.filter(demand=demand, side=Message.Side.SPEAKER, read_on__isnull=True)
    unread.update(read_on=clock.today(), read_at=None if demand.sealed else clock.now())


def reads_for_handling(acting: Acting, demand: Demand) -> bool:
    """The office or the handler (of an accusation: discipline), never the speaker by a post of theirs."""
    own = demand.author_id is not None and demand.author_id == acting.employee.pk
    return not own and bool(parties(acting, demand) & HANDLING_SIDE)


@verb("voice.kind.contested")
def contest_kind(*, speaker: Speaker, demand_id: UUID) -> Demand:
    """The speaker does not agree with the kind that was set."""
    demand = locked(demand_id)
    demand.kind_contested = True
    advance(demand, "contest_kind", speaker)
    return demand


@verb("voice.identity.shown")
def show_name(*, speaker: Speaker, demand_id: UUID, name: str) -> Demand:
    """Let the present handler alone know who is asking; nothing else changes."""
    demand = locked(demand_id)
    if demand.way == Way.NAMED or demand.handling_post_id is None or not name.strip():
        raise rules.NotNow("no_handler_to_show_name_to")
    demand.shown_name, demand.shown_to = name.strip()[:NAME_LENGTH], demand.handling_post
    advance(demand, "show_name", speaker)
    return demand


@verb("voice.demand.withdrawn")
def withdraw_demand(*, speaker: Speaker, demand_id: UUID) -> Demand:
    """Take it back; new facts may reopen it."""
    demand = locked(demand_id)
    advance(demand, "withdraw", speaker)
    take_back_all(acting=None, demand=demand, because=Because.WITHDRAWN)
    return demand


@verb("voice.demand.reopened")
def reopen_demand(*, acting: Actor, demand_id: UUID, text: str) -> Demand:
    """New facts after the end: registered again, with a new clock."""
    demand = locked(demand_id)
    if not text.strip():
        raise rules.NotNow("reopening_needs_new_facts")
    allow(acting, demand, "reopen")
    officer = acting if isinstance(acting, Acting) else None
    side = side_of(officer, demand) if officer else Message.Side.SPEAKER
    digest = message_of(demand, side, text, officer)
    demand.kind, demand.handling_post, demand.handling_unit, demand.handler = "", None, None, None
    demand.solved = demand.satisfied = ""
    advance(demand, "reopen", acting, text=digest)
    return demand
