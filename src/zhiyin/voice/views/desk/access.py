"""Who has a desk, and the case that an address of a desk names."""

from uuid import UUID

from django.http import Http404

from zhiyin.people.access import roles
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.case_at_desk import demand_at_desk

AT_DESK = (
    Role.DEMAND_OFFICER,
    Role.HANDLER,
    Role.LEADER,
    Role.UNION_OFFICER,
    Role.REVIEWER,
    Role.DISCIPLINE_OFFICER,
)
at_desk = roles(*AT_DESK)
in_demand_office = roles(Role.DEMAND_OFFICER)
in_discipline = roles(Role.DISCIPLINE_OFFICER)


def demand_here(acting: Acting, demand_id: UUID) -> Demand:
    """The demand, if this person may see it. Raises Http404."""
    try:
        return demand_at_desk(acting, demand_id)
    except Demand.DoesNotExist:
        raise Http404 from None
