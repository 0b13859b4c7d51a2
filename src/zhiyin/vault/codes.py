"""Receipt codes: 16 base-32 characters (80 bits) in fours and one check character."""

import hmac
from hashlib import sha256

from zhiyin.vault.keys import derived_key

# Crockford's alphabet: no I, L, O, U, so that a code read aloud or from paper stays the same code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class BadCode(ValueError):
    """Not a receipt code: wrong length, wrong character, or the check character does not fit."""


def code_for(token: bytes) -> str:
    """The code that belongs to one submission: a double tap shows the same receipt, and none is kept."""
    number = int.from_bytes(hmac.digest(derived_key("receipt-of"), token, sha256)[:10], "big")
    return shown("".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5)))


def shown(body: str) -> str:
    """The 16 characters in groups, with the check character."""
    groups = [body[i : i + 4] for i in range(0, LENGTH, 4)]
    return "-".join([*groups, check_character(body)])


def check_character(body: str) -> str:
    """Sum of character × 2^place in the field of 32 elements.

    Places weigh differently and no weight is nothing, so it catches every single wrong character and
    every exchange of two, neighbours or not; of other mistakes 31 in 32.
    """
    total = 0
    for character in body:
        total = _doubled(total) ^ ALPHABET.index(character)
    return ALPHABET[_doubled(total)]


def _doubled(value: int) -> int:
    """Times x modulo x⁵+x²+1, whose powers of x run through all 31 elements but zero."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def normal(text: str) -> str:
    """The 16 characters of a typed code; forgives case, spaces, dashes, full width and look-alikes.

    Raises BadCode.
    """
    cleaned = "".join(c for c in text.translate(_FULLWIDTH).upper() if c.isalnum()).translate(_LOOKALIKES)
    if len(cleaned) != LENGTH + 1 or any(c not in ALPHABET for c in cleaned):
        raise BadCode(text)
    if check_character(cleaned[:LENGTH]) != cleaned[LENGTH]:
        raise BadCode(text)
    return cleaned[:LENGTH]


def lookup_key(body: str) -> bytes:
    """Keyed hash under which a code is stored: without the server's key the table tells nothing."""
    return hmac.digest(derived_key("receipt"), body.encode(), sha256)
