"""Whose desk has hot problems."""

from zhiyin.people.access import roles
from zhiyin.people.roles import Role

HOT_DESK = (Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER, Role.HANDLER)
at_hot_desk = roles(*HOT_DESK)
in_demand_office = roles(Role.DEMAND_OFFICER)
