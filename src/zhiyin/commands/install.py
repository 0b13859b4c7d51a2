"""Installs what the lock files name into `.venv`; run by the launcher, so standard library only.

    python -I install.py ROOT requirements.lock [requirements-dev.lock]

A copy of each lock file in `.venv/installed/` says that its installation came to its end.
"""

import fcntl
import filecmp
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Left behind only by an installation that was killed: what is there then may be half a package.
STARTED = "installing"


class CannotInstall(Exception):
    """What is missing and how to mend it, in both languages."""


def main(root: Path, locks: list[str]) -> int:
    try:
        with one_at_a_time(root):
            install(root, locks)
    except CannotInstall as problem:
        sys.stderr.write(f"{problem}\n")
        return 69
    except KeyboardInterrupt:
        sys.stderr.write("\n安装中断，下次启动会接着做 / interrupted; the next start goes on\n")
        return 130
    return 0


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Two starts at once: the second waits, then finds the work done."""
    with (root / "requirements.lock").open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note("另一个进程正在安装，等它做完 / waiting for another installation")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install(root: Path, locks: list[str]) -> None:
    venv = root / ".venv"
    wanted = [name for name in locks if not installed(root, name)]
    if not wanted and runs(venv / "bin" / "python") and not (venv / STARTED).exists():
        return
    make_venv(venv)
    files = [root / name for name in (wanted or locks)]
    started = venv / STARTED
    started.touch()
    with step("安装依赖" if locks == ["requirements.lock"] else "安装依赖和开发工具", "dependencies"):
        try:
            install_packages(venv, files)
        except CannotInstall:
            started.unlink()
            raise
    link_source(root, venv)
    for file in files:
        copy_stamp(file, venv / "installed" / file.name)
    started.unlink()


def installed(root: Path, name: str) -> bool:
    stamp = root / ".venv" / "installed" / name
    return stamp.exists() and filecmp.cmp(root / name, stamp, shallow=False)


def copy_stamp(lock: Path, stamp: Path) -> None:
    stamp.parent.mkdir(exist_ok=True)
    part = stamp.with_suffix(".part")
    shutil.copyfile(lock, part)
    part.replace(stamp)


def make_venv(venv: Path) -> None:
    """A working `.venv`; one that lost its Python or whose installation was killed is made anew."""
    if runs(venv / "bin" / "python") and not (venv / STARTED).exists():
        return
    uv = shutil.which("uv")
    if not uv:
        need_venv_module()
    with step("建立 .venv", "virtual environment"):
        if venv.exists():
            shutil.rmtree(venv)
        if uv:
            run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)])
        else:
            run([sys.executable, "-m", "venv", str(venv)])


def runs(python: Path) -> bool:
    """Whether this interpreter starts and is new enough; it may be a link to a Python since removed."""
    if not python.exists():
        return False
    test = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-I", "-c", test], capture_output=True).returncode == 0


def need_venv_module() -> None:
    """Debian and Ubuntu keep `python -m venv` in a package of its own."""
    if has_module("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step(f"安装系统软件包 {package}", package):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run(["apt-get", "update", "-qq"], environment)
            run(["apt-get", "install", "-y", "-qq", package], environment)
        return
    raise CannotInstall(
        f"缺少 {package}。请运行：sudo apt install {package}，然后再来一次。\n"
        f"{package} is missing. Run: sudo apt install {package}, then start again."
    )


def has_module(name: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0


def install_packages(venv: Path, files: list[Path]) -> None:
    """With uv where there is one, else with pip, which also knows the machine's own configuration."""
    requirements = [part for file in files for part in ("-r", str(file))]
    source = package_source()
    python = str(venv / "bin" / "python")
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes"]
        if subprocess.run([*command, *source, *requirements], capture_output=True).returncode == 0:
            return
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
        need_venv_module()
        run([python, "-m", "ensurepip", "--upgrade"])
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    # Building from source would need a compiler and reach for unpinned build tools.
    run([*pip, "--only-binary", ":all:", *source, *requirements], hint=SOURCE_HINT)


SOURCE_HINT = (
    "没有网络时，用 ZHIYIN_WHEELS=文件夹 指明离线安装包；用镜像时，用 ZHIYIN_INDEX_URL=地址。\n"
    "Offline: point ZHIYIN_WHEELS at a folder of wheels. Mirror: set ZHIYIN_INDEX_URL (docs/operations.md)."
)


def package_source() -> list[str]:
    wheels, index = os.environ.get("ZHIYIN_WHEELS"), os.environ.get("ZHIYIN_INDEX_URL")
    if wheels:
        if not Path(wheels).is_dir():
            raise CannotInstall(f"ZHIYIN_WHEELS={wheels}：没有这个文件夹 / no such folder")
        return ["--no-index", "--find-links", wheels]
    return ["--index-url", index] if index else []


def link_source(root: Path, venv: Path) -> None:
    """Let the environment find the program's own source, wherever the folder is moved to."""
    for packages in venv.glob("lib/python*/site-packages"):
        (packages / "zhiyin.pth").write_text(os.path.relpath(root / "src", packages) + "\n")


def run(command: list[str], environment: dict[str, str] | None = None, hint: str = "") -> None:
    """Run quietly; on failure say what was run and what it answered."""
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise CannotInstall(f"\n$ {' '.join(command)}\n{done.stdout.strip()}\n{hint}".rstrip())


@contextmanager
def step(zh: str, en: str) -> Iterator[None]:
    """One line for one step, with its time."""
    sys.stderr.write(f"· {zh} / {en} … ")
    sys.stderr.flush()
    started = time.monotonic()
    ending = "\n"
    try:
        yield
        ending = f"{time.monotonic() - started:.1f} s\n"
    finally:
        sys.stderr.write(ending)


def note(text: str) -> None:
    sys.stderr.write(f"· {text}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
