"""Sealing an identity for every pair of keepers from different sides: two together open, one never.

Format 1: {"v":1,"alg":"x25519-xsalsa20poly1305/nested","pairs":[{"outer":id,"inner":id,"box":base64}]}.
Each box is a NaCl sealed box for the inner keeper inside a sealed box for the outer keeper.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from nacl import pwhash, secret, utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

ALGORITHM = "x25519-xsalsa20poly1305/nested"
# Padded, so that the length of a box does not tell whose identity is inside.
PADDED = 128


@dataclass(frozen=True)
class KeeperKey:
    """Public half of a keeper's key; `side` is demand_office, union or higher_union."""

    id: str
    side: str
    public: bytes


class CannotSeal(RuntimeError):
    """Fewer than two sides have a keeper, or the identity does not fit its padding."""


class CannotOpen(ValueError):
    """Wrong keepers, wrong passphrase, or a damaged envelope."""


def seal(identity: str, keepers: Iterable[KeeperKey]) -> dict[str, Any]:
    """An envelope that any two keepers from different sides can open together."""
    plain = identity.encode().ljust(PADDED, b"\0")
    if len(plain) > PADDED:
        raise CannotSeal(f"an identity has at most {PADDED} bytes")
    pairs = [
        {"outer": outer.id, "inner": inner.id, "box": _nested(plain, outer, inner)}
        for outer, inner in combinations(sorted(keepers, key=lambda k: (k.side, k.id)), 2)
        if outer.side != inner.side
    ]
    if not pairs:
        raise CannotSeal("an identity can only be sealed when keepers of two sides exist")
    return {"v": 1, "alg": ALGORITHM, "pairs": pairs}


def _nested(plain: bytes, outer: KeeperKey, inner: KeeperKey) -> str:
    box = SealedBox(PublicKey(inner.public)).encrypt(plain)
    return base64.b64encode(SealedBox(PublicKey(outer.public)).encrypt(box)).decode()


def open_outer(envelope: dict[str, Any], outer: str, inner: str, key: PrivateKey) -> bytes:
    """First keeper's half: still sealed for the second. Raises CannotOpen."""
    for pair in envelope["pairs"]:
        if (pair["outer"], pair["inner"]) == (outer, inner):
            return _opened(base64.b64decode(pair["box"]), key)
    raise CannotOpen("these two keepers have no box in this envelope")


def open_inner(box: bytes, key: PrivateKey) -> str:
    """Second keeper's half: the identity. Raises CannotOpen."""
    try:
        return _opened(box, key).rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise CannotOpen("this box is still sealed for the second keeper") from error


def _opened(box: bytes, key: PrivateKey) -> bytes:
    try:
        return SealedBox(key).decrypt(box)
    except CryptoError as error:
        raise CannotOpen("this key does not open the box") from error


def new_keeper(passphrase: str, *, light: bool = False) -> tuple[bytes, dict[str, str]]:
    """A keeper's public key, and the private key locked under a passphrase (Argon2id, secretbox).

    `light` uses Argon2id's interactive cost, for a demo whose passphrases are shown anyway.
    """
    key = PrivateKey.generate()
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    cost = "interactive" if light else "moderate"
    locked = secret.SecretBox(_passphrase_key(passphrase, salt, cost)).encrypt(bytes(key))
    return bytes(key.public_key), {
        "kdf": f"argon2id/{cost}",
        "salt": base64.b64encode(salt).decode(),
        "box": base64.b64encode(locked).decode(),
    }


def unlock_keeper(locked: dict[str, str], passphrase: str) -> PrivateKey:
    """The private key. Raises CannotOpen for a wrong passphrase."""
    cost = locked["kdf"].partition("/")[2]
    key = _passphrase_key(passphrase, base64.b64decode(locked["salt"]), cost)
    try:
        return PrivateKey(secret.SecretBox(key).decrypt(base64.b64decode(locked["box"])))
    except CryptoError as error:
        raise CannotOpen("wrong passphrase") from error


def _passphrase_key(passphrase: str, salt: bytes, cost: str) -> bytes:
    ops, memory = {
        "interactive": (pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE),
        "moderate": (pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE),
    }[cost]
    return pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=ops, memlimit=memory
    )
