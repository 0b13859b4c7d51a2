"""The board of institutions: its numbers are its rows, its queries are few, its public side has no cookie."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.institutions.board.conftest import OPENED

from zhiyin.institutions.engine.moved import note_moved
from zhiyin.institutions.engine.tallies import count_again
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.selectors import board as boards
from zhiyin.institutions.selectors.institution import PAGE
from zhiyin.institutions.selectors.obligation import version_of

SIGNED_IN = ("people_signedin", "people_account", "people_holding", "people_grant", "django_session")


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    tables = [re.search(r'FROM "(\w+)"', one["sql"]) for one in captured]
    return [found[1] for found in tables if found and found[1] not in SIGNED_IN]


def sheet_of(answer):
    return ZipFile(BytesIO(b"".join(answer.streaming_content))).read("xl/worksheets/sheet1.xml").decode()


def institution_of(rows):
    return rows[0].rule.institution


def test_the_numbers_of_the_board_are_the_rows_themselves(objections, today):
    rows = objections(12)
    found = boards.board(boards.quarter_of(OPENED))
    (line,) = [
        line for _group, lines in found.groups for line in lines if line.institution == institution_of(rows)
    ]
    owed = ObligationRow.objects.filter(rule__institution=line.institution, due_on__isnull=False)
    assert line.breached == owed.filter(status="breached").count() == 12
    assert line.due == line.kept + line.late + line.breached
    assert found.breached == sum(line.breached for _group, lines in found.groups for line in lines)


def test_the_board_counts_only_the_subtree_of_the_unit(objections, enterprise, today):
    objections(3, unit="YS0101")
    objections(2, unit="YS02")
    period = boards.quarter_of(OPENED)
    assert boards.board(period, enterprise.units["YS01"]).breached == 3
    assert boards.board(period, enterprise.units["YS02"]).breached == 2
    assert boards.board(period, enterprise.units["YS01"]).units_in_breach == 1


def test_the_page_of_a_unit_shows_no_other_units_rows(client_as, objections, today):
    rows = objections(1) + objections(1, unit="YS02")
    url = f"/app/institutions/{institution_of(rows)}?unit=YS02"
    page = client_as("union_officer").get(url).content.decode()
    assert f"/app/obligations/{rows[1].pk}" in page
    assert f"/app/obligations/{rows[0].pk}" not in page


@pytest.mark.parametrize("said", ["9999-12-31", "0001-01-01", "²", "2026-13-01", ""])
def test_any_day_in_the_address_leads_to_a_quarter(client_as, today, said):
    page = client_as("union_officer").get("/app/institutions", {"from": said}).content.decode()
    assert ("2026年第1季度，先看" in page) == (said != "0001-01-01")


def test_an_unknown_unit_is_not_found(client_as, today):
    assert client_as("union_officer").get("/app/institutions?unit=none").status_code == 404


def test_the_board_asks_few_questions_however_much_is_owed(client_as, objections, today):
    objections(1)
    officer = client_as("union_officer")
    few = queries_of(officer, "/app/institutions")
    objections(30, unit="YS02")
    assert queries_of(officer, "/app/institutions") == few
    assert sorted(few) == sorted([
        "workspace_notice",  # the frame's count of notices
        "institutions_ruleversion",  # which institutions there are
        "journal_watermark",  # when it was last counted
        "institutions_tally",  # kept, late, breached
        "institutions_obligationrow",  # due soon
        "institutions_tally",  # units in breach
        "institutions_violation",  # sheets by step
        "institutions_violation",  # the worst open ones
        "people_unit",  # units to choose from
    ])  # fmt: skip


def test_what_was_added_up_is_kept_until_obligations_are_counted_again(client_as, objections, today):
    name = institution_of(objections(1))
    officer = client_as("union_officer")
    officer.get("/app/institutions")
    for url in ("/app/institutions", f"/app/institutions/{name}"):
        assert "institutions_tally" not in queries_of(officer, url)
    objections(1, unit="YS02")
    assert "institutions_tally" in queries_of(officer, "/app/institutions")


@pytest.mark.parametrize(("lang", "other", "late"), [("zh", "en", "晚了，已补"), ("en", "zh", "Late, done")])
def test_pages_seen_before_and_in_another_language_show_at_once_what_changed(
    client_as, objections, today, lang, other, late
):
    """Parts of these pages are kept between requests."""
    (row,) = objections(1)
    officer = client_as("union_officer")

    def told(url, look=lang):
        officer.cookies["zhiyin-look"] = look
        return officer.get(url).content.decode()

    def on_board(look=lang):
        return re.search(rf'<tr><td[^>]*><a href="{page}".*?</tr>', told("/app/institutions", look), re.S)[0]

    page = f"/app/institutions/{institution_of([row])}"
    assert on_board(other) != on_board() and told(page, other) != told(page)
    assert "view=breached" in on_board() and f"</svg>{late}</span></td>" not in told(page)
    row.status, row.kept_on = "kept_late", today
    row.save()
    assert f"</svg>{late}</span></td>" in told(page)
    note_moved()
    count_again()
    assert "view=breached" not in on_board()


def test_the_page_of_an_institution_asks_the_same_for_one_row_and_for_fifty(client_as, objections, today):
    name = institution_of(objections(1))
    officer = client_as("union_officer")
    few = queries_of(officer, f"/app/institutions/{name}")
    objections(50)
    assert queries_of(officer, f"/app/institutions/{name}") == few
    assert sorted(few) == sorted([
        "workspace_notice",  # the frame's count of notices
        "institutions_ruleversion",  # its versions
        "institutions_obligationrow",  # a page of rows of each version
        "people_unit",  # names of their units
        "institutions_evidencesubject",  # names of what they are about
        "policies_document",  # which of its sources the library holds
        "journal_watermark",  # when it was last counted
        "institutions_tally",  # the quarter's rate, added up for the whole board
        "institutions_tally",  # units in breach, with it
    ])  # fmt: skip


def test_pages_follow_each_other_without_gap_or_repetition(client_as, objections, today):
    rows = objections(PAGE + 7)
    officer, url = client_as("union_officer"), f"/app/institutions/{institution_of(rows)}"
    seen, after = [], ""
    for _page in range(5):
        page = officer.get(f"{url}?view=breached{after}").content.decode()
        seen += re.findall(r"/app/obligations/([\w-]+)", page)
        following = re.search(r'view=breached&amp;(after=[\w-]+)" rel="next"', page)
        if following is None:
            break
        after = "&" + following[1]
    assert len(seen) == len(set(seen)) == PAGE + 7


def test_under_ten_the_board_shows_counts_and_no_percentage(client_as, objections, today):
    objections(3)
    page = client_as("union_officer").get("/app/institutions").content.decode()
    assert "次数少，只列数" in page and "0%" not in page


@pytest.mark.parametrize("url", ["/institutions", "/institutions/pet-finish-60d"])
def test_the_public_pages_need_no_cookie_and_give_none(db, url):
    answer = Client().get(url)
    assert answer.status_code == 200 and not answer.cookies


def test_an_export_holds_every_row_and_no_formula(client_as, objections, today):
    rows = objections(4)
    ObligationRow.objects.filter(pk=rows[0].pk).update(key="=cmd|' /C calc'!A0")
    url = f"/app/institutions/{institution_of(rows)}/export"
    answer = client_as("union_officer").get(url)
    sheet = sheet_of(answer)
    assert sheet.count("<row ") == 5
    assert "<f>" not in sheet and "=cmd|" in sheet


def test_an_export_speaks_the_language_of_its_reader(client_as, objections, today):
    rows = objections(1)
    rule = version_of(rows[0])
    url = f"/app/institutions/{institution_of(rows)}/export"
    reader = client_as("union_officer")
    for lang, result in (("zh", "违反"), ("en", "Breached")):
        reader.cookies["zhiyin-look"] = lang
        sheet = sheet_of(reader.get(url))
        assert rule.title[lang] in sheet and result in sheet


def test_a_plain_employee_reads_the_board_as_a_list(client_as, objections, today):
    rows = objections(1)
    employee = client_as("employee")
    assert "<table" not in employee.get("/app/institutions").content.decode()
    page = employee.get(f"/app/institutions/{institution_of(rows)}").content.decode()
    assert "<table" not in page and f"/app/obligations/{rows[0].pk}" in page


def test_a_row_leads_to_its_date_explained_and_its_facts(client_as, objections, today):
    (row,) = objections(1)
    page = client_as("union_officer").get(f"/app/obligations/{row.pk}").content.decode()
    assert "为什么是这一天" in page and "从这里起算" in page
    assert f"第 {row.opened_seq:,} 条" in page and "督办单" in page


def test_that_there_is_an_accusation_is_told_to_discipline_alone(client_as, desk, at, today):
    with at(OPENED):
        desk.happens(
            "voice.demand.received", "d7", unit="YS01", way="named", wish="report", contact="known",
            channel="app", on_behalf=False, text="0" * 64,
        )  # fmt: skip
    desk.night()
    row = ObligationRow.objects.filter(key="d7", due_on__isnull=False).select_related("rule").first()
    assert row is not None
    url, listed = f"/app/obligations/{row.pk}", f"/app/institutions/{row.rule.institution}"
    assert client_as("union_officer").get(url).status_code == 404
    assert client_as("discipline_officer").get(url).status_code == 200
    page = client_as("union_officer").get(listed).content.decode()
    assert url not in page and "检举控告，不公开" in page
    answer = client_as("union_officer").get(f"{listed}/export")
    assert "d7" not in sheet_of(answer)
