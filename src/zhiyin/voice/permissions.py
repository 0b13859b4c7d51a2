"""Who may see a demand and who may take which part in it. No queries beyond the object given."""

from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Task
from zhiyin.voice.rules import Party


def path_of(demand: Demand) -> str:
    """Path of the unit a demand is about; the root for one that names no unit."""
    return demand.unit.path if demand.unit else "/"


def parties(acting: Acting, demand: Demand) -> frozenset[Party]:
    """The parts that this person may take in this demand."""
    if demand.track == Demand.Track.DISCIPLINE:
        return _discipline(acting)
    found = set()
    if _covers(acting, demand, Role.DEMAND_OFFICER):
        found.add(Party.OFFICE)
    if _covers(acting, demand, Role.DISCIPLINE_OFFICER):
        found.add(Party.DISCIPLINE)
    if demand.handling_post_id in acting.posts and not _own_at_a_deputised_post(acting, demand):
        found.add(Party.HANDLER)
    if demand.handling_unit and acting.over(demand.handling_unit.path, Role.LEADER):
        found.add(Party.UNIT_HEAD)
    if _covers(acting, demand, Role.UNION_OFFICER):
        found.add(Party.UNION)
    if acting.has(Role.REVIEWER):
        found.add(Party.REVIEWER)
    return frozenset(found)


def _own_at_a_deputised_post(acting: Acting, demand: Demand) -> bool:
    """Nobody handles what they raised themselves, at a post for which they deputise either."""
    return demand.handling_post_id in acting.deputising and demand.author_id == acting.employee.pk


def _discipline(acting: Acting) -> frozenset[Party]:
    """An accusation is received, handled and answered by the named discipline officers alone."""
    if acting.has(Role.DISCIPLINE_OFFICER):
        return frozenset({Party.DISCIPLINE, Party.HANDLER})
    return frozenset()


def _covers(acting: Acting, demand: Demand, role: Role) -> bool:
    if demand.unit is None:
        return acting.has(role)
    return acting.over(demand.unit.path, role)


def sees_verdict(acting: Acting, demand: Demand) -> bool:
    """Only the union, the demand office and discipline learn of ratings; a handler never does."""
    found = parties(acting, demand)
    if Party.HANDLER in found and Party.DISCIPLINE not in found:
        return False
    return bool(found & {Party.UNION, Party.OFFICE, Party.DISCIPLINE})


def helps(acting: Acting, task: Task) -> bool:
    """Whether this sub-task is with a post that they hold."""
    ordinary = task.demand.track == Demand.Track.ORDINARY
    own = task.post_id in acting.deputising and task.demand.author_id == acting.employee.pk
    return ordinary and acting.has(Role.HANDLER) and task.post_id in acting.posts and not own


def may_write_templates(acting: Acting, path: str) -> bool:
    """Handlers keep the templates of the units they handle for."""
    return acting.over(path, Role.HANDLER)
