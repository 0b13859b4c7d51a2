"""Temporary databases: a fresh data folder, and on PostgreSQL a fresh database, both gone afterwards."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
# Where a temporary database may be made; nothing but databases of our own making is touched there.
POSTGRES = os.environ.get("ZHIYIN_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Place:
    """A database of its own, reached by processes started with `env`."""

    vendor: str
    url: str
    data_dir: Path

    @property
    def env(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZHIYIN_")}
        return {
            **inherited,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "zhiyin.config.settings",
            "ZHIYIN_DATA_DIR": str(self.data_dir),
            "ZHIYIN_DATABASE_URL": self.url,
        }

    def run(self, *arguments: str, timeout: float = 600, **extra: str) -> str:
        """Standard output of `python arguments…` on this database. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**self.env, **extra},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            timeout=timeout,
            check=True,
        )
        return done.stdout.decode()

    def migrate(self) -> None:
        self.run("-m", "django", "migrate", "--no-input", "--skip-checks", "-v", "0")


def postgres_answers() -> bool:
    """Whether a temporary PostgreSQL database can be made here."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def vendors() -> list[str]:
    """The databases that can be measured on this machine."""
    return [SQLITE, POSTGRESQL] if postgres_answers() else [SQLITE]


@contextmanager
def temporary(vendor: str) -> Iterator[Place]:
    """A migrated database of this vendor, dropped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="zhiyin-bench-"))
    name = f"zhiyin_bench_{secrets.token_hex(6)}"
    try:
        if vendor == SQLITE:
            place = Place(vendor, "", folder)
        else:
            _postgres("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", name)
            place = Place(vendor, POSTGRES.rpartition("/")[0] + "/" + name, folder)
        place.migrate()
        yield place
    finally:
        if vendor != SQLITE:
            _postgres("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        shutil.rmtree(folder, ignore_errors=True)


def let_postgres_look() -> None:
    """PostgreSQL looks at its tables by itself; SQLite only when told to, and nobody tells it."""
    from django.db import connection

    if connection.vendor == POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _postgres(statement: str, name: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
