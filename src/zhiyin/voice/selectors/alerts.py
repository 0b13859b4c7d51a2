"""Alerts of danger, for those on duty over the unit; an alert without a unit is everybody's on duty."""

from django.db.models import Q, QuerySet

from zhiyin.people.acting import Acting, within
from zhiyin.people.roles import Role
from zhiyin.voice.models import Alert

ON_DUTY = (Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER)


def alerts_for(acting: Acting) -> QuerySet[Alert]:
    """Those this person may take up or read, latest first."""
    paths = acting.paths(*ON_DUTY)
    if not paths:
        return Alert.objects.none()
    mine = within("unit__path", paths) | Q(unit__isnull=True)
    return Alert.objects.filter(mine).select_related("unit", "seen_by").order_by("-raised_at", "pk")
