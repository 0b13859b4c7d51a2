"""`zhiyin lock`: write the lock files anew from pyproject.toml."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from zhiyin.config.terminal import complain, pick, say

ROOT = Path(__file__).resolve().parents[3]
# No address of a package index may stand in the lock files: everyone has their own.
FORM = [
    "--generate-hashes", "--universal", "--quiet",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser(
        "lock", help=pick("重写依赖锁定文件（开发用）", "rewrite the lock files (developers)")
    )
    parser.add_argument(
        "--upgrade", action="store_true", help=pick("升级到最新版本", "take the newest versions")
    )
    parser.set_defaults(run=run, without_django=True)


def run(options: argparse.Namespace) -> int:
    uv = Path(sys.executable).with_name("uv")
    program = str(uv) if uv.exists() else shutil.which("uv")
    if program is None:
        complain("缺少 uv。", "uv is missing.")
        return 69
    more = ["--upgrade"] if options.upgrade else []
    for arguments in (
        ["pyproject.toml", "-o", "requirements.lock"],
        ["--group", "dev", "-c", "requirements.lock", "-o", "requirements-dev.lock"],
    ):
        command = [program, "pip", "compile", *FORM, *more, *arguments]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode
    say(
        "已写好 requirements.lock 和 requirements-dev.lock。",
        "Wrote requirements.lock and requirements-dev.lock.",
    )
    return 0
