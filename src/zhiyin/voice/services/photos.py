"""Photos: taken in encrypted, made anew without camera data, and only then shown.

A file's own time is set to the noon of its day: no moment of speaking is left on the disk by it.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.pictures import BadPicture, remade
from zhiyin.vault.keys import derived_key
from zhiyin.voice.models import Answer, Demand, Message, Photo

MOST = 6
LARGEST = 15 * 1024 * 1024
KEEP_PENDING_DAYS = 2
# Forms with photos that were begun and not sent: beyond this somebody is filling the disk.
MOST_PENDING_FORMS = 2000
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class BadPhoto(ValueError):
    """Not taken in; `reason` is heic, kind, size, many or busy."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def kind_of(head: bytes) -> str:
    """The format that the first bytes tell; empty for others. Raises BadPhoto for a phone's HEIC."""
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise BadPhoto("heic")
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def checked(file: UploadedFile) -> bytes:
    """The bytes of an upload that looks like a photo we take. Raises BadPhoto."""
    if (file.size or 0) > LARGEST:
        raise BadPhoto("size")
    content = bytes(file.read())
    if not kind_of(content[:16]):
        raise BadPhoto("kind")
    return content


def keep_pending(*, token: bytes, files: Iterable[UploadedFile]) -> list[BadPhoto]:
    """Hold the photos of a form that is not sent yet, so that a mistake elsewhere in it loses none.

    Returns what was refused; the rest is held.
    """
    refused = []
    for file in files:
        try:
            _hold(token, checked(file))
        except BadPhoto as problem:
            refused.append(problem)
    return refused


def _hold(token: bytes, content: bytes) -> None:
    """Hold one photo after those that are held. Raises BadPhoto."""
    while True:
        held = pending(token)
        if len(held) >= MOST:
            raise BadPhoto("many")
        if not held and _forms_pending() >= MOST_PENDING_FORMS:
            raise BadPhoto("busy")
        try:
            _write_new(_pending_folder(token) / f"{(held or [0])[-1] + 1}.box", content)
        except FileExistsError:
            # Another upload of the same form took the place meanwhile.
            continue
        return


def pending(token: bytes) -> list[int]:
    """The places of the photos held for a form."""
    folder = _pending_folder(token)
    return sorted(int(path.stem) for path in folder.glob("*.box")) if folder.is_dir() else []


def drop_pending(*, token: bytes, place: int) -> None:
    """Take one held photo away."""
    (_pending_folder(token) / f"{place}.box").unlink(missing_ok=True)


@verb(silent="a photo belongs to what was said; the fact of saying it is recorded by the verb that says it")
def attach_pending(*, token: bytes, demand: Demand, message: Message | None = None) -> int:
    """Move the photos held for a form into its demand; returns how many."""
    folder = _pending_folder(token)
    held = [folder / f"{place}.box" for place in pending(token)]
    attach_photos(demand=demand, contents=[_read(path) for path in held], message=message)
    transaction.on_commit(lambda: _remove(held, folder))
    return len(held)


@verb(silent="a photo belongs to what was said; the fact of saying it is recorded by the verb that says it")
def attach_photos(
    *,
    demand: Demand,
    contents: Sequence[bytes],
    message: Message | None = None,
    answer: Answer | None = None,
) -> list[Photo]:
    """Add photos (see `checked`) to a demand, one of its messages or one of its answers."""
    before = Photo.objects.filter(demand=demand, message=message, answer=answer).count()
    photos = [
        Photo(demand=demand, message=message, answer=answer, place=before + place)
        for place, _content in enumerate(contents, start=1)
    ]
    # Written before the commit: a file without a row is swept up later, a row without a file is a loss.
    for photo, content in zip(photos, contents, strict=True):
        _write(_raw(photo), content)
    return Photo.objects.bulk_create(photos)


@verb(silent="the same photo without its camera data; nothing happened to the demand")
def prepare_photo(*, photo: Photo) -> Photo:
    """Re-encode one photo without camera data; safe to run twice."""
    if photo.ready or photo.failed:
        return photo
    try:
        made = remade(_read(_raw(photo)))
    except (OSError, CryptoError, BadPicture):
        # A broken file stays broken: it is marked, and its reader is told.
        photo.failed = True
    else:
        photo.width, photo.height = made.width, made.height
        photo.ready = True
        _write(_made(photo), made.content)
    photo.save()
    raw = _raw(photo)
    transaction.on_commit(lambda: raw.unlink(missing_ok=True))
    return photo


def read_photo(*, photo: Photo) -> bytes | None:
    """The JPEG of a photo, made now if the background has not come to it; None if it cannot be made."""
    if not photo.ready:
        photo = prepare_photo(photo=photo)
    return _read(_made(photo)) if photo.ready else None


def process_waiting(most: int = 50) -> int:
    """Background: make up to `most` waiting photos ready, found by their state and never queued."""
    waiting = list(Photo.objects.filter(ready=False, failed=False)[:most])
    for photo in waiting:
        prepare_photo(photo=photo)
    return len(waiting)


def expire_files() -> int:
    """Background: remove forms never sent, and files of no photo; returns how many."""
    gone = 0
    oldest = clock.today() - timedelta(days=KEEP_PENDING_DAYS)
    for folder in _root("pending").glob("*"):
        held = list(folder.iterdir())
        if all(_day(path) < oldest for path in held):
            _remove(held, folder)
            gone += len(held)
    for path in _root("photos").glob("*/*.*"):
        if _day(path) < oldest and not Photo.objects.filter(pk=path.stem).exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone + _sweep_uploads(oldest)


def _sweep_uploads(oldest: date) -> int:
    """What a server that died in the middle of an upload has left behind."""
    left = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if _day(path) < oldest]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _root(part: str) -> Path:
    return Path(settings.FILES_DIR) / part


def _pending_folder(token: bytes) -> Path:
    """A hash of the form's token: the token itself would give the receipt away."""
    return _root("pending") / blake2b(token, digest_size=16, person=b"photos").hexdigest()


def _forms_pending() -> int:
    folder = _root("pending")
    return sum(1 for _form in os.scandir(folder)) if folder.is_dir() else 0


def _raw(photo: Photo) -> Path:
    return _root("photos") / photo.pk.hex[:2] / f"{photo.pk.hex}.raw"


def _made(photo: Photo) -> Path:
    return _root("photos") / photo.pk.hex[:2] / f"{photo.pk.hex}.jpg"


def _box() -> SecretBox:
    return SecretBox(derived_key("files"))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(bytes(_box().encrypt(content)))
    _blur_time(part)
    part.replace(path)
    _blur_time(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    """Raises FileExistsError where `path` is taken."""
    whole = path.with_name(f"{uuid4().hex}.new")
    _write(whole, content)
    try:
        os.link(whole, path)
    finally:
        whole.unlink()
    _blur_time(path.parent)


def _read(path: Path) -> bytes:
    return _box().decrypt(path.read_bytes())


def _blur_time(path: Path) -> None:
    noon = datetime.combine(clock.today(), time(12), clock.zone()).timestamp()
    os.utime(path, (noon, noon))


def _day(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, clock.zone()).date()


def _remove(paths: Sequence[Path], folder: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
