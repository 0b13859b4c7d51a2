"""Which institutions bind: read off the conditions of the rules, against a tried profile and today's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.institutions.board.conftest import TODAY

from zhiyin.institutions.models import EvidenceEntry
from zhiyin.institutions.selectors import profile as profiles
from zhiyin.institutions.services.evidence import confirm_evidence
from zhiyin.journal.models import Fact


def truths(found, condition):
    return {one.binds for one in found if one.why == condition}


def test_a_condition_of_state_owned_enterprises_is_true_false_or_unknown():
    state = profiles.bound({"soe": True}, {}, TODAY, "en")
    word = next(one.why for one in state if one.rule.layer == "national" and one.binds is True)
    assert truths(state, word) == {True}
    assert truths(profiles.bound({"soe": False}, {}, TODAY, "en"), word) == {False}
    assert truths(profiles.bound({}, {}, TODAY, "en"), word) == {None}


def test_another_province_brings_its_rules_and_takes_those_of_the_first():
    here, there = {"province": "shandong"}, {"province": "shanghai"}
    found = profiles.bound(there, here, TODAY, "zh")
    assert any(one.binds and not one.today for one in found)
    assert any(one.today and not one.binds for one in found)
    assert all(one.differs == (one.binds != one.today) for one in found)


def test_the_page_says_why_and_writes_nothing(client_as, desk, today):
    before = Fact.objects.count()
    page = client_as("union_officer").get("/app/institutions/profile?soe=yes&province=shandong&supervisors=x")
    text = page.content.decode()
    assert page.status_code == 200 and "适用" in text and "条件：" in text and "不一样" in text
    assert Fact.objects.count() == before


def test_what_facts_have_set_is_where_the_form_begins(client_as, desk, at, today):
    with at(TODAY):
        desk.happens("people.profile.set", "enterprise", unit="YS", province="henan", soe=True)
    desk.night()
    assert profiles.todays(TODAY)["province"] == "henan"
    page = client_as("leader").get("/app/institutions/profile").content.decode()
    assert '<option value="henan" selected>' in page and '<option value="yes" selected>' in page


def moves(client, **more):
    """The administrator says that the seat is in Shandong now."""
    said = {"province": "shandong", "on": TODAY.isoformat(), "text": "营业执照变更登记"} | more
    return client.post("/app/institutions/profile", said)


def test_the_difference_is_explained_before_and_after_the_seat_moves(client_as, desk, at, today, enterprise):
    desk.happens("people.profile.set", "enterprise", unit="YS", at=date(2026, 3, 2), province="shanghai")
    desk.night()
    page = client_as("system_admin").get("/app/institutions/profile?province=shandong").content.decode()
    for words in ("开始适用", "不再适用", "换了说法", "登记这些变化"):
        assert words in page, words
    assert moves(client_as("system_admin")).status_code == 302
    (entry,) = EvidenceEntry.objects.filter(kind="people.profile.set")
    assert entry.fields == {"province": "shandong"} and profiles.todays(TODAY)["province"] == "shanghai"
    with pytest.raises(PermissionDenied):
        confirm_evidence(acting=enterprise.acting("system_admin"), entry_id=entry.pk)
    second = client_as("discipline_officer").get("/app/institutions/profile").content.decode()
    assert "去核对并确认" in second and "开始适用" in second
    confirm_evidence(acting=enterprise.acting("discipline_officer"), entry_id=entry.pk)
    desk.night()
    assert profiles.todays(TODAY)["province"] == "shandong"
    (change, *_first) = profiles.changes(TODAY, "zh")
    assert change.day == TODAY and change.fields == {"province": "shandong"}
    assert change.difference.enters and change.difference.leaves and change.difference.swaps
    after = client_as("leader").get("/app/institutions/profile").content.decode()
    assert "以前的变化" in after and "不再适用" in after


def test_a_change_without_a_ground_or_without_a_difference_is_refused_and_nothing_typed_is_lost(
    client_as, desk, today
):
    admin = client_as("system_admin")
    answer = moves(admin, text="")
    assert answer.status_code == 422 and "依据什么文件" in answer.content.decode()
    assert '<option value="shandong" selected>' in answer.content.decode()
    answer = moves(admin, province="", text="章程第五条")
    assert answer.status_code == 422 and "没有要登记的变化" in answer.content.decode()
    late = moves(admin, on=(TODAY + timedelta(days=1)).isoformat())
    assert late.status_code == 422 and "不能晚于今天" in late.content.decode()
    assert not EvidenceEntry.objects.exists()


def test_only_officers_look_and_only_those_who_record_may_write(client_as, today):
    assert client_as("employee").get("/app/institutions/profile").status_code == 403
    assert moves(client_as("reviewer")).status_code == 403
    asked = "/app/institutions/profile?province=shandong"
    assert "登记这些变化" in client_as("union_officer").get(asked).content.decode()
    assert "登记这些变化" not in client_as("reviewer").get(asked).content.decode()


def test_the_administrator_may_take_an_own_line_back_and_records_nothing_else(client_as, desk, today):
    admin = client_as("system_admin")
    moves(admin)
    entry = EvidenceEntry.objects.get()
    assert f"/app/evidence/{entry.pk}" in admin.get("/app/institutions/profile").content.decode()
    assert admin.get(f"/app/evidence/{entry.pk}").status_code == 200
    assert admin.get("/app/evidence/new?kind=care.event.known")["Location"] == "/app/institutions/profile"
    assert admin.post(f"/app/evidence/{entry.pk}/withdraw", {"reason": "文号写错"}).status_code == 302
    assert profiles.waiting() == []


def test_the_number_of_employees_is_that_of_the_roll(client_as, today, enterprise):
    page = client_as("leader").get("/app/institutions/profile").content.decode()
    assert profiles.headcount() == len(enterprise.people) and f"<p>{len(enterprise.people)} " in page
