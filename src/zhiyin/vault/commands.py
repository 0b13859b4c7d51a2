"""`zhiyin keys …`: those who keep half of the means to open identities."""

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

SHORTEST = 12


def add_parsers(subparsers: "argparse._SubParsersAction[Any]") -> None:
    keys = subparsers.add_parser("keys", help="身份保管人的钥匙 / keepers of sealed identities")
    verbs = keys.add_subparsers(required=True, metavar="COMMAND")
    keeper = verbs.add_parser(
        "keeper", help="设立一位保管人，问口令 / appoint a keeper, asks for a passphrase"
    )
    keeper.add_argument("--side", required=True, choices=("demand_office", "union", "higher_union"))
    keeper.add_argument("--name", required=True, help="保管人怎么称呼 / what to call the keeper")
    keeper.add_argument(
        "--backup", help="把锁好的钥匙另存一份，可打印 / write the locked key here as a backup"
    )
    keeper.set_defaults(run=run_keeper)
    end = verbs.add_parser("end", help="保管人卸任 / a keeper leaves office")
    end.add_argument("keeper", help="保管人编号，见 keys list / the keeper's id")
    end.set_defaults(run=run_end)
    listing = verbs.add_parser("list", help="现任保管人 / keepers in office")
    listing.set_defaults(run=run_list)


def _ask() -> str:
    """The passphrase, twice on a terminal; one line where there is none."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令 / passphrase: ")
    return first if first == getpass.getpass("再输一遍 / again: ") else ""


def run_keeper(options: argparse.Namespace) -> int:
    """Exit status 1 when the passphrase is too short, the two do not match, or the backup has no place."""
    from zhiyin.vault.services import appoint_keeper

    passphrase = _ask()
    if len(passphrase) < SHORTEST:
        sys.stderr.write(
            f"两遍要一样，至少 {SHORTEST} 个字 / the same twice, {SHORTEST} characters at least\n"
        )
        return 1
    backup = Path(options.backup) if options.backup else None
    try:
        # Before the keeper is made: their key can be written down but once.
        if backup:
            backup.touch()
    except OSError as error:
        sys.stderr.write(f"{backup}: {error.strerror}\n")
        return 1
    keeper = appoint_keeper(actor="system", side=options.side, name=options.name, passphrase=passphrase)
    if backup:
        backup.write_text(json.dumps(keeper.locked_key, indent=1), "utf-8")
    sys.stdout.write(
        f"{keeper.pk}  {keeper}\n口令没有存下来，忘了就打不开 / the passphrase is kept nowhere\n"
    )
    return 0


def run_end(options: argparse.Namespace) -> int:
    from zhiyin.vault.models import Keeper
    from zhiyin.vault.services import end_keeper

    in_office = Keeper.objects.filter(until_on__isnull=True)
    found = next((keeper for keeper in in_office if str(keeper.pk) == options.keeper), None)
    if found is None:
        sys.stderr.write("没有这位现任保管人 / no such keeper in office\n")
        return 1
    end_keeper(actor="system", keeper_id=found.pk)
    return 0


def run_list(_options: argparse.Namespace) -> int:
    from zhiyin.vault.models import Keeper

    for keeper in Keeper.objects.filter(until_on__isnull=True).order_by("side", "name"):
        sys.stdout.write(f"{keeper.pk}  {keeper}\n")
    return 0
