"""Who has a desk."""

from zhiyin.people.access import roles
from zhiyin.people.roles import Role

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
