import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people.test_roster import HEAD, NEW, xlsx

from zhiyin.people.about_me import WHY
from zhiyin.people.models import CorrectionRequest, Employee, Grant, Post, RosterPreview, Unit
from zhiyin.people.services import employees, grants, posts

ADMIN_PAGES = ("units", "employees", "posts", "grants_history", "roster", "slips", "corrections",
               "unit_new", "employee_new", "post_new")  # fmt: skip


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_administration_is_closed_to_employees_and_open_to_the_system_administrator(client_as, name):
    assert client_as("employee").get(reverse(f"people:{name}")).status_code == 403
    assert client_as("demand_officer").get(reverse(f"people:{name}")).status_code == 403
    page = client_as("system_admin").get(reverse(f"people:{name}"))
    assert page.status_code == 200
    assert page.content.decode().count("z-btn--go") <= 1


@pytest.mark.parametrize("name", ["me", "correction", "password", "second_factor", "sessions"])
def test_ones_own_pages_open_for_everybody_signed_in(client_as, client, name):
    assert client_as("employee").get(reverse(f"people:{name}")).status_code == 200
    assert client.get(reverse(f"people:{name}")).status_code == 302


def test_everything_kept_about_a_person_is_shown_to_that_person_with_its_reason():
    beside = {"id", "left_on"}
    kept = {field.name for field in Employee._meta.concrete_fields} - beside
    assert kept == set(WHY)
    assert all(str(why) for why in WHY.values())


def test_the_auditor_reads_grants_and_changes_nothing(client_as, enterprise):
    auditor = client_as("audit_admin")
    page = auditor.get("/app/admin/posts/history")
    assert "诉求受理" in page.content.decode()
    post = enterprise.posts["handler"]
    assert "<form" not in _main(auditor.get(f"/app/admin/posts/{post.pk}").content.decode())
    assert auditor.post(f"/app/admin/posts/{post.pk}/take", {"number": "206318"}).status_code == 403


def test_a_branch_of_the_union_reads_who_got_powers_under_it_and_nowhere_else(client_as, acting, enterprise):
    post = posts.open_post(acting=acting("union_officer"), unit=enterprise.units["YS01"], title="分会主席")
    grants.give_grant(
        acting=acting("union_officer"), role="union_officer", unit=enterprise.units["YS01"], post=post
    )
    posts.take_post(acting=acting("union_officer"), post=post, employee=enterprise.people["colleague"])
    page = _main(client_as("colleague").get("/app/admin/posts/history").text)
    assert "分会主席" in page
    assert "诉求受理" not in page


def _main(page: str) -> str:
    return re.split(r"</main>|<footer", page.split("<main", 1)[1])[0]


def test_a_post_is_handed_over_on_its_page(client_as, enterprise):
    post, giver = enterprise.posts["handler"], enterprise.people["handler"]
    answer = client_as("system_admin").post(
        f"/app/admin/posts/{post.pk}/hand-over", {"over-giver": str(giver.pk), "over-number": "207001"}
    )
    assert answer.status_code == 302
    assert [h.employee.number for h in post.holdings.filter(until_on=None)] == ["207001"]


def test_a_refusal_is_shown_where_it_happened(client_as, enterprise):
    post = enterprise.posts["security_admin"]
    page = client_as("system_admin").post(f"/app/admin/posts/{post.pk}/take", {"number": "100703"})
    assert "不能同时是" in page.content.decode()


def test_grants_are_given_and_ended_on_the_page(client_as, enterprise):
    post, unit = enterprise.posts["reviewer"], enterprise.units["YS02"]
    admin = client_as("system_admin")
    admin.post(f"/app/admin/posts/{post.pk}/grants", {"role": "disclosure_officer", "unit": str(unit.pk)})
    grant = Grant.objects.get(post=post, role="disclosure_officer")
    client_as("security_admin").post(f"/app/admin/posts/{post.pk}/grants/{grant.pk}/end")
    grant.refresh_from_db()
    assert grant.until_on


