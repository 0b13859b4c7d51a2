"""Which part a person may take in a hot problem. No queries beyond the objects given."""

from collections.abc import Collection
from uuid import UUID

from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.voice.models import HotProblem
from zhiyin.voice.rules_hot import HotParty


def hot_parties(
    acting: Acting, problem: HotProblem, *, answering: Collection[UUID], handled_by: Collection[UUID]
) -> frozenset[HotParty]:
    """`answering`: posts that answer for it today; `handled_by`: posts that handle its demands."""
    found = set()
    path = problem.unit.path if problem.unit else "/"
    held = acting.over(path, Role.DEMAND_OFFICER) if problem.unit else acting.has(Role.DEMAND_OFFICER)
    if held:
        found.add(HotParty.OFFICE)
    if acting.has(Role.LEADER) and set(acting.posts) & set(answering):
        found.add(HotParty.OWNER)
    if set(acting.posts) & set(handled_by):
        found.add(HotParty.HANDLER)
    return frozenset(found)
