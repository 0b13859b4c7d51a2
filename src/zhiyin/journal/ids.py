"""Identifiers. UUIDv7 (RFC 9562 §5.7) tell an order; anything tied to a person who speaks uses uuid4."""

import secrets
import threading
import uuid

from zhiyin.journal import clock

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A time-ordered identifier: 48 bits of Unix milliseconds, 74 random bits.

    Those that one process makes in one millisecond are in order too (RFC 9562 §6.2, method 2), so that
    the facts of one change are numbered in the order in which they were recorded.
    """
    global _last
    milliseconds = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
    with _lock:
        if milliseconds == _last >> 74:
            _last += 1 + secrets.randbits(32)
        else:
            # The first bit stays free, so that steps within the millisecond do not run over.
            _last = milliseconds << 74 | secrets.randbits(73)
        whole = _last
    high, low = whole >> 62, whole & ((1 << 62) - 1)
    return uuid.UUID(int=(high >> 12) << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0b10 << 62 | low)
