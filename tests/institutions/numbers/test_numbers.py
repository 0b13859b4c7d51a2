"""The house changes its own numbers: two people, within the bounds, from a later day on, and only then."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.institutions.numbers.conftest import RULE, TODAY, TOMORROW

from zhiyin.institutions.house import dials_of
from zhiyin.institutions.language.problems import PackError
from zhiyin.institutions.models import HousePack
from zhiyin.institutions.programme import load
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors import institution
from zhiyin.institutions.selectors import numbers as selectors
from zhiyin.institutions.services import numbers as services
from zhiyin.journal.models import Fact
from zhiyin.journal.refusal import NotNow

pytestmark = pytest.mark.django_db


def refused(because, call, /, *args, **kwargs):
    with pytest.raises(NotNow) as told:
        call(*args, **kwargs)
    assert told.value.reason == because


def test_an_approved_number_runs_from_its_day_on_and_the_old_one_until_the_day_before(propose, approve):
    number = approve(propose("2 working days", basis="工会委员会第三次会议"))
    old, new = programme().versions(RULE)[-2:]
    assert (old.end, new.start) == (TODAY, TOMORROW)
    assert (dials_of(old)["within"], dials_of(new)["within"]) == ("3 working days", "2 working days")
    assert new.title == {"zh": "诉求2个工作日内受理", "en": "Take up a demand in 2 working days"}
    assert "2个工作日内决定" in new.text["zh"] and "2 working days" in new.text["en"]
    assert new.decided_by == "分管领导 2026-03-31 批准；工会委员会第三次会议" and new.layer == "house"
    assert (new.group, new.pack) == (old.group, "house-numbers")
    assert number.decided_post.title == "分管领导"
    kinds = list(Fact.objects.filter(subject_kind="number").order_by("place").values_list("kind", flat=True))
    assert kinds == ["institutions.number.proposed", "institutions.number.approved"]


def test_facts_of_a_number_hold_no_words(propose, approve):
    approve(propose())
    told = [str(fact.payload) for fact in Fact.objects.filter(subject_kind="number")]
    assert told and not any("大家" in one or "刘芳" in one for one in told)


def test_a_number_waits_for_the_second_person(propose):
    number = propose()
    assert number.state == HousePack.State.PROPOSED
    assert dials_of(programme().versions(RULE)[-1])["within"] == "3 working days"


def test_nobody_approves_their_own_number(propose, approve):
    number = propose(who="leader")
    refused("number_of_ones_own", approve, number, "leader")
    assert HousePack.objects.get().state == HousePack.State.PROPOSED


@pytest.mark.parametrize("who", ["union_officer", "demand_officer", "workshop_leader", "discipline_officer"])
def test_only_a_leader_of_the_whole_enterprise_approves(propose, approve, who):
    number = propose(who="second_demand_officer")
    with pytest.raises(PermissionDenied):
        approve(number, who)


@pytest.mark.parametrize(
    "who", ["employee", "handler", "workshop_leader", "discipline_officer", "system_admin"]
)
def test_a_unit_does_not_change_the_numbers_of_the_house(propose, who):
    with pytest.raises(PermissionDenied):
        propose(who=who)


@pytest.mark.parametrize(
    "within", ["-3 working days", "0 working days", "6 working days", "3 days", "快一点"]
)
def test_numbers_out_of_bounds_or_no_numbers_are_refused_by_the_packs_own_checks(propose, within):
    with pytest.raises(services.Wrong) as wrong:
        propose(within)
    assert all(one.what_zh and one.fix_zh for one in wrong.value.problems)
    assert not HousePack.objects.exists()


def test_a_promise_weaker_than_the_law_above_it_is_refused(propose, tmp_path, settings):
    """With wide bounds it is the ceiling that refuses: the law's 15 days, whatever the house would like."""
    packs = _copied(settings, tmp_path)
    text = (packs / "house/demo/demands.yaml").read_text(encoding="utf-8")
    wide = text.replace("settable: {within: 1 working day .. 5 working days}", WIDE, 1)
    (packs / "house/demo/demands.yaml").write_text(wide, encoding="utf-8")
    with pytest.raises(services.Wrong) as wrong:
        propose("20 working days")
    assert "pet-notify-15d" in wrong.value.problems[0].what_en


WIDE = "settable: {within: 1 working day .. 30 working days}"


def _copied(settings, tmp_path):
    import shutil

    shutil.copytree(settings.PACKS_DIR, tmp_path / "packs")
    settings.PACKS_DIR = tmp_path / "packs"
    return settings.PACKS_DIR


def test_what_the_law_fixed_is_not_the_houses_to_set(propose):
    refused("number_not_settable", propose, "30 days", rule="pet-notify-15d")
    refused("number_not_settable", propose, "30 days", rule="no-such-rule")


