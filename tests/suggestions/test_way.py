"""From idea to effect, as the regulation wants it: judged by two apart, decided with a reason, rewarded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from tests.suggestions.conftest import WHY, workdays_after

from zhiyin.institutions import clocks
from zhiyin.journal.models import Fact
from zhiyin.journal.refusal import NotNow
from zhiyin.people.models import Employee
from zhiyin.suggestions.models import Author, Suggestion
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.selectors.one import page_of
from zhiyin.suggestions.services import carrying_out, committee, filing, questions, reviewing, worth
from zhiyin.suggestions.services.steps import Conflict

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 3)


@pytest.fixture(autouse=True)
def _in_spring(at):
    with at(DAY):
        yield


def running(house, subject="suggestion", pk=None):
    return {c.rule: c.due_on for c in clocks.for_subject(subject, pk or house.pk) if c.running}


def test_the_whole_way_is_told_in_facts(house, at):
    house.filed().adopted().done()
    with at(DAY + timedelta(days=370)):
        house.stated(Decimal(60000)).confirmed().graded("third", "2500").paid()
    told = Fact.objects.filter(subject_kind="suggestion", subject_id=str(house.pk)).order_by("place")
    assert [fact.kind.rpartition(".")[2] for fact in told] == [
        "filed", "checked", "review_assigned", "review_assigned", "review_given", "review_given",
        "scheduled", "decided", "planned", "implemented", "effect_stated", "effect_confirmed", "graded",
        "paid",
    ]  # fmt: skip
    assert house.fresh().state == State.PAID
    assert house.suggestion.value == Decimal(60000)


def test_a_conclusion_is_due_twenty_working_days_after_filing(house):
    house.filed()
    assert running(house)["rat-decision-reason"] == workdays_after(DAY, 20)
    house.adopted()
    assert "rat-decision-reason" not in running(house)


def test_sending_back_does_not_stop_the_clock(house):
    house.filed()
    reviewing.send_back(acting=house.acting("demand_officer"), suggestion_id=house.pk, text="哪条线？")
    assert running(house)["rat-decision-reason"] == workdays_after(DAY, 20)
    filing.complete_suggestion(acting=house.acting("employee"), suggestion_id=house.pk, text="二线。")
    assert house.fresh().state == State.FILED


def test_every_later_date_comes_from_a_rule(house):
    house.filed().adopted().done()
    assert running(house).keys() == {"house-suggestion-effect"}
    house.stated().confirmed()
    assert running(house).keys() == {"house-suggestion-grade"}
    house.graded()
    assert running(house).keys() == {"rat-reward"}
    house.paid()
    assert running(house) == {}


def test_neither_reviewer_sees_the_other_before_giving_their_own(house, client_as):
    house.filed().checked().evaluated("engineer")
    # Nor does a member who may yet be asked to evaluate in somebody's place.
    for who in ("chemist", "head"):
        assert WHY not in client_as(house.people[who]).get(f"/app/suggestions/{house.pk}").text
    assert house.fresh().state == State.IN_REVIEW
    house.evaluated("chemist")
    assert house.fresh().state == State.REVIEWED
    assert WHY in client_as(house.people["chemist"]).get(f"/app/suggestions/{house.pk}").text


def test_an_evaluation_is_given_once(house):
    house.filed().checked().evaluated("engineer")
    with pytest.raises(PermissionDenied):
        house.evaluated("engineer")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("stranger", "not_member"),
        ("accountant", "finance"),
        ("colleague", "same_unit"),
        ("employee", "author"),
    ],
)
def test_who_is_concerned_does_not_review_and_the_reason_is_named(house, who, why):
    if why in ("same_unit", "author"):
        person = Employee.objects.get(pk=house.enterprise.people[who].pk)
        committee.seat_member(acting=house.acting("leader"), employee=person, side="technical")
    house.filed()
    with pytest.raises(NotNow, match=why):
        house.checked(("engineer", who))


def test_an_invited_colleague_is_kept_out_like_an_author(house):
    house.filed(with_whom=[house.people["engineer"]])
    with pytest.raises(NotNow, match="author"):
        house.checked()


def test_the_same_person_twice_is_not_two_reviewers(house):
    house.filed()
    with pytest.raises(NotNow, match="two_reviewers"):
        house.checked(("engineer", "engineer"))


def test_a_reviewer_who_steps_back_or_leaves_is_replaced(house):
    house.filed().checked()
    reviewing.step_back(acting=house.acting("engineer"), suggestion_id=house.pk, text="是我同乡。")
    office = house.acting("demand_officer")
    reviewing.replace_reviewer(acting=office, suggestion_id=house.pk, reviewer=house.acting("head").employee)
    committee.unseat_member(acting=house.acting("leader"), member_id=house.seats["chemist"].pk)
    gone = house.fresh().reviews.get(reviewer=house.people["chemist"])
    reviewing.replace_reviewer(
        acting=office, suggestion_id=house.pk, reviewer=house.acting("chair").employee, instead_of=gone.pk
    )
    house.evaluated("head").evaluated("chair")
    assert house.fresh().state == State.REVIEWED


def test_no_decision_without_a_meeting_that_was_held_properly(house):
    house.filed().reviewed()
    with pytest.raises(NotNow, match="not_on_agenda"):
        house.decided()
    with pytest.raises(NotNow, match="no_quorum"):
        house.on_agenda(("head", "chair"))
    with pytest.raises(NotNow, match="no_union"):
        house.on_agenda(("head", "engineer", "chemist", "accountant"))


def test_only_a_member_who_was_there_writes_the_decision(house):
    house.filed().reviewed().on_agenda(("engineer", "chemist", "chair", "accountant"))
    with pytest.raises(NotNow, match="was_not_there"):
        house.decided(who="head")
    with pytest.raises(PermissionDenied):
        house.decided(who="demand_officer")


@pytest.mark.parametrize(("outcome", "reason", "text"), [
    ("not_adopted", "", WHY), ("adopted_full", "", "好"), ("in_part", "", ""), ("maybe", "", WHY),
])  # fmt: skip
def test_a_decision_without_its_reason_is_no_decision(house, outcome, reason, text):
    house.filed().reviewed().on_agenda()
    with pytest.raises(NotNow):
        committee.decide_suggestion(
            acting=house.acting("head"), suggestion_id=house.pk, outcome=outcome, reason=reason, text=text
        )


def test_an_author_asks_once_to_reconsider_and_another_member_decides(house):
    house.filed().refused()
    author = house.acting("employee")
    filing.ask_to_reconsider(acting=author, suggestion_id=house.pk, text=WHY)
    assert running(house)["house-suggestion-again"] == workdays_after(DAY, 15)
    house.on_agenda()
    with pytest.raises(NotNow, match="another_decides"):
        house.decided(who="head")
    house.decided("not_adopted", who="engineer", reason="cost")
    with pytest.raises(NotNow, match="reconsidered_before"):
        filing.ask_to_reconsider(acting=author, suggestion_id=house.pk, text=WHY)


def test_after_a_change_it_is_filed_again_with_a_new_date_and_new_reviewers(house, at):
    house.filed().refused()
    later = date(2025, 9, 1)
    with at(later):
        filing.reopen_suggestion(acting=house.acting("employee"), suggestion_id=house.pk, text=WHY)
        assert running(house)["rat-decision-reason"] == workdays_after(later, 20)
        house.reviewed().on_agenda().decided(who="chair")
        assert house.fresh().state == State.ADOPTED


def test_each_round_names_the_department_it_was_sent_to(house):
    house.filed().refused()
    filing.reopen_suggestion(acting=house.acting("employee"), suggestion_id=house.pk, text=WHY)

    def departments():
        page = page_of(house.acting("demand_officer"), house.pk)
        return [event.said for event in page.events if event.title == "形式审查通过，交主管部门"]

    first = house.enterprise.units["YS90"].name
    assert departments() == [(first,)]
    house.checked(unit="YS02")
    assert departments() == [(first,), (house.enterprise.units["YS02"].name,)]


def test_a_trial_that_fails_goes_before_the_meeting_again(house):
    house.filed().adopted()
    department = house.acting("handler")
    unit = house.enterprise.units["YS01"]
    until = DAY + timedelta(days=20)
    carrying_out.start_trial(
        acting=department, suggestion_id=house.pk, unit=unit, until_on=until, how="先装两个。"
    )
    carrying_out.end_trial(
        acting=department, suggestion_id=house.pk, result="fails", found="脚轮压在格栅上会卡住，推不动。"
    )
    assert house.fresh().state == State.REVIEWED
    assert "house-suggestion-again" in running(house)
    house.on_agenda().decided("not_adopted", reason="other")
    assert running(house) == {}


def test_a_planned_day_becomes_owed(house):
    house.filed().adopted()
    planned = DAY + timedelta(days=40)
    carrying_out.plan_suggestion(
        acting=house.acting("handler"), suggestion_id=house.pk, planned_on=planned,
        owner_post=house.enterprise.posts["handler"],
    )  # fmt: skip
    assert running(house) == {"house-suggestion-plan": planned}


def test_an_effect_is_confirmed_by_a_second_person(house):
    house.filed().adopted().done().stated()
    with pytest.raises(NotNow, match="second_person"):
        house.confirmed("accountant")
    worth.dispute_effect(acting=house.acting("cashier"), suggestion_id=house.pk, text=WHY)
    assert house.fresh().state == State.DONE
    house.stated(who="cashier").confirmed("accountant")
    assert house.fresh().state == State.EFFECT_CONFIRMED


def test_no_reward_without_a_confirmed_effect(house):
    house.filed().adopted().done().stated()
    with pytest.raises(NotNow):
        house.graded()
    with pytest.raises(NotNow):
        house.paid()
    house.confirmed()
    with pytest.raises(NotNow, match="amount_outside"):
        house.graded("encouragement", "501")
    with pytest.raises(NotNow, match="grade_above_effect"):
        house.graded("first", "20000")


def test_a_group_shares_the_reward_as_it_agreed(house):
    colleague = house.enterprise.people["colleague"]
    house.filed(with_whom=[colleague, house.enterprise.people["stranger"]])
    filing.join_suggestion(acting=house.acting("colleague"), suggestion_id=house.pk, named=False)
    house.adopted().done().stated().confirmed()
    authors = {a.employee_id: a.pk for a in Author.objects.filter(state="joined")}
    first, second = authors[house.enterprise.people["employee"].pk], authors[colleague.pk]
    lead = house.acting("employee")
    with pytest.raises(NotNow, match="shares_not_100"):
        filing.share_reward(acting=lead, suggestion_id=house.pk, shares={first: 70, second: 20})
    with pytest.raises(NotNow, match="not_first_author"):
        filing.share_reward(
            acting=house.acting("colleague"), suggestion_id=house.pk, shares={first: 10, second: 90}
        )
    filing.share_reward(acting=lead, suggestion_id=house.pk, shares={first: 70, second: 30})
    house.graded().paid()
    paid = dict(Author.objects.exclude(amount=None).values_list("pk", "amount"))
    assert paid == {first: Decimal(210), second: Decimal(90)}
    assert Author.objects.get(employee=house.enterprise.people["stranger"]).state == "declined"


def test_without_an_agreement_the_reward_is_split_equally(house):
    house.filed(with_whom=[house.enterprise.people["colleague"], house.enterprise.people["stranger"]])
    for who in ("colleague", "stranger"):
        filing.join_suggestion(acting=house.acting(who), suggestion_id=house.pk, named=True)
    house.adopted().done().stated().confirmed().graded("encouragement", "100").paid()
    rows = Author.objects.order_by("place").values_list("share", "amount")
    assert list(rows) == [(34, Decimal(34)), (33, Decimal(33)), (33, Decimal(33))]


def test_the_last_author_who_steps_out_withdraws_it(house):
    house.filed(with_whom=[house.enterprise.people["colleague"]])
    filing.join_suggestion(acting=house.acting("colleague"), suggestion_id=house.pk, named=True)
    filing.leave_suggestion(acting=house.acting("employee"), suggestion_id=house.pk)
    assert house.fresh().state == State.FILED
    filing.leave_suggestion(acting=house.acting("colleague"), suggestion_id=house.pk)
    assert house.fresh().state == State.WITHDRAWN
    assert running(house) == {}


def test_the_union_asks_and_the_department_answers_in_fifteen_working_days(house):
    house.filed().adopted()
    question = questions.ask_about(acting=house.acting("union_officer"), suggestion_id=house.pk, text=WHY)
    assert running(house, "question", question.pk) == {"rat-union-question": workdays_after(DAY, 15)}
    with pytest.raises(NotNow, match="question_open"):
        questions.ask_about(acting=house.acting("union_officer"), suggestion_id=house.pk, text=WHY)
    with pytest.raises(PermissionDenied):
        questions.answer_question(acting=house.acting("demand_officer"), suggestion_id=house.pk, text=WHY)
    questions.answer_question(acting=house.acting("handler"), suggestion_id=house.pk, text=WHY)
    assert running(house, "question", question.pk) == {}


def test_the_union_names_its_own_members(house):
    person = Employee.objects.get(pk=house.enterprise.people["stranger"].pk)
    with pytest.raises(PermissionDenied):
        committee.seat_member(acting=house.acting("leader"), employee=person, side="union")
    with pytest.raises(PermissionDenied):
        committee.seat_member(acting=house.acting("union_officer"), employee=person, side="technical")


def test_a_second_tap_files_one_suggestion(house):
    first = house.filed().suggestion
    assert house.filed().suggestion == first
    assert Suggestion.objects.count() == 1
    assert Fact.objects.filter(kind="voice.suggestion.filed").count() == 1


def test_two_officers_at_once_do_not_overwrite_each_other(house):
    version = house.filed().suggestion.version
    house.checked()
    with pytest.raises(Conflict):
        reviewing.send_back(
            acting=house.acting("second_demand_officer"), suggestion_id=house.pk, text="补充", version=version
        )


def test_an_officer_who_is_an_author_takes_no_other_part(house):
    house.filed("demand_officer", unit=house.enterprise.units["YS"])
    with pytest.raises(PermissionDenied):
        house.checked()


def test_a_reward_is_paid_when_the_author_has_left(house):
    house.filed().adopted().done().stated().confirmed().graded()
    Employee.objects.filter(pk=house.enterprise.people["employee"].pk).update(status="left")
    house.paid()
    assert house.fresh().state == State.PAID
