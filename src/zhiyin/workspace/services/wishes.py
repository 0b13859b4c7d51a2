"""What one wishes of notices: hours, the daily message, switches; and the code that proves a mail address."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people import secrets
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.people.refusals import Refused
from zhiyin.people.services.contacts import locked
from zhiyin.workspace.channels import base
from zhiyin.workspace.channels.registry import MAIL, channel
from zhiyin.workspace.models import NoticeSettings, NoticeSwitch
from zhiyin.workspace.notifying.links import Off, may_be_off
from zhiyin.workspace.notifying.wishes import sends_by_itself
from zhiyin.workspace.notifying.wording import code_message

CODES_A_DAY: Final = 5
CODE_MINUTES: Final = 15
CODE_TRIES: Final = 5
Switch = tuple[str, str]


@verb(silent="how one wishes to be told changes nothing that is owed")
def save_wishes(
    *,
    acting: Acting,
    quiet_from: int,
    quiet_until: int,
    digest_hour: int | None,
    language: str,
    shown: Iterable[Switch],
    on: Iterable[Switch],
) -> None:
    """Keep the hours, and of the switches that the page showed which were on."""
    wanted: dict[str, object] = {
        "quiet_from": quiet_from, "quiet_until": quiet_until,
        "digest_hour": digest_hour, "language": language,
    }  # fmt: skip
    before = NoticeSettings.objects.filter(employee=acting.employee).first()
    if digest_hour is not None and (before is None or before.digest_hour != digest_hour):
        # An hour that is over today begins tomorrow.
        over = clock.local(clock.now()).hour >= digest_hour
        wanted["digest_on"] = clock.today() if over else None
    NoticeSettings.objects.update_or_create(employee=acting.employee, defaults=wanted)
    chosen = set(on)
    for what, name in shown:
        if may_be_off(what):
            _switch(acting.employee.pk, what, name, on=(what, name) in chosen)


@verb(silent="how one wishes to be told changes nothing that is owed")
def switch(*, off: Off, on: bool) -> bool:
    """One sort on one channel, by the signed link of a message; False for somebody who is no longer there."""
    there = Employee.objects.filter(pk=off.employee_id).exclude(status=Employee.Status.LEFT).exists()
    if there and may_be_off(off.what):
        _switch(off.employee_id, off.what, off.channel, on=on)
    return there


def _switch(employee_id: UUID, what: str, name: str, *, on: bool) -> None:
    mine = NoticeSwitch.objects.filter(employee_id=employee_id, what=what, channel=name)
    if on == sends_by_itself(what):
        mine.delete()
    else:
        NoticeSwitch.objects.update_or_create(
            employee_id=employee_id, what=what, channel=name, defaults={"on": on}
        )


def send_code(*, acting: Acting, address: str) -> dict[str, object]:
    """Send a code to an address; what the session must remember to check it. Raises Refused.

    The counting commits first: no other writer waits for a mail server.
    """
    way = channel(MAIL)
    if way is None:
        raise Refused(_("这里没有接通邮件。"))
    if not count_code(acting=acting):
        raise Refused(_("今天发的码太多了，明天再试。"))
    code = secrets.new_code()
    try:
        way.send(address, code_message(secrets.shown_code(code), minutes=CODE_MINUTES))
    except base.Refused as problem:
        raise Refused(_("这个邮箱收不了信。看看有没有写错。")) from problem
    except base.TryLater as problem:
        raise Refused(_("邮件现在发不出去，过一会儿再试。")) from problem
    until = clock.now() + timedelta(minutes=CODE_MINUTES)
    return {
        "address": locked(address), "code": secrets.keyed("mail-code", address, code),
        "until": until.isoformat(), "tries": 0,
    }  # fmt: skip


@verb(silent="counting codes, so that nobody floods a mailbox")
def count_code(*, acting: Acting) -> bool:
    """Whether one more code may be sent today."""
    own, _new = NoticeSettings.objects.select_for_update().get_or_create(employee=acting.employee)
    if own.codes_on != clock.today():
        own.codes_on, own.codes = clock.today(), 0
    if own.codes >= CODES_A_DAY:
        return False
    own.codes += 1
    own.save(update_fields=["codes_on", "codes"])
    return True


def code_is_right(pending: dict[str, object], address: str, typed: str) -> bool:
    """Whether this is the code that was sent there, in time."""
    if clock.now() > datetime.fromisoformat(str(pending["until"])):
        return False
    return secrets.keyed("mail-code", address, secrets.normal_code(typed)) == pending["code"]
