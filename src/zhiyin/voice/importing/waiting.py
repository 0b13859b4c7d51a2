"""Uploaded files between looking and taking in: beside the database, for a day at most."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core import signing

from zhiyin.journal import clock

SALT = "voice.import"
DAY = 24 * 3600


def _folder() -> Path:
    folder = Path(settings.FILES_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put(data: bytes) -> str:
    """Keep a file; returns the ticket that opens it. Files older than a day go."""
    folder, limit = _folder(), clock.now().timestamp() - DAY
    for old in folder.glob("*.upload"):
        if old.stat().st_mtime < limit:
            old.unlink(missing_ok=True)
    name = sha256(data).hexdigest()
    (folder / f"{name}.upload").write_bytes(data)
    return signing.dumps(name, salt=SALT)


def get(ticket: str) -> bytes | None:
    """The file of a ticket; None when it is too old, taken in already, or no ticket."""
    try:
        name = str(signing.loads(ticket, salt=SALT, max_age=DAY))
    except signing.BadSignature:
        return None
    path = _folder() / f"{name}.upload"
    return path.read_bytes() if path.exists() else None


def drop(ticket: str) -> None:
    """Taken in: the file is not needed any more."""
    name = str(signing.loads(ticket, salt=SALT, max_age=DAY))
    (_folder() / f"{name}.upload").unlink(missing_ok=True)
