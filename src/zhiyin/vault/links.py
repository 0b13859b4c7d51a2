"""Encrypted links from a confidential case to its speaker, only where they asked for reminders."""

import hmac
from hashlib import sha256

from nacl.secret import SecretBox

from zhiyin.vault.keys import derived_key


def encrypted(person: str) -> bytes:
    """The person's id under the server's key; differs each time, so equal people do not look equal."""
    return bytes(SecretBox(derived_key("link")).encrypt(person.encode()))


def decrypted(box: bytes | memoryview) -> str:
    """The person's id."""
    return SecretBox(derived_key("link")).decrypt(bytes(box)).decode()


def bucket(person: str) -> int:
    """One of 256 shelves: many people share one, so the shelf finds one's own links and groups nobody's."""
    return hmac.digest(derived_key("bucket"), person.encode(), sha256)[0]