def test_units_are_opened_renamed_moved_and_closed_on_their_pages(client_as, enterprise):
    admin, parent = client_as("system_admin"), enterprise.units["YS02"]
    admin.post(
        "/app/admin/units/new", {"parent": str(parent.pk), "code": "ys0202", "name": "二班", "level": "team"}
    )
    unit = Unit.objects.get(code="YS0202")
    admin.post(f"/app/admin/units/{unit.pk}/rename", {"name": "装配二班", "level": "team"})
    admin.post(f"/app/admin/units/{unit.pk}/move", {"parent": str(enterprise.units["YS01"].pk)})
    unit.refresh_from_db()
    assert (unit.name, unit.path) == ("装配二班", "/YS/YS01/YS0202/")
    admin.post(f"/app/admin/units/{unit.pk}/close")
    page = admin.get(f"/app/admin/units/{unit.pk}").content.decode()
    assert "已撤销" in page
    assert "单位划转" in page


def test_an_employee_joins_changes_moves_and_leaves_on_the_pages(client_as, enterprise):
    admin = client_as("system_admin")
    data = {"number": "300009", "unit": str(enterprise.units["YS0101"].pk), "name": "新人", "sex": "male",
            "category": "skill", "rank": "l6", "form": "fixed", "status": "active", "shift": "day",
            "joined_on": "2026-03-02"}  # fmt: skip
    assert admin.post("/app/admin/employees/new", data).status_code == 302
    person = Employee.objects.get(number="300009")
    admin.post(f"/app/admin/employees/{person.pk}/change", {**data, "shift": "three"})
    admin.post(f"/app/admin/employees/{person.pk}/move", {"unit": str(enterprise.units["YS0201"].pk)})
    admin.post(f"/app/admin/employees/{person.pk}/leave")
    person.refresh_from_db()
    assert (person.shift, person.unit.code, person.status) == ("three", "YS0201", "left")
    page = admin.get(f"/app/admin/employees/{person.pk}").content.decode()
    assert "热处理二线车间" in page
    assert "职工离开" in page


def test_a_form_that_was_open_when_somebody_left_brings_nobody_back(client_as, enterprise):
    admin, person = client_as("system_admin"), enterprise.people["employee"]
    said = {"name": person.name, "sex": "male", "category": "skill", "rank": "l6", "form": "open",
            "status": "active", "shift": "three", "number": person.number,
            "joined_on": "2020-01-02", "unit": str(person.unit_id)}  # fmt: skip
    admin.post(f"/app/admin/employees/{person.pk}/leave")
    for step, data in (("change", said), ("move", {"unit": str(enterprise.units["YS0201"].pk)})):
        page = admin.post(f"/app/admin/employees/{person.pk}/{step}", data)
        assert "已经离开了，不能再改" in page.text
    row = Employee.objects.get(pk=person.pk)
    assert (row.status, row.unit_id) == ("left", person.unit_id)


def test_a_roster_is_uploaded_looked_at_and_confirmed(client_as, enterprise):
    admin = client_as("system_admin")
    file = io.BytesIO(xlsx([HEAD, NEW]))
    file.name = "名册.xlsx"
    answer = admin.post("/app/admin/roster", {"file": file})
    page = admin.get(answer["Location"])
    assert not Employee.objects.filter(number="300001").exists()
    digest = page.context["digest"]
    preview = RosterPreview.objects.get()
    admin.post(f"/app/admin/roster/{preview.pk}/confirm", {"digest": digest})
    assert Employee.objects.filter(number="300001").exists()
    assert admin.get(answer["Location"]).status_code == 200
    assert client_as("security_admin").get(answer["Location"]).status_code == 403


def test_leavers_of_a_roster_need_a_tick_of_their_own(client_as, enterprise):
    admin = client_as("system_admin")
    file = io.BytesIO(xlsx([HEAD[:3], ["207001", "赵刚", "YS0201"], ["206318", "王强", "YS0201"]]))
    file.name = "名册.xlsx"
    answer = admin.post("/app/admin/roster", {"file": file, "complete_for": str(enterprise.units["YS01"].pk)})
    page = admin.get(answer["Location"])
    digest, url = page.context["digest"], answer["Location"] + "/confirm"
    assert "勾上再确认" in admin.post(url, {"digest": digest}).content.decode()
    assert Employee.objects.get(number="206319").status == "active"
    admin.post(url, {"digest": digest, "left_ok": "on"})
    assert Employee.objects.get(number="206319").status == "left"
    assert Employee.objects.get(number="206318").unit.code == "YS0201"


