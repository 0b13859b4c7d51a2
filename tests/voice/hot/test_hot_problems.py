"""One problem told many times: each demand keeps its own clock, answer and verdict."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.voice.hot.conftest import row

from zhiyin.institutions import clocks
from zhiyin.journal.sequence import of_subject
from zhiyin.people.models import Post
from zhiyin.people.services.posts import give_up_post, take_post
from zhiyin.voice.models import Answer, HotDemand, HotProblem, Milestone
from zhiyin.voice.rules import NotNow
from zhiyin.voice.rules_hot import HOT_STEPS, Standing, speaker_heard, told
from zhiyin.voice.selectors.hot import answered_for
from zhiyin.voice.selectors.hot_owner import owner_of
from zhiyin.voice.services import handling, hot_gathering, hot_work, office, verdicts
from zhiyin.voice.services.hot_gathering import attach_all, attach_demand
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.states import Kind, Way
from zhiyin.voice.states_hot import HotState

CONTENT = ("state", "kind", "handling_post_id", "answered_on", "promised_on", "solved", "speaker_seen")


def kinds_of(problem):
    return [fact.kind for fact in of_subject("hot", problem.pk)]


@pytest.mark.parametrize("stage", ["submitted", "accepted", "in_handling", "asked", "promised"])
def test_attaching_changes_no_clock_and_nothing_else_of_a_demand(hot, walk, at, stage):
    with at("2026-10-12"):
        one = walk()
        if stage != "submitted":
            one = one.accepted() if stage == "accepted" else one.in_handling()
        if stage == "asked":
            who = one.enterprise.acting("workshop_handler")
            handling.ask_speaker(acting=who, demand_id=one.demand.pk, reason="facts", text="哪个班？")
        if stage == "promised":
            one.answered(promised_on=date(2026, 10, 30))
    with at("2026-10-14"):
        problem = hot()
        before = row(one)
        clocks_before = clocks.for_subject("demand", before.pk), clocks.for_subjects("demand", [before.pk])
        problem.with_demands(one)
        after = row(one)
        assert (clocks.for_subject("demand", after.pk), clocks.for_subjects("demand", [after.pk])) == (
            clocks_before
        )
        assert [getattr(after, name) for name in CONTENT] == [getattr(before, name) for name in CONTENT]
        assert after.has_news
        assert of_subject("demand", after.pk)[-1].kind != "voice.hot.demand_attached"


def test_an_accusation_is_never_attached(hot, walk, acting):
    accusation = walk(wish=Kind.REPORT)
    for who in ("demand_officer", "discipline_officer"):
        with pytest.raises((NotNow, PermissionDenied)):
            attach_demand(acting=acting(who), problem_id=hot().id, demand_id=accusation.demand.pk)
    assert not HotDemand.objects.exists()


def test_a_demand_found_to_be_an_accusation_leaves_the_problem(gathered, acting, client_as):
    problem, [one, _other] = gathered()
    office.move_to_discipline(acting=acting("demand_officer"), demand_id=one.demand.pk)
    assert not HotDemand.objects.filter(demand=one.demand).exists()
    page = client_as("demand_officer").get(f"/app/hot/{problem.id}")
    assert one.demand.number not in page.content.decode()


def test_an_anonymous_demand_is_attached_from_the_next_day_on(hot, walk, at):
    with at("2026-10-19"):
        one, problem = walk(way=Way.ANONYMOUS), hot()
        with pytest.raises(NotNow, match="hot_anonymous_from_tomorrow"):
            problem.with_demands(one)
    with at("2026-10-20"):
        problem.with_demands(one)


def test_a_demand_is_told_as_part_of_one_problem_only(hot, walk):
    one = walk()
    hot().with_demands(one)
    with pytest.raises(NotNow, match="hot_attached_elsewhere"):
        hot().with_demands(one)


def test_what_cannot_be_attached_is_left_out_with_its_reason(hot, walk, acting):
    problem, good, ended = hot(), walk(), walk()
    office.redirect_demand(
        acting=acting("demand_officer"),
        demand_id=ended.demand.pk,
        channel="court",
        explanation="x",
        limit="y",
    )
    refused = attach_all(
        acting=acting("demand_officer"),
        problem_id=problem.id,
        demand_ids=[good.demand.pk, ended.demand.pk, good.demand.pk],
    )
    assert refused == [(ended.demand.pk, "hot_demand_has_ended")]
    assert problem.problem.attached.count() == 1


def test_only_the_demand_office_gathers_and_only_the_owner_plans(hot, walk, acting):
    one, problem = walk(), hot()
    for who in ("workshop_handler", "union_officer", "workshop_leader", "employee"):
        with pytest.raises(PermissionDenied):
            attach_demand(acting=acting(who), problem_id=problem.id, demand_id=one.demand.pk)
    for who in ("demand_officer", "leader", "union_officer", "workshop_handler"):
        with pytest.raises(PermissionDenied):
            problem.planned(owner=who)
    problem.planned()
    assert problem.fresh().state == HotState.PLANNED


def test_the_owner_must_be_a_leaders_post(hot, enterprise):
    with pytest.raises(NotNow, match="hot_not_a_leaders_post"):
        hot(post_id=enterprise.posts["workshop_handler"].pk)


def test_the_same_form_twice_opens_one_problem(hot, acting, enterprise):
    first = hot(token=b"0123456789abcdef").problem
    assert hot(token=b"0123456789abcdef").problem == first
    assert HotProblem.objects.count() == 1


def test_of_two_officers_at_once_the_second_is_told(hot, acting):
    problem = hot()
    version = problem.problem.version
    who = acting("workshop_leader")
    hot_work.publish_news(acting=who, problem_id=problem.id, text="看过现场", version=version)
    with pytest.raises(Conflict):
        hot_work.publish_news(
            acting=acting("demand_officer"), problem_id=problem.id, text="x", version=version
        )


def test_dates_follow_from_the_institutions(hot, at, acting):
    with at("2026-10-12"):
        problem = hot()
        [plan] = clocks.for_subject("hot", problem.id)
        assert plan.rule == "house-hot-plan-10wd" and plan.due_on == date(2026, 10, 26)
    with at("2026-10-20"):
        problem.planned(days=40)
        milestone = hot_work.set_milestone(
            acting=acting("workshop_leader"),
            problem_id=problem.id,
            title="买热水器",
            planned_on=date(2026, 11, 3),
        )
        due = {c.rule: c.due_on for c in clocks.for_subject("hot", problem.id) if c.running}
        assert due == {"house-hot-end": date(2026, 11, 29)}
        [own] = clocks.for_subject("hot_milestone", milestone.pk)
        assert own.due_on == date(2026, 11, 3) and own.running
    with at("2026-11-05"):
        hot_work.finish_milestone(
            acting=acting("workshop_leader"),
            problem_id=problem.id,
            milestone_id=milestone.pk,
            evidence="到货",
        )
        [own] = clocks.for_subject("hot_milestone", milestone.pk)
        assert own.status == "kept_late"


def test_a_problem_is_not_resolved_while_a_milestone_is_open(hot, acting):
    problem, who = hot().planned(), acting("workshop_leader")
    step = {"acting": who, "problem_id": problem.id}
    milestone = hot_work.set_milestone(**step, title="买热水器", planned_on=problem.fresh().end_on)
    with pytest.raises(NotNow, match="hot_milestones_open"):
        hot_work.resolve_problem(**step, result="换好了")
    hot_work.drop_milestone(**step, milestone_id=milestone.pk, reason="改为修旧的")
    with pytest.raises(NotNow, match="hot_milestone_ended"):
        hot_work.finish_milestone(**step, milestone_id=milestone.pk, evidence="x")
    hot_work.resolve_problem(**step, result="修好了")
    assert Milestone.objects.get().evidence == "改为修旧的"


def test_the_result_answers_each_open_demand_and_leaves_the_rest_with_reasons(gathered, walk, enterprise):
    problem, [mine, promised, waiting] = gathered(3)
    promised.answered(promised_on=None)
    elsewhere, fresh = walk().in_handling("handler"), walk().accepted()
    problem.with_demands(elsewhere, fresh)
    who = enterprise.acting("workshop_handler")
    handling.ask_speaker(acting=who, demand_id=waiting.demand.pk, reason="facts", text="哪个班？")
    problem.resolved().prepared()
    done = problem.broadcast()
    assert done.answered == [mine.demand.pk]
    assert done.before == [promised.demand.pk]
    assert done.left == {
        waiting.demand.pk: "waits_for_speaker",
        elsewhere.demand.pk: "in_other_hands",
        fresh.demand.pk: "not_dispatched",
    }
    assert [fact.kind for fact in of_subject("demand", mine.demand.pk)][-1] == "voice.demand.answered"
    assert Answer.objects.filter(demand=promised.demand).count() == 1
    told_in = of_subject("hot", problem.id)[-1]
    assert (told_in.kind, told_in.payload) == ("voice.hot.broadcast", {"answered": 1, "left": 3})


def test_pressing_broadcast_twice_answers_and_records_once(gathered):
    problem, [one, _two] = gathered()
    problem.resolved().prepared()
    problem.broadcast()
    again = problem.broadcast()
    assert again.answered == [] and len(again.before) == 2
    assert kinds_of(problem.problem).count("voice.hot.broadcast") == 1
    assert Answer.objects.filter(demand=one.demand).count() == 1


def test_an_owner_without_a_handlers_post_leaves_the_text_to_the_handlers(gathered, client_as):
    problem, [one, _two] = gathered()
    problem.resolved().prepared()
    done = problem.broadcast("workshop_leader")
    assert done.answered == [] and set(done.left.values()) == {"in_other_hands"}
    page = client_as("workshop_handler").get(f"/app/cases/{one.demand.pk}?do=answer").content.decode()
    assert "二线淋浴间热水器加热管烧坏两根" in page


def test_closing_waits_for_every_speaker(gathered, at, enterprise):
    with at("2026-10-12"):
        problem, [rated, _silent] = gathered()
        problem.resolved().prepared().broadcast()
        with pytest.raises(NotNow, match="hot_speakers_not_heard"):
            problem.closed()
        verdicts.rate_demand(speaker=rated.speaker, demand_id=rated.demand.pk, solved="yes", satisfied="yes")
    with at("2026-10-27"), pytest.raises(NotNow, match="hot_speakers_not_heard"):
        problem.closed()
    with at("2026-10-28"):
        assert problem.closed().fresh().state == HotState.CLOSED


def test_rework_keeps_the_problem_open(gathered, at):
    with at("2026-10-12"):
        problem, [one] = gathered(1)
        problem.resolved().prepared().broadcast()
        verdicts.rate_demand(speaker=one.speaker, demand_id=one.demand.pk, solved="no", satisfied="no")
    with at("2026-11-20"), pytest.raises(NotNow, match="hot_speakers_not_heard"):
        problem.closed()


def test_closing_needs_the_result_told(gathered):
    problem, _walks = gathered(1)
    problem.resolved()
    with pytest.raises(NotNow, match="hot_not_answered_yet"):
        problem.closed()


def test_a_reopened_problem_needs_a_new_plan(hot, at):
    with at("2026-10-12"):
        problem = hot().resolved().prepared()
        problem.broadcast("workshop_leader")
        problem.closed()
    with at("2026-11-02"):
        problem.reopened()
        assert problem.fresh().state == HotState.OPENED and problem.problem.end_on is None
        assert [c.rule for c in clocks.for_subject("hot", problem.id) if c.running] == ["house-hot-plan-10wd"]
        problem.planned()


def test_when_the_owner_leaves_the_leader_above_answers_until_somebody_takes_the_post(
    hot, enterprise, acting, client_as
):
    problem = hot()
    post = Post.objects.get(pk=enterprise.posts["workshop_leader"].pk)
    give_up_post(acting=None, post=post, employee=enterprise.people["workshop_leader"])
    owner = owner_of(post)
    assert owner.vacant and owner.above == enterprise.posts["leader"]
    assert post.pk in answered_for(acting("leader"))
    page = client_as("leader").get(f"/app/hot/{problem.id}").content.decode()
    assert "岗位空缺" in page and "定下办法" in page
    problem.planned(owner="leader")
    take_post(acting=None, post=post, employee=enterprise.people["colleague"])
    with pytest.raises(PermissionDenied):
        hot_work.publish_news(acting=acting("leader"), problem_id=problem.id, text="x")
    hot_work.publish_news(acting=acting("colleague"), problem_id=problem.id, text="接着办")


def test_the_office_hands_a_problem_to_another_leader(hot, enterprise, acting):
    problem = hot()
    change = {"acting": acting("demand_officer"), "problem_id": problem.id, "reason": "归集团统一办"}
    hot_gathering.change_owner(**change, post_id=enterprise.posts["leader"].pk)
    with pytest.raises(NotNow, match="hot_same_owner"):
        hot_gathering.change_owner(**change, post_id=enterprise.posts["leader"].pk)
    problem.planned(owner="leader")


def test_a_detached_demand_goes_on_by_itself(gathered, acting):
    problem, [one, _other] = gathered()
    detach = {"acting": acting("demand_officer"), "problem_id": problem.id, "demand_id": one.demand.pk}
    hot_gathering.detach_demand(**detach, why="another_matter")
    with pytest.raises(NotNow, match="hot_not_attached_here"):
        hot_gathering.detach_demand(**detach, why="another_matter")
    assert row(one).state == "in_handling"


def test_facts_of_a_problem_hold_no_words(gathered):
    problem, _walks = gathered()
    problem.published().resolved()
    for fact in of_subject("hot", problem.id):
        assert not any("一" <= sign <= "鿿" for sign in str(fact.payload)), fact.kind


def test_a_plan_in_the_past_is_refused(hot):
    with pytest.raises(NotNow, match="hot_end_in_the_past"):
        hot().planned(days=-1)


def test_small_counts_are_never_told():
    assert [told(n) for n in (0, 1, 4, 5, 38)] == [None, None, None, 5, 38]


@pytest.mark.parametrize(
    ("state", "answered", "promised", "solved", "heard"),
    [
        ("in_handling", None, None, "", False),
        ("answered", date(2026, 10, 1), None, "", True),
        ("answered", date(2026, 10, 10), None, "", False),
        ("promised", date(2026, 10, 1), date(2026, 10, 20), "", False),
        ("rated", date(2026, 10, 19), None, "yes", True),
        ("rework", date(2026, 10, 1), None, "no", False),
        ("withdrawn", None, None, "", True),
    ],
)
def test_a_speaker_was_heard_once_they_judged_or_the_window_is_over(state, answered, promised, solved, heard):
    assert speaker_heard(Standing(state, answered, promised, solved), date(2026, 10, 20)) is heard


def test_every_step_of_the_table_is_somebodys():
    assert all(step.by for step in HOT_STEPS.values())
