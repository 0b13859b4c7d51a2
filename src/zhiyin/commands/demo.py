"""`zhiyin demo`: a made-up enterprise to try everything with."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import pick, say


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    from zhiyin.commands.serve import add_options

    parser = commands.add_parser(
        "demo", help=pick("造一家虚构企业来试用，并启动", "make a fictitious enterprise to try, and serve it")
    )
    add_options(parser, port=pick("端口，默认 8000", "port, default 8000"))
    parser.add_argument(
        "--no-serve", action="store_true", help=pick("只建好，不启动", "make it, do not serve")
    )
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help=pick("规模，1 是三千人、一千五百件诉求", "size; 1 is 3,000 people and 1,500 demands"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from django.db import connection

    from zhiyin.commands.serve import free, serve, taken

    # Said before a minute of filling, not after it.
    if not options.no_serve and not free(options.host, options.port):
        return taken(options.host, options.port, "--port")
    if connection.vendor == "sqlite":
        make_in_file(Path(connection.settings_dict["NAME"]), options.scale)
    else:
        make_in_place(options.scale)
    print_accounts()
    if options.no_serve:
        return 0
    return serve(options.host, options.port, options.workers)


def make_in_file(database: Path, scale: float) -> None:
    """Fill a new file and move it into place when it is whole: a broken-off filling leaves nothing behind."""
    if database.exists() and not _empty():
        _bring_up_to_date()
        return
    part = database.with_name(database.name + ".part")
    _remove(part)
    _fill_unsafely(part)
    from django.db import connection

    _build(scale)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _to_disk(part)
    _remove(database)
    part.replace(database)
    _to_disk(database.parent)


def make_in_place(scale: float) -> None:
    """Fill the database that the settings name, if it is empty."""
    if _empty():
        _build(scale)
    else:
        _bring_up_to_date()


def _empty() -> bool:
    """Whether the database holds no employee and no unit."""
    from django.db import connection

    from zhiyin.people.models import Unit

    if Unit._meta.db_table not in connection.introspection.table_names():
        return True
    return not Unit.objects.exists()


def _bring_up_to_date() -> None:
    from zhiyin.commands.migrate import migrate, pending

    if pending():
        migrate()


def _fill_unsafely(part: Path) -> None:
    """Write to `part` without waiting for the disk: nothing is served from it before it is whole."""
    from django.db import connections

    from zhiyin.config.databases import database

    connections["default"].close()
    connections["default"].settings_dict.update(database(f"sqlite://{part}", part.parent, synchronous="OFF"))


def _build(scale: float) -> None:
    from zhiyin.commands.migrate import migrate
    from zhiyin.config.messages import compile_all
    from zhiyin.demo import accounts, build

    compile_all()
    started = time.monotonic()
    say("正在造一家虚构企业「远山装备集团」…", "Making the fictitious enterprise 远山装备集团 …")
    migrate()
    build.build(Progress(), scale=scale)
    accounts.spare_second_factor()
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
