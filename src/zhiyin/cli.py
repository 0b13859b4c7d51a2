"""`zhiyin …`: the program's own commands and those that each app adds in its `commands` module."""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from zhiyin.config.terminal import complain, pick

ROOT = Path(__file__).resolve().parents[2]
OWN = (
    "demo",
    "begin",
    "serve",
    "migrate",
    "doctor",
    "tls",
    "check",
    "test",
    "screenshots",
    "docs",
    "lock",
    "worker",
)
APPS = ("journal", "vault", "people", "policies", "institutions", "voice", "evaluation", "workspace", "demo")


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Commands in one column, without a line that repeats their heading."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            return "".join(self._format_action(choice) for choice in action._get_subactions())
        return super()._format_action(action)


class Commands(argparse._SubParsersAction):
    """A command's line in the list is also the first line of its own help."""

    def add_parser(self, name: str, **kwargs: Any) -> Any:
        kwargs.setdefault("description", kwargs.get("help"))
        return super().add_parser(name, **kwargs)


class Parser(argparse.ArgumentParser):
    """argparse, in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", HelpFormatter)
        kwargs["add_help"] = False
        super().__init__(*args, **kwargs)
        self.register("action", "parsers", Commands)
        self._positionals.title = pick("参数", "arguments")
        self._optionals.title = pick("选项", "options")
        self.add_argument("-h", "--help", action="help", help=pick("显示这段说明", "show this text"))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", pick("用法：", "usage: "), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", pick("用法：", "usage: "), 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{pick('没看懂', 'not understood')}: {message}\n")


def parser() -> Parser:
    """Every command there is."""
    whole = Parser(
        prog="zhiyin",
        description=pick(
            "职音：把企业民主管理的制度真正办起来。",
            "Zhiyin: institutions of enterprise democratic management, carried out.",
        ),
        epilog=pick(
            "设置都以 ZHIYIN_ 开头，见 docs/operations.md。英文界面：ZHIYIN_LANG=en。",
            "Settings begin with ZHIYIN_, see docs/operations.md. Chinese: ZHIYIN_LANG=zh.",
        ),
    )
    commands = whole.add_subparsers(
        title=pick("命令", "commands"), metavar=pick("命令", "COMMAND"), dest="command", parser_class=Parser
    )
    for name in OWN:
        importlib.import_module(f"zhiyin.commands.{name}").add_parsers(commands)
    for module in [f"zhiyin.{app}.commands" for app in APPS]:
        if importlib.util.find_spec(module):
            importlib.import_module(module).add_parsers(commands)
    if (ROOT / "bench" / "__init__.py").exists():
        sys.path.append(str(ROOT))
        importlib.import_module("bench").add_parsers(commands)
    return whole


def start_django() -> None:
    """Load settings and apps. Raises SystemExit where a setting cannot be right."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")
    import django

    try:
        django.setup()
    except (ValueError, OSError) as problem:
        complain(f"设置不对：{problem}", f"a setting is wrong: {problem}")
        raise SystemExit(78) from problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    whole = parser()
    options = whole.parse_args(arguments)
    if options.command is None:
        whole.print_help()
        return 0
    if not getattr(options, "without_django", False):
        start_django()
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`zhiyin … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        if not _database_unready(problem):
            raise
        complain(
            f"数据库还不能用（{problem}）。请先运行 ./zhiyin migrate，或看 ./zhiyin doctor。",
            f"the database is not ready ({problem}). Run ./zhiyin migrate first, or see ./zhiyin doctor.",
        )
        return 69


def _database_unready(problem: Exception) -> bool:
    from django.db.utils import OperationalError, ProgrammingError

    text = str(problem)
    missing = "no such table" in text or "does not exist" in text or "onnection" in text
    return isinstance(problem, OperationalError | ProgrammingError) and missing


if __name__ == "__main__":
    sys.exit(main())
