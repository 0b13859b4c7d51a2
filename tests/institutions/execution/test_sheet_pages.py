"""The pages of sheets: who sees what, one filled button, few queries, and nobody's name in the 通报."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiyin.institutions.models import KeptFile, Violation
from zhiyin.institutions.rules import State
from zhiyin.institutions.selectors.execution import steps_so_far, waiting_for
from zhiyin.institutions.services import rectification, violations

OPENED = date(2026, 3, 2)
PDF = b"%PDF-1.4 minutes"


@pytest.fixture
def sheet(at, breach):
    with at(OPENED):
        return breach()


@pytest.fixture
def on_the_day(at, sheet):
    with at(sheet.opened_on, "11:00"):
        yield


def post(client, sheet, name, **data):
    data.setdefault("version", Violation.objects.get(pk=sheet.pk).version)
    return client.post(f"/app/supervision/{sheet.pk}/do/{name}", data)


def test_a_sheet_goes_its_whole_way_on_the_pages(client_as, sheet, on_the_day):
    union, boss = client_as("union_officer"), client_as("workshop_leader")
    unit, head = client_as("workshop_handler"), client_as("leader")
    assert post(union, sheet, "confirm").status_code == 302
    assert post(boss, sheet, "sign", reason="我没安排好", new_on=sheet.opened_on).status_code == 302
    attached = SimpleUploadedFile("答复.pdf", PDF)
    report = {"cause": "没人管", "measure": "定了人", "owner": "办公室主任", "evidence": "见附件"}
    assert post(unit, sheet, "rectify", uploads=[attached], **report).status_code == 302
    assert post(union, sheet, "accept", opinion="问过职工").status_code == 302
    assert post(head, sheet, "outcome", outcome="talk", reason="初次").status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == State.CLOSED
    page = union.get(f"/app/supervision/{sheet.pk}").content.decode()
    assert "我没安排好" in page and "何平" in page and "约谈" in page
    kept = KeptFile.objects.get()
    answer = union.get(f"/app/supervision/files/{kept.pk}")
    assert answer.content == PDF and answer["Content-Disposition"].startswith("attachment")
    assert client_as("employee").get(f"/app/supervision/files/{kept.pk}").status_code == 403


def test_a_file_that_is_no_pdf_or_picture_is_refused_with_what_was_typed(client_as, sheet, on_the_day):
    post(client_as("union_officer"), sheet, "confirm")
    post(client_as("workshop_leader"), sheet, "sign", reason="x", new_on=sheet.opened_on)
    report = {"cause": "没人管", "measure": "定了人", "owner": "主任", "evidence": "见附件"}
    bad = SimpleUploadedFile("x.pdf", b"MZ not a pdf")
    answer = post(client_as("workshop_handler"), sheet, "rectify", uploads=[bad], **report)
    assert answer.status_code == 422
    assert "只收 PDF" in answer.content.decode() and "没人管" in answer.content.decode()
    assert not KeptFile.objects.exists()


def test_each_reader_is_offered_only_their_own_steps(client_as, sheet, on_the_day):
    def offers(who):
        page = client_as(who).get(f"/app/supervision/{sheet.pk}").content.decode()
        return set(re.findall(r"/do/(\w+)\"|\?do=(\w+)#", page))

    flat = {who: {a or b for a, b in offers(who)} for who in ("workshop_leader", "union_officer", "leader")}
    assert flat == {
        "workshop_leader": {"contest"},
        "union_officer": {"confirm", "explain", "correct"},
        "leader": set(),
    }


@pytest.mark.parametrize("who", ["employee", "delegate", "demand_officer", "reviewer"])
def test_others_do_not_enter(client_as, sheet, on_the_day, who):
    assert client_as(who).get("/app/supervision").status_code == 403
    assert client_as(who).get(f"/app/supervision/{sheet.pk}").status_code == 403


def test_another_units_handler_does_not_see_it(client_as, sheet, on_the_day):
    assert client_as("handler").get(f"/app/supervision/{sheet.pk}").status_code == 404
    assert client_as("handler").get("/app/supervision?view=open").status_code == 200


def test_there_is_one_filled_button_and_the_print_has_places_to_sign(client_as, sheet, on_the_day):
    union = client_as("union_officer")
    page = union.get(f"/app/supervision/{sheet.pk}").content.decode()
    assert page.count("z-btn--go") == 1
    paper = union.get(f"/app/supervision/{sheet.pk}/print").content.decode()
    assert "签字" in paper and "z-box" in paper and "z-btn--go" not in paper
    assert "没有找到「异议答复」的记录" in paper


def test_what_was_decided_meanwhile_is_said_and_the_text_is_kept(client_as, sheet, on_the_day):
    union = client_as("union_officer")
    version = sheet.version
    post(union, sheet, "confirm")
    answer = post(client_as("workshop_leader"), sheet, "contest", reason="我有话说", version=version)
    assert answer.status_code == 409
    assert "我有话说" in answer.content.decode()


def test_the_board_costs_few_queries_whatever_its_length(client_as, enterprise, breach, at):
    with at("2023-03-06"):
        breach("d1")
        breach("d2")
        breach("d3")
    Violation.objects.update(state="confirmed", desk_path="/YS/YS01/", desk_role="leader")
    boss = client_as("workshop_leader")
    boss.get("/app/supervision?view=open")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = boss.get("/app/supervision?view=open").content.decode()
    assert page.count("/app/supervision/") >= 3
    # session, account, posts, grants | notices | counts, rungs, page, units
    assert len(few) <= 10, [q["sql"][:120] for q in few]


def test_a_leader_sees_what_waits_for_the_signature(enterprise, sheet, on_the_day):
    boss, union = enterprise.acting("workshop_leader"), enterprise.acting("union_officer")
    assert waiting_for(boss) == []
    violations.confirm_violation(acting=union, violation_id=sheet.pk)
    assert [one.sheet.pk for one in waiting_for(boss)] == [sheet.pk]
    assert waiting_for(enterprise.acting("leader")) == []
    rectification.sign_violation(
        acting=boss, violation_id=sheet.pk, reason="x", new_on=sheet.opened_on + timedelta(days=3)
    )
    unit = enterprise.acting("workshop_handler")
    assert [one.sheet.pk for one in waiting_for(unit)] == [sheet.pk]
    rectification.report_rectification(
        acting=unit, violation_id=sheet.pk, cause="a", measure="b", owner="c", evidence="d"
    )
    assert [one.sheet.pk for one in waiting_for(union)] == [sheet.pk]
    assert waiting_for(boss) == waiting_for(unit) == []
    assert steps_so_far()["accepting"] == 1


def test_the_bulletin_names_posts_and_no_people(client, client_as, enterprise, sheet, on_the_day):
    violations.confirm_violation(acting=enterprise.acting("union_officer"), violation_id=sheet.pk)
    rectification.sign_violation(
        acting=enterprise.acting("workshop_leader"),
        violation_id=sheet.pk,
        reason="责任在我",
        new_on=sheet.opened_on,
    )
    page = client.get("/bulletin")
    text = page.content.decode()
    assert "热处理厂" in text and sheet.title_zh in text
    assert not [who.name for who in enterprise.people.values() if who.name in text]
    assert "责任在我" not in text and not page.cookies
    assert client.get("/bulletin/1999-01").status_code == 404


def test_accusations_are_in_no_bulletin(client, enterprise, sheet, on_the_day):
    violations.confirm_violation(acting=enterprise.acting("union_officer"), violation_id=sheet.pk)
    Violation.objects.update(confided=True)
    assert sheet.title_zh not in client.get("/bulletin").content.decode()
    assert steps_so_far()["signing"] == 0


def test_an_address_with_nonsense_still_gives_a_page(client_as, enterprise):
    page = client_as("leader").get("/app/supervision?view=zzz&rung=99&after=nonsense&unit=none&force=x")
    assert page.status_code == 200
