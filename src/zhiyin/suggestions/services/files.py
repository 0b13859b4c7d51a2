"""Files of a suggestion: PDF and pictures, encrypted on the disk, numbered instead of named."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from nacl.secret import SecretBox

from zhiyin.institutions.services.files import ENDINGS, Upload
from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.suggestions.models import Attachment, Suggestion
from zhiyin.vault.keys import derived_key


@verb(silent="a file belongs to what was written; that verb records its fact")
def attach_files(*, suggestion: Suggestion, part: str, uploads: Sequence[Upload]) -> list[Attachment]:
    """Keep checked files with a suggestion that the caller has locked or just made."""
    before = suggestion.attachments.count()
    rows = [
        Attachment(
            suggestion=suggestion, part=part, place=before + number, media=one.media,
            size=len(one.content), kept_on=clock.today(),
        )
        for number, one in enumerate(uploads, start=1)
    ]  # fmt: skip
    # Before the commit: a file without a row does no harm, a row without a file is a loss.
    for row, one in zip(rows, uploads, strict=True):
        _write(_path(row), one.content)
    return Attachment.objects.bulk_create(rows)


def read_attachment(file: Attachment) -> bytes:
    """The bytes. Raises OSError, CryptoError."""
    return _box().decrypt(_path(file).read_bytes())


def name_of(file: Attachment) -> str:
    """JY-7K4Q-2M-1.jpg. Needs its suggestion."""
    return f"{file.suggestion.number}-{file.place}.{ENDINGS[file.media]}"


def _path(file: Attachment) -> Path:
    return Path(settings.FILES_DIR) / "suggestions" / file.pk.hex[:2] / f"{file.pk.hex}.box"


def _box() -> SecretBox:
    return SecretBox(derived_key("suggestion-files"))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(bytes(_box().encrypt(content)))
    part.replace(path)
