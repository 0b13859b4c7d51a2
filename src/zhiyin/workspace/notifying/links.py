"""Signed links that switch one sort off, or on again, for one person and one channel; for nothing else."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from zhiyin.people.models import Contact
from zhiyin.workspace.notifying.table import SORTS
from zhiyin.workspace.notifying.wording import DIGEST

SALT: Final = "notice-off"
MAX_AGE: Final = 400 * 24 * 3600


@dataclass(frozen=True)
class Off:
    """What one link may switch."""

    employee_id: UUID
    what: str
    channel: str


def may_be_off(what: str) -> bool:
    return what == DIGEST or (what in SORTS and not SORTS[what].fixed)


def token(off: Off) -> str:
    return signing.dumps([off.employee_id.hex, off.what, off.channel], salt=SALT)


def off_url(off: Off) -> str:
    """The full address for a message; empty where the sort stays on, or the house has no address."""
    base = settings.OUTGOING.public_url
    return base + reverse("workspace:notice_off", args=[token(off)]) if base and may_be_off(off.what) else ""


def read(text: str) -> Off | None:
    """What the link stands for; None for a forged, an old or a meaningless one."""
    try:
        employee, what, channel = signing.loads(text, salt=SALT, max_age=MAX_AGE)
        off = Off(UUID(hex=employee), what, channel)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return off if may_be_off(what) and channel in Contact.Channel.values else None
