"""Nights are quiet, a danger is not; everybody decides what leaves the house for them."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.days import SHANGHAI

from zhiyin.voice.services import handling
from zhiyin.voice.states import Way
from zhiyin.workspace.models import NoticeSettings, NoticeSwitch
from zhiyin.workspace.notifying.hours import shown_from
from zhiyin.workspace.notifying.waiting import unread, unread_count
from zhiyin.workspace.services.outbox import put_out_digests

PAGE = "/app/me/notices"
HOURS = {"quiet_from": "21", "quiet_until": "7"}


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "hours", "then"),
    [
        ("2026-10-20T09:30", (21, 7), "2026-10-20T09:30"),
        ("2026-10-20T21:00", (21, 7), "2026-10-21T07:00"),
        ("2026-10-21T06:59", (21, 7), "2026-10-21T07:00"),
        ("2026-10-21T07:00", (21, 7), "2026-10-21T07:00"),
        ("2026-10-20T13:00", (12, 14), "2026-10-20T14:00"),
        ("2026-10-20T23:00", (0, 0), "2026-10-20T23:00"),
    ],
)
def test_what_comes_in_quiet_hours_shows_when_they_end(now, hours, then):
    assert shown_from(moment(now), *hours) == moment(then)
    assert shown_from(moment(now), *hours, urgent=True) == moment(now)


def test_at_night_only_a_danger_shows(enterprise, walk, told, at):
    officer = enterprise.people["demand_officer"].pk
    with at("2026-10-20", "23:30"):
        walk(urgent=True)
        told()
        assert [notice.what for notice in unread(officer)] == ["alert"]
    with at("2026-10-21", "07:01"):
        assert unread_count(officer) == 2


def test_a_shift_worker_moves_the_quiet_hours(enterprise, client_as, walk, told, at):
    client = client_as("demand_officer")
    assert client.post(PAGE, {"quiet_from": "8", "quiet_until": "16"}).status_code == 302
    with at("2026-10-20", "23:30"):
        walk()
        told()
        assert unread_count(enterprise.people["demand_officer"].pk) == 1


def test_an_officer_with_an_address_is_written_to_until_they_say_no(
    configure, post, client_as, reach, walk, told, waiting, at
):
    reach("demand_officer", mail="chen@example.cn")
    with at("2026-10-20"):
        walk()
        told()
        assert [(row.what, row.channel) for row in waiting()] == [("new", "mail")]
        client = client_as("demand_officer")
        values = client.get(PAGE).context["form"].initial["on"]
        client.post(PAGE, {**HOURS, "on": [value for value in values if value != "new:mail"]})
        assert NoticeSwitch.objects.get().what == "new"
        walk()
        told()
        assert [row.count for row in waiting(what="new")] == [1]


def test_an_employee_hears_nothing_outside_before_they_ask_for_it(
    post, client_as, reach, walk, told, waiting
):
    reach("employee", mail="wang@example.cn")
    walk().in_handling()
    told()
    assert waiting() == []
    client_as("employee").post(PAGE, {**HOURS, "on": ["my_demand:mail"]})
    walk().in_handling()
    told()
    assert [row.what for row in waiting()] == ["my_demand"]


def test_whoever_spoke_in_confidence_or_anonymously_is_never_written_to(
    post, wecom, client_as, reach, keepers, enterprise, walk, told, waiting, days_on
):
    reach("employee", mail="wang@example.cn", wecom="WangQiang")
    client_as("employee").post(PAGE, {**HOURS, "on": ["my_demand:mail", "my_demand:wecom"]})
    for way in (Way.CONFIDENTIAL, Way.ANONYMOUS):
        case = walk(way=way, remind=True).in_handling()
        handling.ask_speaker(
            acting=enterprise.acting("workshop_handler"), demand_id=case.demand.pk,
            reason="facts", text="请补充时间",
        )  # fmt: skip
    with days_on(2):
        told()
        assert waiting(employee=enterprise.people["employee"]) == []


def test_an_accusation_under_ones_name_never_leaves_the_house(
    post, client_as, reach, enterprise, walk, told, waiting
):
    for who in ("employee", "discipline_officer"):
        reach(who, mail=f"{who}@example.cn")
    client_as("employee").post(PAGE, {**HOURS, "on": ["my_demand:mail"]})
    walk(wish="report")
    told()
    assert waiting() == []


def test_a_danger_cannot_be_switched_off_and_the_page_says_why(
    post, client_as, reach, walk, told, waiting, enterprise
):
    reach("demand_officer", mail="chen@example.cn")
    client = client_as("demand_officer")
    page = client.get(PAGE).content.decode()
    assert "不能关" in page and 'value="alert:mail"' not in page
    client.post(PAGE, {**HOURS, "on": [], "digest_hour": "8"})
    walk(urgent=True)
    told()
    assert [row.what for row in waiting(employee=enterprise.people["demand_officer"])] == ["alert"]


def test_the_page_shows_only_the_sorts_that_may_reach_these_roles(client_as):
    assert "要回访" in client_as("union_officer").get(PAGE).content.decode()
    page = client_as("employee").get(PAGE).content.decode()
    assert "要回访" not in page and "您的诉求有新进展" in page


def test_with_no_channel_the_page_says_so_and_offers_none(client_as):
    page = client_as("employee").get(PAGE).content.decode()
    assert "提醒只在应用里" in page and 'type="checkbox"' not in page


def test_one_message_a_day_takes_the_place_of_single_ones(
    post, client_as, reach, walk, told, waiting, at, enterprise, sent_later
):
    reach("demand_officer", mail="chen@example.cn")
    client = client_as("demand_officer")
    with at("2026-10-19", "17:00"):
        page = client.get(PAGE)
        client.post(PAGE, {**HOURS, "digest_hour": "8", "on": page.context["form"].initial["on"]})
        assert put_out_digests() == 0
    with at("2026-10-19", "18:00"):
        walk()
        walk().in_handling().answered()
        told()
        assert waiting() == []
    with at("2026-10-20", "07:59"):
        assert put_out_digests() == 0
    with at("2026-10-20", "08:01"):
        assert put_out_digests() == 1
        assert put_out_digests() == 0
    assert sent_later("2026-10-20", "08:02") == 1
    ((to, mail),) = post.taken
    assert to == "chen@example.cn"
    assert "收到新诉求 2 件" in mail.get_content()


def test_a_day_without_anything_sends_no_daily_message(post, client_as, reach, at, sent_later):
    reach("demand_officer", mail="chen@example.cn")
    with at("2026-10-19", "17:00"):
        client_as("demand_officer").post(PAGE, {**HOURS, "digest_hour": "8", "on": ["digest:mail"]})
    with at("2026-10-20", "08:01"):
        put_out_digests()
    assert sent_later("2026-10-20", "08:02") == 0
    assert post.taken == []


def test_nonsense_hours_and_foreign_switches_are_refused(client_as, post, reach):
    reach("employee", mail="wang@example.cn")
    client = client_as("employee")
    assert client.post(PAGE, {"quiet_from": "25", "quiet_until": "7"}).status_code == 200
    client.post(PAGE, {**HOURS, "on": ["new:mail", "alert:mail"]})
    assert not NoticeSettings.objects.exists() and not NoticeSwitch.objects.exists()


def test_reading_notices_leaves_those_of_the_night(client_as, enterprise, walk, told, at):
    client, officer = client_as("demand_officer"), enterprise.people["demand_officer"].pk
    with at("2026-10-20", "20:00"):
        walk()
        told()
    with at("2026-10-20", "22:00"):
        walk()
        told()
        client.post("/app/notices/read")
    with at("2026-10-21", "08:00"):
        assert unread_count(officer) <= 1


def test_the_pages_ask_the_database_a_few_times_however_much_there_is(client_as, walk, told, reach, post):
    client = client_as("demand_officer")
    for _n in range(3):
        walk(urgent=True)
    told()
    reach("demand_officer", mail="chen@example.cn")
    for url, most in (("/app/notices", 6), (PAGE, 8)):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        assert len(captured) <= most, [query["sql"][:80] for query in captured]


def test_telling_a_hundred_facts_asks_no_more_than_telling_one(walk, told, enterprise):
    from zhiyin.journal.sequence import number_all
    from zhiyin.workspace.services.telling import tell_batch

    counts = []
    for many in (1, 12):
        for _n in range(many):
            walk()
        number_all()
        with CaptureQueriesContext(connection) as captured:
            tell_batch()
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 2
