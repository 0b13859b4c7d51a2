"""From a database address to Django's settings: SQLite by default, PostgreSQL in production."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# A receipt given is a fact kept: synchronous=FULL survives a power cut, IMMEDIATE avoids upgrade deadlocks.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}


def database(url: str, data_dir: Path, *, synchronous: str = "FULL") -> dict[str, Any]:
    """Settings of one database; `url` is sqlite:///path or postgresql://…, empty means the data folder.

    Raises ValueError for another kind of database.
    """
    if not url:
        return sqlite(data_dir / "zhiyin.sqlite3", synchronous)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)), synchronous)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"ZHIYIN_DATABASE_URL must begin with sqlite:// or postgresql://, not {parts.scheme}://")


def sqlite(path: Path, synchronous: str) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    command = SQLITE_OPTIONS["init_command"].format(synchronous=synchronous)  # type: ignore[attr-defined]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {**SQLITE_OPTIONS, "init_command": command},
        "CONN_MAX_AGE": None,
    }
