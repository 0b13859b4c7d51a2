"""我该做什么: a post sees what rules ask of it, others do not; a calendar program gets dates alone."""

import re
from datetime import date, datetime
from uuid import UUID

import pytest
from django.test import Client
from tests.institutions.board.conftest import OPENED, TODAY
from tests.institutions.board.test_board import queries_of

from zhiyin.institutions import calendar_feed
from zhiyin.institutions.engine.batch import Engine
from zhiyin.institutions.engine.day_end import close_day
from zhiyin.institutions.engine.tallies import count_again
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors import duties
from zhiyin.institutions.selectors.obligation import names_of
from zhiyin.institutions.services.evidence import subject_named


@pytest.fixture
def owed(objections, enterprise):
    """One objection that 热处理厂 has not answered, and who must answer it."""
    (row,) = objections(1, opened=TODAY.replace(day=29))
    desks = Desks(programme().holders)
    desk = desks.desk(row.rule.must, enterprise.units["YS01"].path)
    people = [who for who in enterprise.posts if (desk.role, desk.path) in _grants(enterprise, who)]
    return row, people


def _grants(enterprise, who):
    return {(grant.role, grant.unit_path) for grant in enterprise.acting(who).grants}


def everything(acting):
    found = duties.mine(acting)
    return set(ObligationRow.objects.filter(found.condition).values_list("pk", flat=True))


def test_a_duty_lies_with_the_post_that_carries_its_role_and_with_nobody_else(owed, enterprise):
    row, people = owed
    assert people
    for who in ("leader", "workshop_leader", "union_officer", "reviewer", "workshop_handler"):
        assert (row.pk in everything(enterprise.acting(who))) == (who in people), who


def test_views_part_this_week_from_what_is_overdue(owed, enterprise):
    row, (who, *_more) = owed
    found = duties.mine(enterprise.acting(who))
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    assert row.pk in {one.pk for one in duties.rows(found, "week")}
    ObligationRow.objects.filter(pk=row.pk).update(due_on=OPENED, status="breached")
    assert row.pk in {one.pk for one in duties.rows(found, "late")}
    assert row.pk not in {one.pk for one in duties.rows(found, "week")}


def test_what_others_owe_on_matters_of_my_unit_is_told_apart(owed, enterprise):
    row, people = owed
    outsider = next(who for who in ("workshop_handler", "workshop_leader") if who not in people)
    found = duties.mine(enterprise.acting(outsider))
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    whose = {key for key in duties.WHOSE if row.pk in {one.pk for one in duties.rows(found, "week", key)}}
    assert whose == ({"unit"} if outsider == "workshop_leader" else {"others"})


def test_a_leader_sees_what_the_unit_owes_beside_their_own(client_as, owed, enterprise):
    row, people = owed
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    above = duties.mine(enterprise.acting("leader"))
    whose = "own" if "leader" in people else "unit"
    assert row.pk in {one.pk for one in duties.rows(above, "week", whose)}
    page = client_as("leader").get(f"/app/duties?whose={whose}").content.decode()
    assert row.rule.title_zh in page and "我单位欠的" in page
    assert "我单位欠的" not in client_as("workshop_handler").get("/app/duties").content.decode()


def test_each_leader_owes_their_own_visits_and_no_other_leaders(desk, enterprise, at, monkeypatch):
    monkeypatch.setattr(Engine, "since", date(2026, 1, 1))
    with at("2026-03-02"):
        for who in ("leader", "workshop_leader"):
            ref = subject_named(kind="leader", name=enterprise.people[who].number)
            desk.happens("people.leader.appointed", ref, unit="YS")
    with at("2026-04-10"):
        desk.night()
        rows = {
            who: set(
                ObligationRow.objects.filter(duties.mine(enterprise.acting(who)).condition)
                .filter(rule__rule="house-contact-point-monthly")
                .values_list("key", flat=True)
            )
            for who in ("leader", "workshop_leader", "workshop_handler")
        }
        keys = ObligationRow.objects.filter(rule__rule="house-contact-point-monthly")
        named = {one.name for row in keys.select_related("rule") for one in names_of([row])[row.pk]}
    assert rows["leader"] and rows["workshop_leader"] and not rows["workshop_handler"]
    assert not rows["leader"] & rows["workshop_leader"]
    assert {name.split()[0] for name in named} == {
        enterprise.people[w].name for w in ("leader", "workshop_leader")
    }


