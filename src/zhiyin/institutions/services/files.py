"""Files that show something: PDF and pictures up to 10 MB, encrypted on the disk, named in clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from nacl.secret import SecretBox

from zhiyin.institutions.models import EvidenceEntry, KeptFile, SheetEntry
from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.vault.keys import derived_key

LARGEST: Final = 10 * 1024 * 1024
MOST: Final = 6
HEADS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class BadFile(ValueError):
    """Not taken in; `reason` is kind, size or many."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Upload:
    """A checked file: its name, media type by its first bytes, and content."""

    name: str
    media: str
    content: bytes


def checked(files: Sequence[UploadedFile]) -> list[Upload]:
    """What may be kept. Raises BadFile."""
    if len(files) > MOST:
        raise BadFile("many")
    return [_checked(file) for file in files]


def _checked(file: UploadedFile) -> Upload:
    if (file.size or 0) > LARGEST:
        raise BadFile("size")
    content = bytes(file.read())
    media = next((media for head, media in HEADS.items() if content.startswith(head)), "")
    if not media:
        raise BadFile("kind")
    return Upload(Path(file.name or "").name[-120:] or f"file.{ENDINGS[media]}", media, content)


@verb(silent="a file belongs to what was written; that verb's fact counts its files")
def keep_files(
    *, uploads: Sequence[Upload], entry: SheetEntry | None = None, evidence: EvidenceEntry | None = None
) -> list[KeptFile]:
    """Keep checked files with a line of a sheet, or an entry of the register."""
    today = clock.today()
    rows = [
        KeptFile(
            entry=entry, evidence=evidence, name=one.name, media=one.media, size=len(one.content),
            sha256=sha256(one.content).hexdigest(), kept_on=today,
        )
        for one in uploads
    ]  # fmt: skip
    # Before the commit: a file without a row does no harm, a row without a file is a loss.
    for row, one in zip(rows, uploads, strict=True):
        _write(_path(row), one.content)
    return KeptFile.objects.bulk_create(rows)


def read_file(file: KeptFile) -> bytes:
    """The bytes. Raises OSError, CryptoError."""
    return _box().decrypt(_path(file).read_bytes())


def _path(file: KeptFile) -> Path:
    return Path(settings.FILES_DIR) / "institutions" / file.pk.hex[:2] / f"{file.pk.hex}.box"


def _box() -> SecretBox:
    return SecretBox(derived_key("institutions-files"))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(bytes(_box().encrypt(content)))
    part.replace(path)
