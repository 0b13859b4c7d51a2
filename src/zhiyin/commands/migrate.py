"""`zhiyin migrate`: bring the database up to the program."""

import argparse
from typing import Any

from zhiyin.config.terminal import pick, say


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser("migrate", help=pick("建好或升级数据库", "create or upgrade the database"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    waiting = pending()
    migrate()
    if waiting:
        say(f"数据库已升级：{len(waiting)} 步。", f"Database upgraded: {len(waiting)} steps.")
    else:
        say("数据库已是最新。", "The database is up to date.")
    return 0


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def pending() -> list[str]:
    """Migrations that the database has not seen. Raises OperationalError when it cannot be reached."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