def test_a_wrong_file_and_wrong_cells_say_how_to_mend_them(client_as, enterprise):
    from python_calamine import CalamineWorkbook

    admin = client_as("system_admin")
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "名册.xlsx"
    assert "另存为 .xlsx" in admin.post("/app/admin/roster", {"file": file}).content.decode()
    file = io.BytesIO(xlsx([HEAD, [*NEW[:2], "YS99", *NEW[3:]]]))
    file.name = "名册.xlsx"
    answer = admin.post("/app/admin/roster", {"file": file})
    assert "第 2 行 C2" in admin.get(answer["Location"]).content.decode()
    found = admin.get(answer["Location"] + "/problems.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[1][2] == "C2"


def test_the_template_reads_back_as_a_roster_without_people(client_as):
    from zhiyin.people.roster.check import parse
    from zhiyin.people.roster.read import read

    found = client_as("system_admin").get("/app/admin/roster/template.xlsx")
    roster = parse(read(found.getvalue()), {})
    assert [p.code for p in roster.problems] == ["no_rows"]
    assert set(roster.places["employees"][1]) == {
        "number", "name", "unit", "sex", "category", "frontline", "rank", "form", "status", "shift",
        "union_member", "joined_on",
    }  # fmt: skip


def test_slips_are_printed_with_number_code_and_a_qr_code_that_hides_the_code_after_the_hash(
    client_as, enterprise
):
    unit = enterprise.units["YS0101"]
    page = client_as("union_officer").post("/app/admin/slips", {"unit": str(unit.pk), "only_new": "on"})
    text = page.content.decode()
    assert len(page.context["slips"]) == 3
    assert "206318" in text
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert page["Cache-Control"] == "no-store"


def test_a_handler_prints_no_slips(client_as, enterprise):
    who = enterprise.people["employee"]
    assert client_as("handler").post(f"/app/admin/employees/{who.pk}/slip").status_code == 403


def test_an_employee_asks_for_a_correction_and_reads_the_answer(client_as, enterprise):
    mine = client_as("employee")
    mine.post("/app/me/correction", {"field": "shift", "wanted": "三班"})
    asked = CorrectionRequest.objects.get()
    again = mine.post("/app/me/correction", {"field": "shift", "wanted": "四班"})
    assert "还在处理" in again.content.decode()
    admin = client_as("system_admin")
    assert "三班" in admin.get("/app/admin/corrections").content.decode()
    admin.post(f"/app/admin/corrections/{asked.pk}", {"done": "1", "answer": "已改成三班。"})
    assert "已改成三班。" in mine.get("/app/me").content.decode()


def _many(enterprise, count):
    people = [
        employees.NewEmployee(f"5{n:05d}", f"职工{n}", enterprise.units["YS0201"], "skill", "open",
                              enterprise.units["YS"].opened_on)
        for n in range(count)
    ]  # fmt: skip
    employees.join_all(acting=None, people=people)


def _queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in caught if "SAVEPOINT" not in q["sql"]]


@pytest.mark.parametrize(
    ("url", "budget"),
    [
        # the frame: session, account with person and unit, posts held, grants, unread notices;
        # then what the page itself asks
        ("/app/admin/employees", 5 + 2),  # units to choose from, one page of people
        ("/app/admin/units", 5 + 2),  # units, people counted
        ("/app/admin/posts", 5 + 3),  # posts, holders, grants
        ("/app/admin/corrections", 5 + 1),  # open requests
        ("/app/me", 5 + 1),  # one's own requests
    ],
)
def test_lists_ask_the_database_as_often_for_many_as_for_few(client_as, enterprise, url, budget):
    client = client_as("system_admin")
    few = _queries(client, url)
    _many(enterprise, 120)
    for n in range(30):
        Post.objects.create(unit=enterprise.units["YS02"], title=f"岗位{n}")
    many = _queries(client, url)
    assert len(many) == len(few)
    assert len(many) <= budget, "\n".join(many)


def test_pages_of_people_follow_one_another_without_gap(client_as, enterprise):
    _many(enterprise, 120)
    client, seen, url = client_as("system_admin"), [], "/app/admin/employees"
    while url:
        page = client.get(url).context["page"]
        seen += [person.number for person in page.rows]
        url = f"/app/admin/employees?after={page.next}" if page.next else ""
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == Employee.objects.count()
    last = client.get(f"/app/admin/employees?before={seen[-1]}").context["page"]
    assert last.rows[-1].number == seen[-2]
    found = client.get("/app/admin/employees?q=王强").context["page"].rows
    assert [person.number for person in found] == ["206318"]
