"""The launcher: installs once, notices what changed, repairs what broke off, says what is missing."""

import os
import shutil
import subprocess
import sys
import threading
import time

import pytest

from tests.architecture.source import ROOT
from zhiyin.commands import install


@pytest.fixture
def house(tmp_path):
    """A checkout whose `.venv` works and whose lock file is installed."""
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    packages = tmp_path / ".venv" / "lib" / "python3" / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir()
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    install.copy_stamp(tmp_path / "requirements.lock", tmp_path / ".venv" / "installed" / "requirements.lock")
    return tmp_path


@pytest.fixture
def done(monkeypatch):
    """What would have been installed."""
    asked = []
    monkeypatch.setattr(
        install, "install_packages", lambda venv, files: asked.append([f.name for f in files])
    )
    monkeypatch.setattr(install, "make_venv", lambda venv: asked.append("venv"))
    return asked


def test_what_is_installed_is_not_installed_again(house, done):
    install.install(house, ["requirements.lock"])
    assert done == []


def test_a_new_lock_file_is_installed(house, done):
    (house / "requirements.lock").write_text("django==5.3\n")
    install.install(house, ["requirements.lock"])
    assert done == ["venv", ["requirements.lock"]]
    assert install.installed(house, "requirements.lock")


def test_only_what_changed_is_installed(house, done):
    (house / "requirements-dev.lock").write_text("pytest==9\n")
    install.install(house, ["requirements.lock", "requirements-dev.lock"])
    assert done == ["venv", ["requirements-dev.lock"]]


def test_an_installation_that_was_killed_is_begun_anew(house, done):
    (house / ".venv" / install.STARTED).touch()
    install.install(house, ["requirements.lock"])
    assert done == ["venv", ["requirements.lock"]]
    assert not (house / ".venv" / install.STARTED).exists()


def test_a_failed_installation_is_not_taken_for_a_whole_one(house, monkeypatch):
    def fail(venv, files):
        raise install.CannotInstall("no network")

    monkeypatch.setattr(install, "install_packages", fail)
    (house / "requirements.lock").write_text("django==5.3\n")
    assert install.main(house, ["requirements.lock"]) == 69
    assert not install.installed(house, "requirements.lock")


def test_a_python_that_was_removed_is_noticed(house):
    python = house / ".venv" / "bin" / "python"
    assert install.runs(python)
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert not install.runs(python)


def test_the_source_is_found_wherever_the_folder_is_moved(house):
    install.link_source(house, house / ".venv")
    packages = house / ".venv" / "lib" / "python3" / "site-packages"
    line = (packages / "zhiyin.pth").read_text().strip()
    assert not os.path.isabs(line)
    assert (packages / line).resolve() == house / "src"


def test_a_second_start_waits_for_the_first(house):
    order = []

    def second():
        with install.one_at_a_time(house):
            order.append("second")

    with install.one_at_a_time(house):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_offline_wheels_and_mirrors_are_used(monkeypatch, tmp_path):
    monkeypatch.delenv("ZHIYIN_WHEELS", raising=False)
    monkeypatch.delenv("ZHIYIN_INDEX_URL", raising=False)
    assert install.package_source() == []
    monkeypatch.setenv("ZHIYIN_INDEX_URL", "https://mirror.example/simple")
    assert install.package_source() == ["--index-url", "https://mirror.example/simple"]
    monkeypatch.setenv("ZHIYIN_WHEELS", str(tmp_path))
    assert install.package_source() == ["--no-index", "--find-links", str(tmp_path)]
    monkeypatch.setenv("ZHIYIN_WHEELS", str(tmp_path / "nowhere"))
    with pytest.raises(install.CannotInstall, match="nowhere"):
        install.package_source()


def test_without_python_the_launcher_says_what_to_install(tmp_path):
    for tool in ("sh", "dirname", "cmp", "cat"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    house = tmp_path / "house"
    house.mkdir()
    shutil.copy(ROOT / "zhiyin", house)
    shutil.copy(ROOT / "requirements.lock", house)
    found = subprocess.run(
        [house / "zhiyin", "serve"], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert found.returncode == 69
    assert "sudo apt install python3" in found.stderr


def test_the_launcher_asks_nothing_else_once_all_is_installed(house):
    """Only the comparison of two files stands before the program: no second Python."""
    shutil.copy(ROOT / "zhiyin", house)
    python = house / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    started = time.process_time()
    found = subprocess.run([house / "zhiyin", "serve", "--port", "9"], capture_output=True, text=True)
    assert found.stdout == "-m zhiyin.cli serve --port 9\n"
    assert time.process_time() - started < 0.3
