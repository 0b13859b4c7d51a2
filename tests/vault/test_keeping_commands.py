"""`zhiyin keys …`: what is mistyped is said in words, and leaves no half-made keeper."""

import io
from types import SimpleNamespace

import pytest

from zhiyin.vault import commands
from zhiyin.vault.models import Keeper

pytestmark = pytest.mark.django_db


def test_an_id_that_is_none_names_no_keeper(capsys):
    assert commands.run_end(SimpleNamespace(keeper="刘芳")) == 1
    assert "没有这位" in capsys.readouterr().err


def test_without_a_place_for_the_backup_nobody_is_appointed(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO("一句够长的口令，一句够长\n"))
    nowhere = str(tmp_path / "none" / "key.json")
    assert commands.run_keeper(SimpleNamespace(side="union", name="工会", backup=nowhere)) == 1
    assert nowhere in capsys.readouterr().err
    assert not Keeper.objects.exists()
