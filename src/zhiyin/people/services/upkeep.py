"""Forgetting what is no longer needed: wrong tries, old devices and sessions, slips, leavers' addresses."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.models import Account, Contact, Device, Employee, FailedSignIn, SignedIn
from zhiyin.people.services.roster import drop_expired
from zhiyin.people.services.signing_in import WINDOW

DEVICE_DAYS = 365


@verb(silent="forgetting what has expired changes nothing that still holds")
def forget_expired() -> int:
    """Returns how much was forgotten. May run at any time, and twice."""
    now, today = clock.now(), clock.today()
    running = Session.objects.filter(expire_date__gt=now).values("session_key")
    forgotten = drop_expired()
    for rows in (
        FailedSignIn.objects.filter(at__lt=now - WINDOW),
        Device.objects.filter(seen_on__lt=today - timedelta(days=DEVICE_DAYS)),
        SignedIn.objects.exclude(session_key__in=running),
        Contact.objects.filter(employee__status=Employee.Status.LEFT),
    ):
        forgotten += rows.delete()[0]
    slips = Account.objects.filter(first_code_until__lt=today)
    return forgotten + slips.update(first_code="", first_code_until=None)
