"""Addresses of one's own for outgoing notices: bound after proof, kept locked, dropped at will."""

import base64
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.secret import SecretBox

from zhiyin.journal import clock
from zhiyin.journal.kinds import FactKind
from zhiyin.journal.record import record
from zhiyin.journal.verbs import verb
from zhiyin.people import facts, secrets
from zhiyin.people.models import Account, Contact, Employee
from zhiyin.people.refusals import Refused
from zhiyin.vault.keys import derived_key


def _box() -> SecretBox:
    return SecretBox(derived_key("contact"))


def _mark(channel: str, address: str) -> str:
    return secrets.keyed("contact", channel, address.casefold())


@verb("people.contact.bound")
def bind_contact(*, employee: Employee, channel: str, address: str) -> Contact:
    """Keep an address whose owner has just proved it theirs. Raises Refused when it is another's."""
    values = {
        "address": bytes(_box().encrypt(address.encode())),
        "mark": _mark(channel, address),
        "bound_on": clock.today(),
        "failing_since": None,
    }
    try:
        with transaction.atomic():
            contact, _new = Contact.objects.update_or_create(
                employee=employee, channel=channel, defaults=values
            )
    except IntegrityError as problem:
        raise Refused(_("这个账号已经绑在另一个工号上了。")) from problem
    _record(facts.CONTACT_BOUND, employee, channel)
    return contact


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
    mark = _mark(channel, address)
    return Account.objects.filter(
        employee__contacts__channel=channel, employee__contacts__mark=mark, is_active=True
    ).first()
