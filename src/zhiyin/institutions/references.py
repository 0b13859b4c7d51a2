"""Rule versions and keys as facts name them: identifiers, never prose."""

from hashlib import sha256

from zhiyin.journal.kinds import is_reference


def rule_reference(uid: str) -> str:
    """A rule version: `wc-term/2012-02-13`."""
    return uid.replace("@", "/")


def key_reference(key: str) -> str:
    """A key; one that is no plain identifier by its hash."""
    plain = key.replace("|", "/")
    return plain if is_reference(plain) else f"sha256:{sha256(key.encode()).hexdigest()[:40]}"
