"""What the command line says, in both languages, and how quickly it is there."""

import argparse
import socket
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from zhiyin import cli
from zhiyin.commands import check, health, pages
from zhiyin.commands.demo import add_parsers as add_demo
from zhiyin.config import terminal


@pytest.fixture
def language(monkeypatch):
    def choose(**environment):
        for name in ("ZHIYIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        terminal.english.cache_clear()

    yield choose
    terminal.english.cache_clear()


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, "中"),
        ({"LANG": "C.UTF-8"}, "中"),
        ({"LANG": "zh_CN.UTF-8"}, "中"),
        ({"LANG": "en_GB.UTF-8"}, "E"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "中"),
        ({"LANG": "zh_CN.UTF-8", "ZHIYIN_LANG": "en"}, "E"),
        ({"LANG": "en_US.UTF-8", "ZHIYIN_LANG": "zh"}, "中"),
    ],
)
def test_the_language_is_the_readers(language, environment, shown):
    language(**environment)
    assert terminal.pick("中", "E") == shown


def test_help_lists_every_command_once(language, capsys):
    language(ZHIYIN_LANG="en")
    assert cli.main([]) == 0
    text = capsys.readouterr().out
    listed = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2].isalpha()]
    assert len(listed) == len(set(listed))
    assert {"demo", "serve", "migrate", "doctor", "check", "test", "journal"} <= set(listed)


def test_help_is_chinese_for_chinese_readers(language, capsys):
    language(ZHIYIN_LANG="zh")
    with pytest.raises(SystemExit):
        cli.main(["serve", "--help"])
    text = capsys.readouterr().out
    assert text.startswith("用法：zhiyin serve")
    assert "options" not in text
    assert "show this" not in text


def test_what_was_not_understood_is_said(language, capsys):
    language(ZHIYIN_LANG="en")
    with pytest.raises(SystemExit) as ended:
        cli.main(["sevre"])
    assert ended.value.code == 2
    assert "not understood" in capsys.readouterr().err


def test_reading_the_command_line_loads_no_django():
    code = (
        "import sys, zhiyin.cli as c; c.parser(); sys.exit('django' in sys.modules or 'babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONPATH": str(ROOT / "src")})
    assert done.returncode == 0, "import Django inside the function that needs it, not at the top of commands"


def test_every_command_has_a_help_text():
    for command, parser in pages._commands(cli.parser(), []):
        assert parser.description or len(command) > 1, f"zhiyin {' '.join(command)} says nothing of itself"


def test_the_demo_can_be_made_small():
    parser = argparse.ArgumentParser()
    add_demo(parser.add_subparsers(dest="command"))
    options = parser.parse_args(["demo", "--scale", "0.1", "--no-serve"])
    assert (options.scale, options.no_serve, options.port) == (0.1, True, 8000)


def test_a_long_complaint_is_cut_and_says_how_to_see_the_rest(language):
    language(ZHIYIN_LANG="en")
    step = check.Step("翻译", "translations", ["tool", "--all"])
    text = check._shortened("\n".join(str(n) for n in range(100)), step)
    assert len(text.splitlines()) == check.MOST_LINES + 1
    assert text.splitlines()[-1] == "… 40 more lines: tool --all"


def findings(examine):
    return {(finding.says, bool(finding.mend)) for finding in examine()}


@pytest.mark.django_db
def test_the_doctor_finds_a_fresh_installation_fit(clock, capsys, language):
    language(ZHIYIN_LANG="en")
    clock("2026-10-20")
    health.report()
    text = capsys.readouterr().out
    assert "could not examine" not in text
    assert "background work" in text, "nothing has run yet, and that is said"


@pytest.mark.django_db
def test_the_doctor_reminds_of_next_years_holidays(clock, language):
    language(ZHIYIN_LANG="en")
    clock("2026-10-20")
    says = [finding.says for finding in health.calendars()]
    assert says == ["no holiday table of 2027: dates are provisional"]
    assert not any(finding.grave for finding in health.calendars())


@pytest.mark.django_db
def test_the_doctor_notices_a_flat_battery(clock, language):
    language(ZHIYIN_LANG="en")
    clock("2011-01-01")
    assert [(f.grave, f.mend) for f in health.clock()] == [(True, "set the system's clock")]


@pytest.mark.django_db
def test_the_doctor_notices_a_clock_behind_the_journal(clock, language, enterprise):
    from zhiyin.journal.clock import today
    from zhiyin.journal.sequence import number_all

    language(ZHIYIN_LANG="en")
    number_all()
    recorded = today()
    clock("2026-01-01")
    (finding,) = health.clock()
    assert finding.grave
    assert recorded.isoformat() in finding.says


@pytest.mark.django_db
def test_the_doctor_tells_which_job_failed(clock, language):
    from zhiyin.journal import clock as ours
    from zhiyin.workspace.models import Schedule

    language(ZHIYIN_LANG="en")
    Schedule.objects.create(name="photos", next_at=ours.now(), last_at=ours.now(), last_error="disk full")
    assert ("photos: disk full", True) in findings(health.worker)


def test_the_doctor_notices_a_folder_that_cannot_be_written(settings, tmp_path, language):
    language(ZHIYIN_LANG="en")
    (tmp_path / "file").write_text("")
    settings.FILES_DIR = tmp_path / "file" / "below"
    (finding,) = health._safely(health.files)
    assert finding.mend


def test_a_taken_port_is_said_before_a_demo_is_made(monkeypatch, capsys):
    monkeypatch.setattr("zhiyin.commands.demo.make_in_file", lambda *_: pytest.fail("it was made"))
    monkeypatch.setattr("zhiyin.commands.demo.make_in_place", lambda *_: pytest.fail("it was made"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert cli.main(["demo", "--port", str(other.getsockname()[1])]) == 69
    assert "--port" in capsys.readouterr().err
