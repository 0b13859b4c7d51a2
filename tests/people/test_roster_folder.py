import os

import pytest
from tests.people.test_roster import HEAD, NEW, files, xlsx

from zhiyin.journal.models import Fact
from zhiyin.people.models import Employee, RosterPreview, RosterRun
from zhiyin.people.refusals import Refused
from zhiyin.people.services import roster_folder
from zhiyin.people.services.roster_folder import dismiss, look_in_folder

__all__ = ["files"]
WRONG = [*NEW[:2], "YS99", *NEW[3:]]


@pytest.fixture
def folder(settings, tmp_path, enterprise, files):
    settings.ROSTER_FOLDER = str(tmp_path / "in")
    settings.ROSTER_COMPLETE_FOR = ""
    look_in_folder()
    return tmp_path / "in"


@pytest.fixture
def put(folder):
    """`put(rows)`: a whole file, looked at twice as the worker does."""

    def write(rows, name="名册.xlsx"):
        (folder / name).write_bytes(xlsx(rows))
        look_in_folder()
        look_in_folder()
        return RosterRun.objects.filter(name=name).latest("seen_at", "pk")

    return write


def lying(folder, where):
    return sorted(path.name.split("-", 2)[2] for path in (folder / where).iterdir())


def test_a_file_is_taken_only_once_it_has_stopped_growing(folder):
    path = folder / "名册.xlsx"
    whole = xlsx([HEAD, NEW])
    path.write_bytes(whole[:500])
    look_in_folder()
    path.write_bytes(whole)
    look_in_folder()
    assert not Employee.objects.filter(number="300001").exists()
    look_in_folder()
    assert Employee.objects.filter(number="300001").exists()
    assert lying(folder, "done") == ["名册.xlsx"]
    assert not path.exists()


def test_small_differences_are_written_with_the_facts_of_an_import_by_hand(put):
    run = put([HEAD, NEW])
    assert run.state == "imported"
    who = Employee.objects.get(number="300001")
    fact = Fact.objects.get(subject_id=str(who.pk))
    assert (fact.kind, fact.actor) == ("people.employee.joined", "system")


def test_the_same_file_again_changes_nothing(put):
    put([HEAD, NEW])
    before = Fact.objects.count()
    assert put([HEAD, NEW], "again.xlsx").state == "unchanged"
    assert Fact.objects.count() == before


def test_a_file_with_errors_is_refused_with_a_marked_copy_beside_it(put, folder):
    run = put([HEAD, NEW, ["300002", *WRONG[1:]]])
    assert (run.state, run.why) == ("refused", "problems")
    assert not Employee.objects.filter(number="300001").exists()
    assert lying(folder, "refused") == ["名册.xlsx", "名册.xlsx.marked.xlsx"]
    assert Fact.objects.filter(kind="people.roster.refused").count() == 1


def test_a_file_that_cannot_be_read_is_refused_in_words(folder, client_as):
    (folder / "x.csv").write_bytes(b"%PDF-1.7")
    look_in_folder()
    look_in_folder()
    page = client_as("system_admin").get("/app/admin/roster/runs").content.decode()
    assert "这不是 Excel 或 CSV 文件" in page


def leaving(enterprise, settings):
    """Everybody but one of the second heat treatment shop is missing from its complete roster."""
    settings.ROSTER_COMPLETE_FOR = "YS0101"
    return [HEAD[:3], ["206319", "李敏", "YS0101"]]


def test_many_who_leave_wait_for_the_administrator_and_are_written_when_confirmed(
    put, enterprise, settings, client_as, folder
):
    run = put(leaving(enterprise, settings))
    assert (run.state, run.why) == ("waiting", "many_leave")
    assert Employee.objects.get(number="206318").status == "active"
    assert Fact.objects.get(kind="people.roster.waiting").payload == {"people": 2}
    admin = client_as("system_admin")
    assert "离开的人太多" in admin.get("/app/admin/roster/runs").content.decode()
    page = admin.get(f"/app/admin/roster/{run.preview_id}").content.decode()
    digest = page.split('name="digest" value="')[1].split('"')[0]
    admin.post(f"/app/admin/roster/{run.preview_id}/confirm", {"digest": digest, "left_ok": "on"})
    run.refresh_from_db()
    assert run.state == "imported"
    assert run.decided_by == enterprise.people["system_admin"]
    assert Employee.objects.get(number="206318").status == "left"
    look_in_folder()
    assert lying(folder, "done") == ["名册.xlsx"]


def test_a_unit_that_would_be_emptied_waits_however_few_leave(put, settings):
    settings.ROSTER_MOST_LEAVE = 100
    run = put([HEAD[:3], ["207001", "赵刚", "YS0101"]])
    assert run.why == "unit_emptied"


def test_a_waiting_file_is_left_alone_until_decided_and_may_be_refused(
    put, enterprise, settings, acting, folder
):
    run = put(leaving(enterprise, settings))
    look_in_folder()
    assert RosterRun.objects.count() == 1
    dismiss(acting=acting("system_admin"), run_id=run.pk)
    with pytest.raises(Refused):
        dismiss(acting=acting("system_admin"), run_id=run.pk)
    look_in_folder()
    assert lying(folder, "refused") == ["名册.xlsx"]
    assert not list((folder.parent / "rosters").glob("*"))


def test_a_newer_file_of_the_same_name_replaces_the_one_that_waits(put, enterprise, settings):
    run = put(leaving(enterprise, settings))
    newer = put([HEAD, NEW])
    run.refresh_from_db()
    assert (run.state, run.why) == ("refused", "replaced")
    assert newer.pk != run.pk


def test_nobody_decides_and_the_file_is_refused_after_its_time(put, enterprise, settings):
    run = put(leaving(enterprise, settings))
    RosterPreview.objects.all().delete()
    look_in_folder()
    run.refresh_from_db()
    assert (run.state, run.why) == ("refused", "expired")


def test_a_run_killed_before_its_file_was_put_away_is_tidied_up_and_written_once(put, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(roster_folder, "put_away_all", lambda folder: 0)
        run = put([HEAD, NEW])
    before = Fact.objects.count()
    assert (folder / "名册.xlsx").exists()
    look_in_folder()
    assert lying(folder, "done") == ["名册.xlsx"]
    assert Fact.objects.count() == before
    assert roster_folder.take(run_id=run.pk, data=b"", folder=folder).state == "imported"


def test_links_and_what_other_programs_keep_for_themselves_are_not_rosters(folder):
    (folder / "~$名册.xlsx").write_bytes(b"x")
    (folder / ".half.xlsx").write_bytes(b"x")
    os.symlink("/etc/passwd", folder / "a.csv")
    look_in_folder()
    look_in_folder()
    assert RosterRun.objects.count() == 0


def test_a_name_that_cannot_be_kept_is_left_alone_and_stops_no_other_file(folder, put):
    (folder / os.fsdecode("名册.csv".encode("gbk"))).write_bytes(b"x")
    (folder / ("a" * 240 + ".csv")).write_bytes(b"x")
    assert put([HEAD, NEW]).state == "imported"
    assert RosterRun.objects.count() == 1


def test_the_list_of_runs_is_for_administrators_of_the_whole(client_as, folder):
    assert "还没有自动导入过" in client_as("system_admin").get("/app/admin/roster/runs").content.decode()
    assert client_as("handler").get("/app/admin/roster/runs").status_code == 403