def test_the_past_and_today_are_never_changed(propose, approve, at):
    refused("number_too_early", propose, effect_on=TODAY)
    refused("number_too_early", propose, effect_on=TODAY - timedelta(days=400))
    refused("number_too_late", propose, effect_on=TODAY + timedelta(days=800))
    number = propose(effect_on=TOMORROW)
    with at(TOMORROW):
        refused("number_came_too_late", approve, number)


def test_a_rule_of_periods_changes_only_with_a_period(propose, approve):
    """Half a year under one number and half under another would be two duties, both half done."""
    rule = "leader-contact-point.days"
    assert services.earliest(programme().versions(rule)[-1]) == date(2027, 1, 1)
    values = {"need": "60 items"}
    refused("number_mid_period", propose, rule=rule, values=values)
    approve(propose(rule=rule, values=values, effect_on=date(2027, 1, 1)))
    assert dials_of(programme().versions(rule)[-1]) == values


def test_a_number_needs_a_value_a_reason_and_a_difference(propose):
    refused("number_missing", propose, " ")
    refused("reason_needed", propose, reason="  ")
    refused("number_unchanged", propose, "3 working days")


def test_the_second_editor_is_shown_the_others_value(propose):
    first = propose("2 working days")
    with pytest.raises(services.Taken) as taken:
        propose("4 working days", who="demand_officer")
    assert taken.value.other == first and taken.value.other.dials == {"within": "2 working days"}


def test_who_looked_before_a_change_is_told_what_it_is_now(propose, approve):
    seen = programme().versions(RULE)[-1].uid
    approve(propose("2 working days"))
    with pytest.raises(services.Moved) as moved:
        propose("4 working days", who="demand_officer", seen=seen, effect_on=TOMORROW + timedelta(days=9))
    assert dials_of(moved.value.rule)["within"] == "2 working days"


def test_a_second_click_on_approve_changes_nothing(propose, approve):
    number = approve(propose())
    refused("number_decided", approve, number)
    assert Fact.objects.filter(kind="institutions.number.approved").count() == 1


def test_refused_and_withdrawn_numbers_make_room_for_another(propose, enterprise):
    leader = enterprise.acting("leader")
    first = propose("2 working days")
    refused("reason_needed", services.refuse_numbers, acting=leader, number_id=first.pk, reason=" ")
    services.refuse_numbers(acting=leader, number_id=first.pk, reason="人手不够")
    second = propose("4 working days")
    with pytest.raises(PermissionDenied):
        services.withdraw_numbers(acting=leader, number_id=second.pk)
    services.withdraw_numbers(acting=enterprise.acting("union_officer"), number_id=second.pk)
    assert [one.state for one in selectors.history([RULE])] == ["withdrawn", "refused"]
    assert dials_of(programme().versions(RULE)[-1])["within"] == "3 working days"


def test_one_change_follows_another(propose, approve):
    approve(propose("2 working days"))
    refused("number_before_latest", propose, "4 working days", effect_on=TOMORROW)
    approve(propose("4 working days", effect_on=TOMORROW + timedelta(days=30)))
    spans = [dials_of(rule)["within"] for rule in programme().versions(RULE)]
    assert spans == ["3 working days", "2 working days", "4 working days"]


def test_the_institutions_versions_tell_the_difference(propose, approve):
    approve(propose("2 working days"))
    newest = institution.versions(RULE, TODAY, "zh")[0]
    assert not newest.running
    assert any("3个工作日" in before and "2个工作日" in after for _q, before, after in newest.differences)


def test_every_process_hears_of_an_approved_number_by_itself(propose, settings):
    from zhiyin.institutions import reading

    programme()
    number = propose()
    HousePack.objects.filter(pk=number.pk).update(state="approved")
    assert len(programme().versions(RULE)) == 1
    settings.HOUSE_NUMBERS_SECONDS = 0
    assert len(programme().versions(RULE)) == 2
    assert reading.house_versions() == (number.pk,)


def test_looking_for_new_numbers_costs_one_query_and_not_every_time(
    propose, approve, settings, django_assert_num_queries
):
    approve(propose())
    programme()
    settings.HOUSE_NUMBERS_SECONDS = 3600
    with django_assert_num_queries(0):
        for _ in range(50):
            programme()
    settings.HOUSE_NUMBERS_SECONDS = 0
    with django_assert_num_queries(1):
        programme()


def test_a_house_whose_packs_lost_a_rule_goes_on_without_its_number(
    propose, approve, settings, tmp_path, caplog
):
    approve(propose())
    packs = _copied(settings, tmp_path)
    (packs / "house/demo/demands.yaml").unlink()
    assert programme().versions(RULE) == () and programme().versions("pet-notify-15d")
    assert "do not fit the packs" in caplog.text


def test_shipped_packs_that_are_broken_are_still_an_error(settings, tmp_path):
    packs = _copied(settings, tmp_path)
    (packs / "house/demo/broken.yaml").write_text("pack: x\nlayer: house\ntitle: 一\n", encoding="utf-8")
    with pytest.raises(PackError):
        load(root=packs)
