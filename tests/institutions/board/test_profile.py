"""Which institutions bind: read off the conditions of the rules, against a tried profile and today's."""

from tests.institutions.board.conftest import TODAY

from zhiyin.institutions.selectors import profile as profiles
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


def test_only_officers_look_and_only_those_who_record_are_led_to_the_register(client_as, today):
    assert client_as("employee").get("/app/institutions/profile").status_code == 403
    way = "/app/evidence/new?kind=people.profile.set"
    assert way in client_as("union_officer").get("/app/institutions/profile").content.decode()
    assert way not in client_as("system_admin").get("/app/institutions/profile").content.decode()
    assert client_as("union_officer").get(way).status_code == 200
