"""The server's own secret, kept beside the database and never in it; every use has its own derived key."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from zhiyin.config.secrets import key_file


@lru_cache(maxsize=1)
def _master(data_dir: Path) -> bytes:
    return bytes.fromhex(key_file(data_dir, "vault.key"))


def derived_key(use: str) -> bytes:
    """32 bytes for one named use."""
    return blake2b(use.encode(), key=_master(settings.DATA_DIR), digest_size=32).digest()
