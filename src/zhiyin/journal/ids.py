"""Identifiers. UUIDv7 (RFC 9562 §5.7) tell an order; anything tied to a person who speaks uses uuid4."""

import secrets
import uuid

from zhiyin.journal import clock


def uuid7() -> uuid.UUID:
    """A time-ordered identifier: 48 bits of Unix milliseconds, 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)
