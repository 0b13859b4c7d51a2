"""Keys the server makes for itself at first start, in files only it may read."""

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path, given: str) -> str:
    """The key given by the operator, else the one kept in the data folder (made on first use)."""
    return given or key_file(data_dir, "secret.key")


def key_file(data_dir: Path, name: str) -> str:
    """64 hex characters kept under `name`; two processes starting together end with the same key."""
    path = data_dir / name
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


def own_folder(path: Path) -> Path:
    """A folder that only the server's own user may look into, made if need be."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path
