"""Who may see a suggestion and which part they take in it. No queries beyond the objects given."""

from dataclasses import dataclass

from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.suggestions.models import Author, Member, Suggestion
from zhiyin.suggestions.rules import ADOPTED_STATES, CARRIED_OUT, Party, State

# Officers who see suggestions of the units in their reach.
OVERSEE = (Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER, Role.HANDLER)
OWN = frozenset({Party.AUTHOR, Party.INVITED})
NAMED_TO = OWN | {Party.OFFICE, Party.UNION}


@dataclass(frozen=True)
class Standing:
    """What a person is to one suggestion: their row as an author, their seat, and whether they review it."""

    acting: Acting
    author: Author | None = None
    seat: Member | None = None
    reviewing: bool = False
    past_reviewer: bool = False


def parties(one: Standing, suggestion: Suggestion) -> frozenset[Party]:
    """The parts that this person may take. An author takes no other part (回避)."""
    if one.author and one.author.state == Author.State.JOINED:
        return frozenset({Party.AUTHOR})
    if one.author and one.author.state == Author.State.INVITED:
        return frozenset({Party.INVITED})
    acting, path, found = one.acting, suggestion.unit.path, set()
    if acting.over(path, Role.DEMAND_OFFICER):
        found.add(Party.OFFICE)
    if acting.over(path, Role.UNION_OFFICER):
        found.add(Party.UNION)
    handling = suggestion.handling_unit
    if handling and acting.over(handling.path, Role.HANDLER, Role.LEADER):
        found.add(Party.DEPARTMENT)
    if one.reviewing:
        found.add(Party.REVIEWER)
    if one.seat:
        found.add(Party.FINANCE if one.seat.side == Member.Side.FINANCE else Party.COMMITTEE)
    return frozenset(found)


def may_see(one: Standing, suggestion: Suggestion) -> bool:
    """Authors, invited ones, the committee, and officers over the unit or over the department."""
    if parties(one, suggestion) or one.past_reviewer:
        return True
    return one.author is None and one.acting.over(suggestion.unit.path, *OVERSEE)


def sees_authors(one: Standing, suggestion: Suggestion) -> bool:
    """Whoever judges an idea and the department do not, until it is done; nor an officer with a seat."""
    mine = parties(one, suggestion)
    if suggestion.state in CARRIED_OUT:
        return bool(mine)
    return bool(mine & (NAMED_TO if one.seat is None else OWN))


def sees_reviews(one: Standing, suggestion: Suggestion) -> bool:
    """Nobody who may still evaluate sees another's evaluation; authors see them once it is decided."""
    mine = parties(one, suggestion)
    if suggestion.state == State.IN_REVIEW:
        # Any member may still be asked to evaluate.
        return Party.OFFICE in mine and one.seat is None
    if Party.AUTHOR in mine:
        return bool(suggestion.outcome) or suggestion.state in ADOPTED_STATES
    return bool(mine & {Party.OFFICE, Party.COMMITTEE, Party.UNION}) or (
        suggestion.state in ADOPTED_STATES and bool(mine)
    )
