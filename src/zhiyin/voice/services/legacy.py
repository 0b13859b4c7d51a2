"""Old problems with their papers, and the second look at what was reasonable but could not be done."""

from uuid import UUID

from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, LegacyPaper
from zhiyin.voice.services.speaking import message_of, side_of
from zhiyin.voice.services.steps import advance, advance_all, allow, locked, next_place, salted


@verb("voice.legacy.marked")
def mark_legacy(*, acting: Acting, demand_id: UUID, version: int | None = None) -> Demand:
    """An old problem (历史遗留): what was decided then belongs to the case, paper by paper."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "mark_legacy")
    if demand.legacy:
        raise rules.NotNow("already_legacy")
    demand.legacy = True
    advance(demand, "mark_legacy", acting)
    return demand


@verb("voice.legacy.paper_added")
def add_legacy_paper(
    *,
    acting: Acting,
    demand_id: UUID,
    title: str,
    number: str,
    dated: str,
    says: str,
    version: int | None = None,
) -> Demand:
    """One document of the time: its title, number, date as far as known, and what it says."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "add_legacy_paper")
    if not demand.legacy:
        raise rules.NotNow("not_legacy")
    salt, digest = salted("\n".join((title, number, dated, says)))
    LegacyPaper.objects.create(
        demand=demand,
        place=next_place(demand, "legacy_papers"),
        title=title,
        number=number,
        dated=dated,
        says=says,
        text_salt=salt,
    )
    advance(demand, "add_legacy_paper", acting, text=digest)
    return demand


@verb("voice.demand.looked_again", may=("voice.demand.reopened",))
def look_again(
    *, acting: Acting, demand_id: UUID, possible: bool, text: str, version: int | None = None
) -> Demand:
    """Whether what could not be done then can be done now; if so it is registered again at once."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "look_again")
    if not text.strip():
        raise rules.NotNow("empty_message")
    answer = demand.answers.last()
    if answer is None or not answer.lacks_conditions:
        raise rules.NotNow("nothing_to_look_at_again")
    digest = message_of(demand, side_of(acting, demand), text, acting)
    if not possible:
        advance(demand, "look_again", acting, possible=False, text=digest)
        return demand
    demand.kind, demand.handling_post, demand.handling_unit, demand.handler = "", None, None, None
    demand.solved = demand.satisfied = ""
    advance_all(
        demand,
        acting,
        ("look_again", {"possible": True, "text": digest}),
        ("take_up_again", {"text": digest}),
    )
    return demand
