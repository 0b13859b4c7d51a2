"""`zhiyin demo`: a made-up enterprise to try everything with."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from zhiyin.commands.words import complain, pick, say


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    from zhiyin.commands.serve import add_options

    parser = commands.add_parser(
        "demo", help=pick("造一家虚构企业来试用，并启动", "make a fictitious enterprise to try, and serve it")
    )
    add_options(parser)
    parser.add_argument(
        "--no-serve", action="store_true", help=pick("只建好，不启动", "make it, do not serve")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from django.db import connection

    if connection.vendor == "sqlite":
        made = make_in_file(Path(connection.settings_dict["NAME"]))
    else:
        made = make_in_place()
    if not made:
        return 69
    print_accounts()
    if options.no_serve:
        return 0
    from zhiyin.commands.serve import serve

    return serve(options.host, options.port, options.workers)


def make_in_file(database: Path) -> bool:
    """Fill a new file and move it into place when it is whole: a broken-off filling leaves nothing behind."""
    if database.exists() and not _empty():
        return _bring_up_to_date()
    part = database.with_name(database.name + ".part")
    _remove(part)
    _fill_unsafely(part)
    from django.db import connection

    _build()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _to_disk(part)
    _remove(database)
    part.replace(database)
    _to_disk(database.parent)
    return True


def make_in_place() -> bool:
    """Fill the database that the settings name, if it is empty."""
    from django.conf import settings

    unfinished = settings.DATA_DIR / "demo.unfinished"
    if unfinished.exists():
        complain(
            f"上次生成没有做完。请换一个空数据库，并删除 {unfinished}，再来一次。",
            f"The last filling was broken off. Use an empty database, delete {unfinished} and start again.",
        )
        return False
    if not _empty():
        return _bring_up_to_date()
    unfinished.touch()
    _build()
    unfinished.unlink()
    return True


def _empty() -> bool:
    """Whether the database holds no employee and no unit."""
    from django.db import connection

    from zhiyin.people.models import Unit

    if Unit._meta.db_table not in connection.introspection.table_names():
        return True
    return not Unit.objects.exists()


def _bring_up_to_date() -> bool:
    from zhiyin.commands.migrate import migrate, pending

    if pending():
        migrate()
    return True


def _fill_unsafely(part: Path) -> None:
    """Write to `part` without waiting for the disk: nothing is served from it before it is whole."""
    from django.db import connections

    from zhiyin.config.databases import database

    connections["default"].close()
    connections["default"].settings_dict.update(database(f"sqlite://{part}", part.parent, synchronous="OFF"))


def _build() -> None:
    from zhiyin.commands.migrate import migrate
    from zhiyin.config.messages import compile_all
    from zhiyin.demo import build

    compile_all()
    started = time.monotonic()
    say("正在造一家虚构企业「远山装备集团」…", "Making the fictitious enterprise 远山装备集团 …")
    migrate()
    build.build(Progress())
    say(f"造好了，用了 {time.monotonic() - started:.0f} 秒。", f"Made in {time.monotonic() - started:.0f} s.")


class Progress:
    """Prints one line for each step of the filling, with its time."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, text: str) -> None:
        moment = time.monotonic()
        sys.stdout.write(f"· {text}  {moment - self.last:.1f} s\n")
        sys.stdout.flush()
        self.last = moment


def print_accounts() -> None:
    from zhiyin.demo import accounts

    sys.stdout.write(accounts.table() + "\n")


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