def test_the_pages_show_it_by_week_month_and_year(client_as, owed):
    row, (who, *_more) = owed
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    officer = client_as(who)
    title = row.rule.title_zh
    assert title in officer.get("/app/duties").content.decode()
    assert title in officer.get("/app/duties/2026/3").content.decode()
    assert title in officer.get("/app/duties/2026").content.decode()
    assert officer.get("/app/duties/2026/13").status_code == 404


def test_a_view_counts_what_it_shows_and_hides_accusations(client_as, owed, desk, at, enterprise, today):
    row, (who, *_more) = owed
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY)
    found = duties.mine(enterprise.acting(who))
    assert duties.counts(found, "own", hides=True)["week"] == duties.rows(found, "week").count() == 1


def test_the_page_asks_the_same_for_one_duty_and_for_thirty(client_as, owed, objections):
    _row, (who, *_more) = owed
    officer = client_as(who)
    objections(1)
    few = queries_of(officer, "/app/duties?view=late")
    objections(30, unit="YS01")
    assert queries_of(officer, "/app/duties?view=late") == few
    assert sorted(few) == sorted([
        "workspace_notice",  # the frame's count of notices
        "institutions_ruleversion",  # rules and whose duty they are
        "journal_fact",  # units that took over from dissolved ones
        "institutions_obligationrow",  # units with something open
        "institutions_tally",  # units with something settled
        "people_unit",  # the top of the tree
        "people_unit",  # paths of these units
        *["institutions_obligationrow"] * 3,  # the numbers of the three views
        "institutions_obligationrow",  # the page
        "people_unit",  # the units of the page
        "people_unit",  # whether any was dissolved
        "institutions_evidencesubject",  # names of what they are about
    ])  # fmt: skip


def test_what_is_settled_stays_in_the_months_that_are_past(owed, enterprise, desk):
    row, (who, *_more) = owed
    ObligationRow.objects.filter(pk=row.pk).update(due_on=TODAY, status="kept")
    count_again()
    found = duties.mine(enterprise.acting(who))
    assert row.pk in {one.pk for one in duties.in_month(found, TODAY.replace(day=1))}
    assert any(one.rule_uid == row.rule.uid and not one.open for one in duties.year_counts(found, 2026))


def test_a_plan_names_the_periods_that_have_not_begun(desk, enterprise, today):
    close_day(desk.engine)
    coming = [
        one
        for who in ("leader", "union_officer")
        for one in duties.planned(enterprise.acting(who), Desks(programme().holders), 2026, today)
    ]
    assert coming and all(one.due_on > today for one in coming)


def test_plain_employees_have_no_duties_page(client_as, today):
    assert client_as("employee").get("/app/duties").status_code == 403


def test_a_calendar_program_gets_titles_and_dates_without_signing_in(client_as, owed, enterprise):
    row, (who, *_more) = owed
    page = client_as(who).get("/app/duties").content.decode()
    (address, *_same) = re.findall(r"http://testserver(/app/duties\.ics\?key=[^\"<]+)", page)
    answer = Client().get(address)
    body = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and not answer.cookies
    assert row.rule.title_zh in body.replace("\r\n ", "") and f"{row.due_on:%Y%m%d}" in body
    assert row.key not in body and enterprise.people[who].name not in body
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))


def test_a_forged_key_and_a_changed_password_open_nothing(client_as, owed, enterprise):
    _row, (who, *_more) = owed
    account = client_as(who) and enterprise.people[who].account
    key = calendar_feed.key_for(account)
    assert Client().get("/app/duties.ics", {"key": key}).status_code == 200
    assert Client().get("/app/duties.ics", {"key": key + "x"}).status_code == 404
    account.set_password("新的密码-2026")
    account.save()
    assert Client().get("/app/duties.ics", {"key": key}).status_code == 404


def test_text_in_a_calendar_is_escaped():
    event = (UUID(int=1), "甲,乙;丙\n丁", date(2026, 3, 31))
    body = calendar_feed.calendar("x", [event], datetime.fromisoformat("2026-03-31T09:00+08:00"))
    assert "SUMMARY:甲\\,乙\\;丙\\n丁\r\n" in body.decode() and b"DTSTAMP:20260331T010000Z" in body
