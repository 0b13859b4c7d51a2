"""What each of many people wishes: hours, channels they have, and what they switched."""

from collections.abc import Collection
from uuid import UUID

from zhiyin.people.models import Contact
from zhiyin.workspace.channels.registry import open_to_people
from zhiyin.workspace.models import NoticeSettings, NoticeSwitch
from zhiyin.workspace.notifying.table import SORTS
from zhiyin.workspace.notifying.wording import DIGEST


def sends_by_itself(what: str) -> bool:
    """What holds while nobody has switched anything."""
    return what == DIGEST or not SORTS[what].wished


class Wishes:
    """Three queries for all of `people`; the last two only where a channel is open."""

    def __init__(self, people: Collection[UUID]) -> None:
        rows = NoticeSettings.objects.filter(employee_id__in=people)
        self._settings = {row.employee_id: row for row in rows}
        self._contacts: dict[UUID, list[str]] = {}
        self._switches: dict[tuple[UUID, str, str], bool] = {}
        open_now = open_to_people()
        if not open_now:
            return
        contacts = Contact.objects.filter(employee_id__in=people, channel__in=open_now).order_by("pk")
        for employee_id, channel in contacts.values_list("employee_id", "channel"):
            self._contacts.setdefault(employee_id, []).append(channel)
        switches = NoticeSwitch.objects.filter(employee_id__in=self._contacts)
        for employee_id, what, channel, on in switches.values_list("employee_id", "what", "channel", "on"):
            self._switches[employee_id, what, channel] = on

    def of(self, employee_id: UUID) -> NoticeSettings:
        return self._settings.get(employee_id) or NoticeSettings(employee_id=employee_id)

    def channels_for(self, employee_id: UUID, what: str) -> list[str]:
        """Where a notice of this sort is sent for this person."""
        sort = SORTS.get(what)
        if sort is not None and not sort.leaves:
            return []
        return [
            channel
            for channel in self._contacts.get(employee_id, ())
            if (sort is not None and sort.fixed)
            or self._switches.get((employee_id, what, channel), sends_by_itself(what))
        ]
