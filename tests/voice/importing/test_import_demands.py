"""Old records become demands: open ones begin today, answered ones have no clocks, nobody is named."""

import json
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from zhiyin import cli
from zhiyin.institutions import clocks
from zhiyin.journal.models import Fact
from zhiyin.voice import search
from zhiyin.voice.importing.columns import guess
from zhiyin.voice.importing.reading import read
from zhiyin.voice.importing.rows import cleaned, moment
from zhiyin.voice.models import Demand, Mapping
from zhiyin.voice.services.imports import columns_for, import_rows
from zhiyin.voice.states import State

OPEN = """留言编号,留言用户,留言主题,留言时间,留言详情,反对数
501,U0009001,食堂晚班没有热菜,2019/2/28 11:25:05,晚班八点以后只剩冷菜&nbsp;，   希望留一个窗口。,0
502,U0009002,班车停靠点太远,2019/8/19 9:05:00,"从北门走到车间要二十分钟。
U0009002 再次反映。",1
503,U0009003,没有内容的,2019/8/19 9:05:00,  ,0
504,U0009004,时间看不懂的,去年秋天,更衣柜不够用。,0
"""
ENDED = """编号,标题,时间,内容,答复意见,答复时间
601,浴室地面打滑,2019/3/1 8:00:00,浴室地面打滑，摔过人。,您好！已铺防滑垫。,2019/3/5 16:00:00
"""


def take(text: str, **kwargs):
    table = read(text.encode())
    return import_rows(acting=None, table=table, columns=columns_for(table.header), **kwargs)


def test_an_open_record_begins_its_clocks_on_the_day_of_import(db, at):
    with at("2026-10-20"):
        report = take(OPEN)
        assert (report.read, report.added, report.unchanged) == (4, 2, 0)
        demand = Demand.objects.get(import_key="501")
        assert demand.state == State.SUBMITTED and demand.author is None
        assert demand.original_at is not None and demand.original_at.year == 2019
        assert demand.submitted_on.isoformat() == "2026-10-20"
        running = clocks.for_subject("demand", demand.pk)
        assert running and all(c.opened_on.isoformat() == "2026-10-20" for c in running)
    fact = Fact.objects.get(subject_id=str(demand.pk))
    assert fact.kind == "voice.demand.received"
    assert fact.payload["channel"] == "import" and fact.payload["original_on"] == "2019-02-28"


def test_an_answered_record_is_closed_and_has_no_clock(db):
    assert take(ENDED).added == 1
    demand = Demand.objects.get(import_key="601")
    assert demand.state == State.CLOSED and demand.answers.get().imported_text == "您好！已铺防滑垫。"
    assert [f.kind for f in Fact.objects.filter(subject_id=str(demand.pk))] == ["voice.record.imported"]
    assert clocks.for_subject("demand", demand.pk) == []


def test_importing_again_adds_nothing(db):
    assert take(OPEN).added == 2
    again = take(OPEN)
    assert (again.added, again.unchanged) == (0, 2)
    assert Demand.objects.count() == 2 and Fact.objects.filter(subject_kind="demand").count() == 2


def test_a_rehearsal_writes_nothing(db):
    assert take(OPEN, dry_run=True).added == 2
    assert not Demand.objects.exists()


def test_rows_that_cannot_be_taken_say_which_and_why(db):
    assert [(r.row, r.reason) for r in take(OPEN).rejected] == [(4, "no_text"), (5, "bad_time")]


def test_who_wrote_it_is_kept_nowhere(db):
    take(OPEN)
    demand = Demand.objects.get(import_key="502")
    assert "U0009002" not in demand.text and "再次反映" in demand.text
    assert not any(b"U000900" in bytes(fact.leaf) for fact in Fact.objects.all())


def test_imported_records_are_found_by_their_words(db):
    take(OPEN)
    assert [d.import_key for d in search.matching(Demand.objects.all(), "热菜")] == ["501"]


def test_blanks_entities_and_tags_are_put_right():
    assert cleaned("一&nbsp;二&amp;nbsp;  三<br/>四 ") == "一 二 三\n四"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2019/2/28 11:25:05", "2019-02-28T11:25:05+08:00"),
        ("2019-02-28", "2019-02-28T00:00:00+08:00"),
        ("2019年2月28日 9:05", "2019-02-28T09:05:00+08:00"),
        ("43524.5", "2019-02-28T12:00:00+08:00"),
    ],
)
def test_times_are_read_as_they_are_written(text, said):
    assert moment(text).isoformat() == said


def test_a_workbook_reads_like_a_csv(db):
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["诉求编号", "诉求内容", "提出时间"])
    sheet.write_row(1, 0, [701, "车间风扇坏了两台。"])
    as_day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_datetime(1, 2, moment("2019/2/28 11:25:05").replace(tzinfo=None), as_day)
    book.close()
    table = read(buffer.getvalue())
    assert import_rows(acting=None, table=table, columns=guess(table.header)).added == 1
    assert Demand.objects.get(import_key="701").original_at is not None


def test_the_command_reports_in_json_and_remembers_a_mapping(db, tmp_path: Path, capsys):
    file = tmp_path / "old.csv"
    file.write_text("单号,说了什么,何时\n801,门口路灯不亮。,2019/1/1\n", "utf-8")
    assert cli.main(["import", "demands", str(file), "--json"]) == 2
    command = ["import", "demands", str(file), "--map", "text=说了什么", "--map", "number=单号", "--json"]
    capsys.readouterr()
    assert cli.main(command) == 0
    assert json.loads(capsys.readouterr().out) == {"read": 1, "added": 1, "unchanged": 0, "rejected": []}
    assert Mapping.objects.count() == 1
    assert cli.main(["import", "demands", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_the_page_shows_the_columns_before_it_takes_anything(client_as, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    office = client_as("demand_officer")
    page = office.post("/app/import", {"file": SimpleUploadedFile("旧.csv", OPEN.encode())})
    assert page.status_code == 200 and not Demand.objects.exists()
    form = page.context["columns"]
    sent = {name: form[name].value() for name in form.fields} | {"ticket": page.context["ticket"]}
    assert office.post("/app/import", sent | {"check": "1"}).context["report"].added == 2
    assert not Demand.objects.exists()
    done = office.post("/app/import", sent)
    assert done.context["report"].added == 2 and Demand.objects.count() == 2
    assert not list(tmp_path.rglob("*.upload"))
    assert client_as("workshop_leader").get("/app/import").status_code == 403
