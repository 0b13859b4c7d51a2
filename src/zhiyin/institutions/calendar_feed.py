"""Duties as a calendar that calendar programs subscribe to: titles and dates, nothing else."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from zhiyin.people.models import Account

FOLD = 73
SALT = "zhiyin.institutions.duties"


def key_for(account: Account) -> str:
    """The secret part of an account's address; a new password makes it void."""
    return Signer(salt=SALT).sign(f"{account.pk.hex}.{_of_password(account)}")


def account_of(key: str) -> Account | None:
    """Whose address it is; None for a forged or void one."""
    try:
        number, _dot, mark = Signer(salt=SALT).unsign(key).partition(".")
        account = Account.objects.filter(pk=UUID(number), is_active=True).first()
    except (BadSignature, ValueError):
        return None
    return account if account and mark == _of_password(account) else None


def _of_password(account: Account) -> str:
    return account.get_session_auth_hash()[:16]


def calendar(name: str, events: Iterable[tuple[UUID, str, date]], made_at: datetime) -> bytes:
    """RFC 5545: one all-day event for each duty."""
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhiyin//duties//ZH", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]  # fmt: skip
    for number, title, day in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{number}@zhiyin", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_text(title)}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", "")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> str:
    """Lines of at most 75 octets, broken between characters."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > FOLD:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part]) + "\r\n"
