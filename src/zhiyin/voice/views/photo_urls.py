"""Addresses of photos: behind /app/ by id; behind /a/ by a token that is good for minutes."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.urls import reverse

from zhiyin.journal import clock
from zhiyin.vault.keys import derived_key
from zhiyin.voice.models import Photo
from zhiyin.voice.selectors.case_of_speaker import Case

GOOD_FOR: Final = timedelta(minutes=15)
MAC_BYTES: Final = 16


def give_addresses(case: Case, address: Callable[[Photo], str]) -> None:
    """Set `src` on every photo of a case."""
    found = [*case.photos]
    for message in case.messages:
        found += message.photos.all()
    for event in case.events:
        if event.answer:
            found += event.answer.photos.all()
    for photo in found:
        photo.src = address(photo)  # type: ignore[attr-defined]


def by_id(photo: Photo) -> str:
    return reverse("voice:photo", args=[photo.pk])


def by_token(photo: Photo) -> str:
    return reverse("voice:anonymous_photo", args=[token_for(photo.pk)])


def token_for(photo_id: UUID) -> str:
    """Photo, end of validity in whole minutes, and a keyed digest of both."""
    until = int((clock.now() + GOOD_FOR).timestamp()) // 60
    body = f"{photo_id.hex}-{until:x}"
    return f"{body}-{_mac(body)}"


def photo_of(token: str) -> UUID | None:
    """The photo a token opens; None when it is forged or its minutes are over."""
    body, _dash, mac = token.rpartition("-")
    if not hmac.compare_digest(mac, _mac(body)):
        return None
    photo_id, _dash, until = body.partition("-")
    ends = datetime.fromtimestamp(int(until, 16) * 60, UTC)
    return UUID(photo_id) if clock.now() <= ends else None


def _mac(body: str) -> str:
    return hmac.digest(derived_key("photo-url"), body.encode(), sha256)[:MAC_BYTES].hex()
