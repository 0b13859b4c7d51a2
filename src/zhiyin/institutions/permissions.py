"""Who may see a sheet and take a part in it, and who sets the house's numbers. No queries of their own."""

from typing import Final

from django.db.models import Q

from zhiyin.institutions.models import Violation
from zhiyin.institutions.rules import Party, Side
from zhiyin.people.acting import Acting, HeldGrant, within
from zhiyin.people.roles import Role

SUPERVISED_BY: Final = {
    Side.ENTERPRISE: (Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER),
    Side.UNION: (Role.DISCIPLINE_OFFICER,),
    Side.BOTH: (Role.DISCIPLINE_OFFICER,),
}
HIGH_RUNG: Final = 4
SEES: Final = (Role.LEADER, Role.HANDLER, Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER)
OWNS: Final = {
    Side.ENTERPRISE: (Role.LEADER, Role.HANDLER),
    Side.UNION: (Role.UNION_OFFICER,),
    Side.BOTH: (Role.LEADER, Role.HANDLER, Role.UNION_OFFICER),
}
# A number binds the whole enterprise, so both hands are of the whole enterprise.
PROPOSES: Final = (Role.UNION_OFFICER, Role.LEADER, Role.DEMAND_OFFICER)
APPROVES: Final = (Role.LEADER,)


def proposing_grant(acting: Acting) -> HeldGrant | None:
    """The grant by which they propose new numbers of the house: union, leader or demand office at the top."""
    return _at_the_top(acting, PROPOSES)


def approving_grant(acting: Acting) -> HeldGrant | None:
    """The grant by which they approve them: a leader of the whole enterprise. Never one's own proposal."""
    return _at_the_top(acting, APPROVES)


def _at_the_top(acting: Acting, roles: tuple[Role, ...]) -> HeldGrant | None:
    return next((g for g in acting.grants if g.role in roles and g.unit_path == top_of(g.unit_path)), None)


def visible(acting: Acting) -> Q:
    """Sheets of the units one leads, works for, or watches over; confided ones only for discipline."""
    found = within("unit__path", acting.paths(*SEES))
    return found if acting.has(Role.DISCIPLINE_OFFICER) else found & Q(confided=False)


def parties(acting: Acting, sheet: Violation) -> frozenset[Party]:
    """The parts that this person may take, by post alone; what they did before is for the services."""
    if sheet.confided:
        discipline = acting.over(sheet.unit.path, Role.DISCIPLINE_OFFICER)
        return frozenset(Party) - {Party.SYSTEM} if discipline else frozenset()
    found = set()
    if _owes(acting, sheet):
        found.add(Party.OWING)
    if holds_desk(acting, sheet):
        found.add(Party.SIGNER)
    if _supervises(acting, sheet):
        found.add(Party.SUPERVISOR)
    if _decides(acting, sheet):
        found.add(Party.DECIDER)
    return frozenset(found)


def holds_desk(acting: Acting, sheet: Violation) -> bool:
    """Whether the sheet lies on this person's desk now."""
    return desk_grant(acting, sheet) is not None


def desk_grant(acting: Acting, sheet: Violation) -> HeldGrant | None:
    """The grant by which they hold the desk."""
    own = (g for g in acting.grants if g.role == sheet.desk_role and g.unit_path == sheet.desk_path)
    return next(own, None) or _as_top_head(acting, sheet)


def _as_top_head(acting: Acting, sheet: Violation) -> HeldGrant | None:
    """Above the main head the sheet is watched from higher up, and the main head still has to sign it."""
    if sheet.rung < HIGH_RUNG or sheet.side == Side.UNION or sheet.confided:
        return None
    top = top_of(sheet.unit.path)
    return next((g for g in acting.grants if g.role == Role.LEADER and g.unit_path == top), None)


def top_of(path: str) -> str:
    """The path of the unit at the root above a unit: /YS/YS01/ → /YS/."""
    return f"/{path.strip('/').split('/')[0]}/"


def _owes(acting: Acting, sheet: Violation) -> bool:
    roles = OWNS[Side(sheet.side)]
    return any(g.role in roles and _of_owner(g.unit_path, sheet) for g in acting.grants)


def _of_owner(path: str, sheet: Violation) -> bool:
    """At the owing side's own desk, or inside the owing unit; the group's duty is not every unit's."""
    inside = path.startswith(sheet.unit.path) and sheet.unit.parent_id is not None
    return path == sheet.owner_path or inside


def _supervises(acting: Acting, sheet: Violation) -> bool:
    """The other side, from outside the owing unit: the union for management, discipline for the union."""
    if sheet.unit.parent_id is not None and acting.employee.unit.path.startswith(sheet.unit.path):
        return False
    return any(
        g.role in SUPERVISED_BY[Side(sheet.side)] and _from_above(g.unit_path, sheet) for g in acting.grants
    )


def _from_above(path: str, sheet: Violation) -> bool:
    if sheet.unit.parent_id is None:
        return path == sheet.unit.path
    return sheet.unit.path.startswith(path) and path != sheet.unit.path


def _decides(acting: Acting, sheet: Violation) -> bool:
    """Discipline, or a leader over the owing unit who is not its own leader."""
    if acting.over(sheet.unit.path, Role.DISCIPLINE_OFFICER):
        return True
    return any(
        g.role == Role.LEADER and sheet.unit.path.startswith(g.unit_path) and g.unit_path != sheet.owner_path
        for g in acting.grants
    )
