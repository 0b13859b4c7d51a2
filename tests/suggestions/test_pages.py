"""What each reader meets on the pages, and what they never meet."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhiyin.journal.models import Fact
from zhiyin.people.models import Employee
from zhiyin.suggestions.models import Author, Draft, Meeting, Suggestion
from zhiyin.suggestions.services import committee, drafts

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 3)
BUDGET, ONE_PAGE = 14, 32


@pytest.fixture(autouse=True)
def _in_spring(at):
    with at(DAY):
        yield


def form(house, **changed):
    values = {
        "token": "0f" * 16, "title": "周转架加脚轮", "now_text": "没有轮子。", "better_text": "装四个脚轮。",
        "effects": ["safety", "cost"], "unit": str(house.enterprise.units["YS01"].pk), "place": "",
        "with_whom": "", "named": "yes", "do": "file",
    }  # fmt: skip
    return {**values, **changed}


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_an_employee_files_and_reads_by_when_it_is_decided(house, client_as):
    browser = client_as("employee")
    went = browser.post("/app/suggestions/mine/new", form(house))
    assert went.status_code == 302
    page = browser.get(went["Location"])
    assert "收到了" in page.text
    assert "3月31日" in page.text
    assert "为什么是这一天" in page.text
    assert "等形式审查" in browser.get("/app/suggestions/mine").text


def test_a_double_click_files_once(house, client_as):
    browser = client_as("employee")
    first = browser.post("/app/suggestions/mine/new", form(house))
    assert browser.post("/app/suggestions/mine/new", form(house))["Location"] == first["Location"]
    assert Suggestion.objects.count() == 1


def test_what_was_typed_stays_when_something_is_missing(house, client_as):
    page = client_as("employee").post(
        "/app/suggestions/mine/new", form(house, better_text="", with_whom="999")
    )
    assert page.status_code == 422
    assert "周转架加脚轮" in page.text
    assert "没有这个工号：999" in page.text


def test_a_draft_waits_unreadable_until_it_is_filed(house, client_as):
    browser = client_as("employee")
    browser.post("/app/suggestions/mine/new", form(house, title="半句", better_text="", do="keep"))
    assert "半句" in browser.get("/app/suggestions/mine/new").text
    assert "半句".encode() not in bytes(Draft.objects.get().box)
    browser.post("/app/suggestions/mine/new", form(house))
    assert not Draft.objects.exists()


def test_drafts_are_forgotten_after_a_month(house, at):
    drafts.save_draft(acting=house.acting("employee"), values={"title": "半句"})
    with at(DAY + timedelta(days=31)):
        assert drafts.expire_drafts() == 1


def test_an_invited_colleague_confirms_and_is_named_only_if_they_wish(house, client_as):
    house.filed(with_whom=[house.enterprise.people["colleague"]])
    browser = client_as("colleague")
    assert "等你确认是不是一起提的" in browser.get("/app/suggestions/mine").text
    browser.post(f"/app/suggestions/{house.pk}/do/join", {"named": "no"})
    house.adopted()
    page = Client().get("/suggestions").text
    assert "王强" in page and "李敏" not in page and "和另一名职工" in page
    browser.post(f"/app/suggestions/{house.pk}/do/credit", {"named": "yes"})
    assert "李敏" in Client().get("/suggestions").text


def test_without_any_name_it_was_an_employee(house):
    house.filed(named=False).adopted()
    page = Client().get("/suggestions").text
    assert "一名职工" in page and "王强" not in page


def test_that_it_grew_out_of_a_demand_is_told_to_whoever_raised_that_one_alone(house, client_as):
    people = house.enterprise.people
    house.filed(with_whom=[people["colleague"]], from_demand=uuid4())
    client_as("colleague").post(f"/app/suggestions/{house.pk}/do/join", {"named": "yes"})
    here = f"/app/suggestions/mine/{house.pk}"
    assert "看原来那件诉求" in client_as("employee").get(here).text
    assert "看原来那件诉求" not in client_as("colleague").get(here).text
    Employee.objects.filter(pk=people["employee"].pk).update(status="left")
    assert "看原来那件诉求" not in client_as("colleague").get(here).text


def test_what_was_not_adopted_is_on_no_public_page(house):
    house.filed().refused()
    assert "周转架加脚轮" not in Client().get("/suggestions").text


@pytest.mark.parametrize(
    "who", ["stranger", "colleague", "system_admin", "disclosure_officer", "workshop_handler"]
)
def test_others_do_not_find_it(house, client_as, who):
    house.filed(unit=house.enterprise.units["YS02"])
    assert client_as(who).get(f"/app/suggestions/{house.pk}").status_code == 404


def test_who_judges_does_not_see_whose_idea_it_is(house, client_as):
    house.filed().reviewed().on_agenda()
    for who in ("engineer", "head", "accountant"):
        browser = client_as(house.people[who])
        assert "王强" not in browser.get(f"/app/suggestions/{house.pk}").text
        assert "王强" not in browser.get(f"/app/suggestions/meetings/{house.meeting.pk}").text
        assert "王强" not in browser.get("/app/suggestions?view=all").text
    assert "王强" in client_as("demand_officer").get(f"/app/suggestions/{house.pk}").text


def test_the_office_reads_why_a_member_is_kept_out(house, client_as):
    from zhiyin.suggestions.services.committee import seat_member

    person = Employee.objects.get(pk=house.enterprise.people["colleague"].pk)
    seat_member(acting=house.acting("leader"), employee=person, side="technical")
    house.filed()
    page = client_as("demand_officer").get(f"/app/suggestions/{house.pk}").text
    assert "和提出人同一个单位" in page
    assert "王强" in page


def test_a_meeting_is_called_with_what_the_officer_may_put_on_its_agenda(house, client_as):
    house.filed("demand_officer", unit=house.enterprise.units["YS"])
    Suggestion.objects.update(state="reviewed")
    own = house.fresh()
    assert client_as("demand_officer").get("/app/suggestions/meetings").context["form"] is None
    page = client_as("second_demand_officer").get("/app/suggestions/meetings")
    assert str(own.pk) in str(page.context["form"]["items"])


def test_what_a_meeting_left_undecided_goes_on_the_next_agenda(house, client_as, at):
    house.filed().reviewed().on_agenda()
    office, here = client_as("demand_officer"), f"/app/suggestions/{house.pk}"
    assert "do/schedule" not in office.get(here).text
    with at(DAY + timedelta(days=1)):
        page = office.get("/app/suggestions/meetings")
        assert "上次的会没有结论" in page.text
        called = office.post(page.request["PATH_INFO"], {
            "held_on": "2025-03-10", "place": "三楼", "items": [str(house.pk)],
        })  # fmt: skip
        assert called.status_code == 302
        assert house.fresh().meeting.held_on == date(2025, 3, 10)
        assert "do/schedule" in office.get(here).text


def test_no_meeting_is_too_old_to_be_found(house, client_as, monkeypatch):
    monkeypatch.setattr("zhiyin.suggestions.selectors.one.MEETINGS", 2)
    office = house.enterprise.people["demand_officer"]
    days = [DAY - timedelta(days=n) for n in range(5)]
    Meeting.objects.bulk_create(Meeting(held_on=day, place="三楼", called_by=office) for day in days)
    reader, found, after = client_as("demand_officer"), [], ""
    while after is not None:
        page = reader.get("/app/suggestions/meetings", {"after": after}).context["page"]
        found += [meeting.held_on for meeting in page.rows]
        after = page.next
    assert found == days


def test_an_office_without_a_meeting_ahead_reads_where_to_call_one(house, client_as):
    house.filed().reviewed()
    assert "先到“评审会”" in client_as("demand_officer").get(f"/app/suggestions/{house.pk}").text


@pytest.mark.parametrize("url", ["", "/export.xlsx", "/meetings", "/committee"])
def test_the_desk_is_for_officers_and_members(house, client_as, url):
    def status(who):
        response = client_as(who).get(f"/app/suggestions{url}")
        if response.streaming:
            assert b"".join(response.streaming_content)
        return response.status_code

    for who in ("employee", "system_admin", "reviewer"):
        assert status(who) == 403
    for who in ("demand_officer", "union_officer", "leader", "handler", house.people["engineer"]):
        assert status(who) == 200


def test_an_officer_of_the_union_who_judges_an_idea_does_not_see_whose_it_is(house, client_as):
    house.filed()
    author = house.enterprise.people["employee"].name
    url = f"/app/suggestions/{house.pk}"
    assert author in client_as("union_officer").get(url).text
    officer = Employee.objects.get(pk=house.enterprise.people["union_officer"].pk)
    committee.seat_member(acting=house.acting("union_officer"), employee=officer, side="union")
    assert author not in client_as("union_officer").get(url).text


def test_a_stale_page_keeps_what_was_typed(house, client_as):
    version = house.filed().suggestion.version
    house.checked()
    data = {"text": "请写清是哪一条线", "version": version}
    page = client_as("demand_officer").post(f"/app/suggestions/{house.pk}/do/send_back", data)
    assert page.status_code == 409
    assert "请写清是哪一条线" in page.text
    assert house.fresh().state == "in_review"


def test_a_refused_step_says_why_and_keeps_the_form(house, client_as):
    house.filed().reviewed().on_agenda()
    data = {"outcome": "not_adopted", "text": "花费太大", "reason": ""}
    page = client_as(house.people["head"]).post(f"/app/suggestions/{house.pk}/do/decide", data)
    assert page.status_code == 422
    assert "至少 15 个字" in page.text and "花费太大" in page.text


def test_the_whole_way_can_be_walked_on_pages(house, client_as, at):
    urls = f"/app/suggestions/{house.filed().pk}/do/"
    why = "现场看过，改动小，花钱不多，工人也说顺手。"
    post, unit = house.enterprise.posts["handler"], house.enterprise.units["YS90"]
    two = [str(house.people[who].pk) for who in ("engineer", "chemist")]

    def do(who, step, **data):
        person = house.people.get(who, who)
        went = client_as(person).post(urls + step, data)
        assert went.status_code == 302, went.text

    do("demand_officer", "check", unit=str(unit.pk), reviewers=two)
    for who in ("engineer", "chemist"):
        do(who, "evaluate", opinion="adopt", feasible="4", benefit="5", text=why)
    office = client_as("demand_officer")
    held = {"held_on": DAY.isoformat(), "place": "三楼", "items": [str(house.pk)]}
    meeting = office.post("/app/suggestions/meetings", held)["Location"]
    assert "评审会议程" in office.get(meeting).text
    office.post(
        meeting, {"present": [str(house.seats[who].pk) for who in ("head", "engineer", "chair", "chemist")]}
    )
    do("head", "decide", outcome="in_part", text=why, reason="")
    assert "评审会纪要" in office.get(meeting).text
    do("handler", "plan", owner_post=str(post.pk), planned_on="2025-05-06", how="")
    do("handler", "implement", evidence=why)
    with at(DAY + timedelta(days=366)):
        do("accountant", "state_effect", value="60000", text="一年少用两个工。")
        do("union_officer", "confirm_effect")
        do("chair", "grade", grade="third", amount="3000", text="够三等。")
        do("cashier", "pay", paid_on="2026-03-04")
        page = client_as("employee").get(f"/app/suggestions/{house.pk}").text
        assert "60,000 元" in page and "三等奖，3,000 元" in page
        assert "60,000 元" in Client().get("/suggestions").text


def test_the_spreadsheet_names_nobody(house, client_as):
    house.filed(title="=1+1 周转架")
    sheet = client_as("demand_officer").get("/app/suggestions/export.xlsx?view=all")
    rows = python_calamine.load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).get_sheet_by_index(0)
    cells = [str(cell) for row in rows.to_python() for cell in row]
    assert "=1+1 周转架" in cells
    assert not any("王强" in cell for cell in cells)


def test_lists_cost_the_same_with_many_suggestions(house, client_as):
    office, employee = client_as("demand_officer"), client_as("employee")
    urls = ["/app/suggestions?view=all", "/suggestions"]
    house.filed(token=b"a" * 16).adopted()
    before = [queries(office, url) for url in urls] + [queries(employee, "/app/suggestions/mine")]
    for n in range(4):
        house.filed(token=bytes([n]) * 16).adopted()
    after = [queries(office, url) for url in urls] + [queries(employee, "/app/suggestions/mine")]
    assert after == before
    assert max(after) <= BUDGET


def test_one_page_costs_the_same_however_far_it_has_come(house, client_as):
    house.filed()
    office = client_as("demand_officer")
    early = queries(office, f"/app/suggestions/{house.pk}")
    house.adopted().done().stated().confirmed().graded().paid()
    assert queries(office, f"/app/suggestions/{house.pk}") <= early + 2 <= ONE_PAGE


def test_evaluations_are_read_by_the_committee_the_office_and_the_union(house, client_as):
    house.filed().reviewed().on_agenda()
    for who, status in (("handler", 403), ("leader", 403), ("union_officer", 200), ("demand_officer", 200)):
        assert client_as(who).get(f"/app/suggestions/meetings/{house.meeting.pk}").status_code == status


def test_a_list_goes_on_by_keys_and_is_narrowed(house, client_as, monkeypatch):
    monkeypatch.setattr("zhiyin.suggestions.selectors.board.PAGE", 2)
    for n in range(5):
        house.filed(token=bytes([n]) * 16, title=f"第{n}条", effects=["cost"] if n else ["safety"])
    office = client_as("demand_officer")
    found, url = [], "/app/suggestions?view=check"
    for _page in range(3):
        page = office.get(url)
        found += [row.suggestion.title for row in page.context["rows"]]
        url = f"/app/suggestions?view=check&after={page.context['page'].next}"
    assert sorted(found) == [f"第{n}条" for n in range(5)]
    assert len(office.get("/app/suggestions?view=check&effect=safety").context["rows"]) == 1
    assert len(office.get("/app/suggestions?view=all&q=第3").context["rows"]) == 1


def test_facts_of_a_suggestion_hold_no_words_and_no_name(house):
    house.filed().adopted()
    for fact in Fact.objects.filter(subject_kind="suggestion"):
        assert "王强" not in str(fact.payload) and "脚轮" not in str(fact.payload)


def test_the_adopted_share_stands_with_its_numbers(house, client_as):
    house.filed(token=b"a" * 16).adopted()
    house.filed(token=b"b" * 16).refused()
    figures = client_as("leader").get("/app/suggestions").context["figures"]
    assert (figures.adopted, figures.decided, figures.total) == (1, 2, 2)


def test_an_author_hears_of_news_until_they_have_looked(house, client_as):
    house.filed().checked()
    browser = client_as("employee")
    assert "有新进展" in browser.get("/app/suggestions/mine").text
    browser.get(f"/app/suggestions/{house.pk}")
    assert "有新进展" not in browser.get("/app/suggestions/mine").text
    assert Author.objects.get().seen == house.fresh().version
