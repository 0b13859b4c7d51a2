"""Canonical bytes of a fact and its leaf hash (RFC 6962 §2.1: SHA-256 over 0x00 and the leaf)."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

FORMAT = 1


def salt() -> str:
    """16 random bytes in hex: without it, a fact with few possible values could be guessed from its hash."""
    return secrets.token_hex(16)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON, keys sorted, no spaces: the same fact always gives the same bytes (cf. RFC 8785)."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_hash(leaf: bytes) -> bytes:
    """32 bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def text_digest(text_salt: str, text: str) -> str:
    """Salted digest (hex) of a text held elsewhere, so that erasing text and salt leaves nothing to guess."""
    return hashlib.sha256(bytes.fromhex(text_salt) + text.encode()).hexdigest()
