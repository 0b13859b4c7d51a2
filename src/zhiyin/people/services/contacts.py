"""Addresses of one's own for outgoing notices: bound after proof, kept locked, dropped at will."""

import base64
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.secret import SecretBox

from zhiyin.journal import clock
from zhiyin.journal.kinds import FactKind
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.verbs import verb
from zhiyin.people import facts, secrets
from zhiyin.people.models import Account, Contact, Employee
from zhiyin.people.refusals import Refused
from zhiyin.vault.keys import derived_key

Line = tuple[Employee, str, str]


def _box() -> SecretBox:
    return SecretBox(derived_key("contact"))


def _mark(channel: str, address: str) -> str:
    return secrets.keyed("contact", channel, address.casefold())


@verb("people.contact.bound")
def bind_contact(*, employee: Employee, channel: str, address: str) -> Contact:
    """Keep an address whose owner has just proved it theirs. Raises Refused when it is another's."""
    values = _values(channel, address, proved=True)
    # Who proves it has it: a roster's line about somebody else was wrong.
    claimed = Contact.objects.filter(channel=channel, mark=values["mark"], proved=False)
    claimed.exclude(employee=employee).delete()
    try:
        with transaction.atomic():
            contact, _new = Contact.objects.update_or_create(
                employee=employee, channel=channel, defaults=values
            )
    except IntegrityError as problem:
        raise Refused(_("这个账号已经绑在另一个工号上了。")) from problem
    _record(facts.CONTACT_BOUND, employee, channel)
    return contact


def _values(channel: str, address: str, *, proved: bool) -> dict[str, Any]:
    return {
        "address": bytes(_box().encrypt(address.encode())),
        "mark": _mark(channel, address),
        "bound_on": clock.today(),
        "proved": proved,
        "failing_since": None,
    }


@verb(may=("people.contact.bound",))
def bind_from_roster(*, lines: Iterable[Line]) -> int:
    """Keep the roster's addresses; returns how many were new.

    What its owner bound or dropped stays as they left it, and a chat account is one person's.
    """
    lines = list(lines)
    known = {(c.employee_id, c.channel): c for c in Contact.objects.all()}
    taken = {(c.channel, c.mark) for c in known.values() if c.channel != Contact.Channel.MAIL}
    dropped = Fact.objects.filter(kind=facts.CONTACT_DROPPED.name)
    unwanted = set(dropped.values_list("subject_id", "payload__channel"))
    entries: list[Entry] = []
    for employee, channel, address in lines:
        old, mark = known.get((employee.pk, channel)), _mark(channel, address)
        settled = old is not None and (old.proved or old.mark == mark)
        if settled or (channel, mark) in taken or (str(employee.pk), channel) in unwanted:
            continue
        Contact.objects.update_or_create(
            employee=employee, channel=channel, defaults=_values(channel, address, proved=False)
        )
        if channel != Contact.Channel.MAIL:
            taken.add((channel, mark))
        entries.append(
            Entry(facts.CONTACT_BOUND, employee.pk, unit=employee.unit_id, payload={"channel": channel})
        )
    record_all(entries)
    return len(entries)


@verb(may=("people.contact.dropped",))
def drop_contact(*, employee: Employee, channel: str) -> bool:
    """Forget an address; False if there was none."""
    deleted, _rows = Contact.objects.filter(employee=employee, channel=channel).delete()
    if deleted:
        _record(facts.CONTACT_DROPPED, employee, channel)
    return bool(deleted)


def _record(kind: FactKind, employee: Employee, channel: str) -> None:
    actor = f"employee:{employee.pk.hex}"
    record(kind, employee.pk, actor=actor, unit=employee.unit_id, channel=channel)


@verb(silent="whether an address can be reached changes nothing that is owed")
def note_reached(*, employee_id: UUID, channel: str, reached: bool) -> None:
    """Remember for its owner since when an address has refused messages."""
    contact = Contact.objects.filter(employee_id=employee_id, channel=channel)
    if reached:
        contact.filter(failing_since__isnull=False).update(failing_since=None)
    else:
        contact.filter(failing_since__isnull=True).update(failing_since=clock.today())


def locked(address: str) -> str:
    """An address that is not proved yet, as a session may keep it."""
    return base64.b64encode(_box().encrypt(address.encode())).decode()


def opened(kept: str) -> str:
    """What `locked` kept."""
    return _box().decrypt(base64.b64decode(kept)).decode()


def address_of(contact: Contact) -> str:
    """The address in clear."""
    return _box().decrypt(bytes(contact.address)).decode()


def account_bound_to(channel: str, address: str) -> Account | None:
    """The account of whoever bound this chat account themselves; None if nobody did or they have left."""
    bound = Contact.objects.filter(channel=channel, mark=_mark(channel, address), proved=True)
    return Account.objects.filter(employee__in=bound.values("employee"), is_active=True).first()
