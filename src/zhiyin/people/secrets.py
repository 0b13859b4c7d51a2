"""First-sign-in codes, TOTP secrets and recovery codes: how they are made, kept and compared."""

import base64
import hmac
import secrets
from hashlib import sha256
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from nacl.secret import SecretBox

from zhiyin.vault.codes import ALPHABET
from zhiyin.vault.keys import derived_key

STEP = 30
DIGITS = 6
CODE_LENGTH = 8
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def new_code() -> str:
    """Eight base-32 characters (40 bits), for paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """In fours, as printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def normal_code(text: str) -> str:
    """A typed code without case, spaces, dashes, full width and look-alikes."""
    return "".join(c for c in text.translate(_FULLWIDTH).upper() if c.isalnum()).translate(_LOOKALIKES)


def normal_login(text: str) -> str:
    """A typed employee number: half width, capitals, no spaces around."""
    return text.translate(_FULLWIDTH).strip().upper()


def keyed(use: str, *parts: str) -> str:
    """Keyed hash (64 hex): without the server's key, what is stored tells nothing and cannot be guessed."""
    return hmac.digest(derived_key(use), "\0".join(parts).encode(), sha256).hex()


def code_hash(login: str, code: str) -> str:
    return keyed("first-code", login, normal_code(code))


def recovery_hash(login: str, code: str) -> str:
    return keyed("recovery", login, normal_code(code))


def new_totp_secret() -> bytes:
    """20 bytes, as RFC 4226 §4 recommends."""
    return secrets.token_bytes(20)


def spelled(secret: bytes) -> str:
    """A TOTP secret as one types it by hand: base 32 in fours."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def otpauth(secret: bytes, login: str) -> str:
    """What a QR code tells an authenticator (Key Uri Format)."""
    key = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{quote('职音')}:{quote(login)}?secret={key}&issuer={quote('职音')}"


def locked(secret: bytes) -> bytes:
    """A TOTP secret as the database keeps it."""
    return bytes(SecretBox(derived_key("totp")).encrypt(secret))


def opened(box: bytes) -> bytes:
    return bytes(SecretBox(derived_key("totp")).decrypt(box))


def totp_at(secret: bytes, step: int) -> str:
    """The code of one 30-second step (RFC 6238)."""
    return TOTP(secret, DIGITS, SHA1(), STEP, enforce_key_length=False).generate(step * STEP).decode()  # noqa: S303


def matching_step(secret: bytes, code: str, now: float, after: int) -> int | None:
    """The step later than `after` whose code this is; one step of clock difference either way is forgiven."""
    typed = "".join(c for c in code.translate(_FULLWIDTH) if c.isdigit())
    here = int(now) // STEP
    found = None
    for step in (here - 1, here, here + 1):
        if hmac.compare_digest(totp_at(secret, step), typed) and step > after:
            found = step
    return found
