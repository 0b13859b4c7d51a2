"""Messages that no channel took: for the administrator, without what they were about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Contact
from zhiyin.people.roles import Role
from zhiyin.workspace.channels.registry import DINGTALK_ROBOT, WECOM_ROBOT
from zhiyin.workspace.models import Outgoing

MOST = 100


@dataclass(frozen=True)
class GivenUp:
    """One line. `number` and `unit` are empty for a group robot."""

    pk: UUID
    number: str
    unit: str
    channel: str
    problem: str
    on: date


def given_up(acting: Acting) -> tuple[list[GivenUp], bool]:
    """The latest, and whether there are more. One query."""
    seen = within("employee__unit__path", acting.paths(Role.SYSTEM_ADMIN)) | Q(employee=None)
    rows = Outgoing.objects.filter(seen, state=Outgoing.State.GIVEN_UP).select_related("employee__unit")
    found = list(rows.order_by("-ended_on", "pk")[: MOST + 1])
    return [_line(row) for row in found[:MOST]], len(found) > MOST


def _line(row: Outgoing) -> GivenUp:
    person = row.employee
    labels = {
        **dict(Contact.Channel.choices),
        WECOM_ROBOT: _("企业微信群机器人"),
        DINGTALK_ROBOT: _("钉钉群机器人"),
    }
    return GivenUp(
        row.pk,
        person.number if person else "",
        person.unit.name if person else "",
        str(labels.get(row.channel, row.channel)),
        row.problem,
        row.ended_on or date.min,
    )
