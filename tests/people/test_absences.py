"""While a holder is away, somebody who does the same work acts at the post, until the day that was said."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.fixtures.people import acting, client_as, enterprise
from tests.voice.conftest import WRITTEN, at, days_later, keepers, walk
from tests.voice.hot.conftest import hot
from tests.workspace.notices.conftest import told
from tests.workspace.notices.test_who_is_told import noticed

from zhiyin.journal import clock
from zhiyin.journal.kinds import named
from zhiyin.journal.sequence import of_subject
from zhiyin.people.acting import acting_as
from zhiyin.people.models import Absence, Employee, Post
from zhiyin.people.refusals import Refused
from zhiyin.people.services import absences, employees, grants, posts
from zhiyin.people.services.setup import PostSpec, open_posts
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.voice.rules import STEPS, Party
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services import answers, bulk, extensions, handling, joint, speaking
from zhiyin.voice.states import State

__all__ = ["acting", "at", "client_as", "days_later", "enterprise", "hot", "keepers", "told", "walk"]
PAGE = "/app/me/absence"


@pytest.fixture
def mate(enterprise):
    """李敏 handles at a second post of 热处理厂."""
    person = enterprise.people["colleague"]
    open_posts(
        posts=[PostSpec("YS01", "热处理厂副承办", [person], [("handler", "YS01")])],
        units=enterprise.units, on=clock.today(),
    )  # fmt: skip
    return person


@pytest.fixture
def away(enterprise, mate):
    """`away()`: 周伟 is away for five days from today, 李敏 deputises; others by name."""

    def mark(*, by="workshop_handler", who="workshop_handler", deputy=None, start=0, days=5):
        begins = clock.today() + timedelta(days=start)
        return absences.mark_absence(
            acting=enterprise.acting(by), post=enterprise.posts[who], employee=enterprise.people[who],
            deputy=deputy or mate, from_on=begins, until_on=begins + timedelta(days=days - 1),
        )  # fmt: skip

    return mark


def as_now(person):
    return acting_as(Employee.objects.select_related("unit").get(pk=person.pk))


def kinds(post):
    return [f.kind for f in of_subject("post", post.pk) if f.kind.startswith("people.absence")]


def test_a_deputy_sees_and_answers_the_cases_of_the_post_and_is_named_in_what_they_do(
    enterprise, walk, mate, away
):
    way = walk().in_handling()
    assert way.demand not in visible(as_now(mate))
    away()
    deputy = as_now(mate)
    assert deputy.deputising == (enterprise.posts["workshop_handler"].pk,)
    assert way.demand in visible(deputy)
    demand = answers.answer_demand(acting=deputy, demand_id=way.demand.pk, written=WRITTEN)
    assert demand.state == State.ANSWERED
    told = list(of_subject("demand", demand.pk))[-1]
    assert told.actor == deputy.actor
    assert told.payload["deputising"] == enterprise.posts["workshop_handler"].pk.hex


def test_what_ones_own_post_allows_is_done_for_nobody_else(enterprise, walk, mate, away):
    own = Post.objects.get(title="热处理厂副承办")
    enterprise.posts["mate"] = own
    way = walk().accepted().dispatched("mate")
    away()
    handling.sign_in_demand(acting=as_now(mate), demand_id=way.demand.pk)
    assert "deputising" not in list(of_subject("demand", way.demand.pk))[-1].payload


def test_every_step_of_an_officer_can_say_for_whose_post_it_was_taken():
    officers = frozenset(Party) - {Party.SPEAKER, Party.SYSTEM}
    for step in STEPS.values():
        if step.sources:
            assert ("deputising" in named(step.fact).fields) == bool(step.by & officers), step.verb


def test_sub_tasks_and_steps_in_many_cases_name_the_post_too(enterprise, walk, mate, away):
    lead, second = walk().in_handling("handler"), walk().accepted().dispatched()
    task = joint.give_task(
        acting=enterprise.acting("handler"), demand_id=lead.demand.pk, what="请查报修记录。",
        post_id=enterprise.posts["workshop_handler"].pk, due_on=clock.today(),
    )  # fmt: skip
    away()
    joint.sign_task(acting=as_now(mate), task_id=task.pk)
    wanted = bulk.Wanted(bulk.SIGN_IN, {second.demand.pk: None})
    bulk.sign_in_all(acting=as_now(mate), wanted=wanted)
    signed = of_subject("task", task.pk)[-1], of_subject("demand", second.demand.pk)[-1]
    assert {fact.payload["deputising"] for fact in signed} == {enterprise.posts["workshop_handler"].pk.hex}


def test_whoever_deputises_for_a_leader_is_named_in_what_they_do_for_a_hot_problem(enterprise, hot, away):
    away(by="workshop_leader", who="workshop_leader", deputy=enterprise.people["leader"])
    problem = hot().planned(owner="leader")
    told = of_subject("hot", problem.id)[-1]
    assert told.actor == enterprise.acting("leader").actor
    assert told.payload["deputising"] == enterprise.posts["workshop_leader"].pk.hex


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "李敏（代 热处理厂 · 热处理厂承办）"), ("en", "李敏 (for 热处理厂 · 热处理厂承办)")],
)
def test_the_timeline_says_for_which_post_a_deputy_acted(walk, mate, away, client_as, language, said):
    way = walk().accepted().dispatched()
    away()
    handling.sign_in_demand(acting=as_now(mate), demand_id=way.demand.pk)
    desk = client_as("demand_officer")
    desk.cookies["zhiyin-look"] = f"{language}.auto.normal"
    assert said in desk.get(reverse("voice:desk_case", args=[way.demand.pk])).content.decode()


def test_it_begins_on_its_day_and_ends_by_itself_after_the_last(enterprise, walk, mate, away, days_later):
    way = walk().in_handling()
    away(start=2, days=3)
    seen_on = {}
    for day in range(6):
        with days_later(day):
            seen_on[day] = way.demand in visible(as_now(mate))
    assert seen_on == {0: False, 1: False, 2: True, 3: True, 4: True, 5: False}


def test_before_and_after_the_absence_a_step_is_refused(enterprise, walk, mate, away, days_later):
    way = walk().accepted().dispatched()
    away(days=2)
    with days_later(2), pytest.raises(PermissionDenied):
        handling.sign_in_demand(acting=as_now(mate), demand_id=way.demand.pk)
    handling.sign_in_demand(acting=as_now(mate), demand_id=way.demand.pk)


@pytest.mark.parametrize("by", ["workshop_handler", "system_admin"])
def test_the_holder_or_an_administrator_marks_it(enterprise, away, by):
    absence = away(by=by)
    assert absence.made_by == enterprise.people[by]
    (fact,) = [f for f in of_subject("post", absence.post_id) if f.kind == "people.absence.marked"]
    assert fact.actor == enterprise.acting(by).actor
    assert set(fact.payload) == {"employee", "deputy", "from_on", "until_on"}


@pytest.mark.parametrize("by", ["handler", "workshop_leader", "demand_officer", "employee", "security_admin"])
def test_nobody_else_does(away, by):
    with pytest.raises(Refused):
        away(by=by)
    assert not Absence.objects.exists()


def test_nobody_arranges_that_they_deputise_themselves(enterprise, mate, away):
    admin = enterprise.people["system_admin"]
    with pytest.raises(Refused):
        away(by="system_admin", deputy=admin)


@pytest.mark.parametrize("who", ["handler", "demand_officer", "workshop_leader", "employee"])
def test_the_deputy_holds_the_same_power_over_the_same_unit_already(enterprise, away, who):
    with pytest.raises(Refused, match=r"没有这个岗位的全部权限|不能同时"):
        away(deputy=enterprise.people[who])


def test_roles_that_exclude_each_other_are_refused_in_words(enterprise, away):
    with pytest.raises(Refused, match="不能同时是"):
        away(deputy=enterprise.people["union_officer"])


def test_a_post_of_the_union_is_not_the_administrators_to_arrange(enterprise, away):
    with pytest.raises(Refused, match="由工会安排"):
        away(by="system_admin", who="union_officer")


def test_the_mandate_of_a_delegate_is_never_lent(enterprise, away):
    with pytest.raises(Refused, match="选出来的"):
        away(by="delegate", who="delegate")


def test_the_same_office_deputises_for_each_other(enterprise, away):
    away(by="demand_officer", who="demand_officer", deputy=enterprise.people["second_demand_officer"])
    assert enterprise.acting("second_demand_officer").deputising == (enterprise.posts["demand_officer"].pk,)


def test_one_who_has_left_or_is_away_themselves_is_no_deputy(enterprise, mate, away):
    away(by="demand_officer", who="demand_officer", deputy=enterprise.people["second_demand_officer"])
    with pytest.raises(Refused, match="自己也不在"):
        away(
            by="second_demand_officer",
            who="second_demand_officer",
            deputy=enterprise.people["demand_officer"],
        )
    employees.leave(acting=None, employee=mate)
    with pytest.raises(Refused, match="已经离开"):
        away(deputy=Employee.objects.get(pk=mate.pk))


def test_a_second_press_or_a_second_absence_is_refused_and_the_database_agrees(away, enterprise, mate):
    first = away()
    with pytest.raises(Refused, match="已经请了人代"):
        away(start=1)
    values = {"post": first.post, "employee": first.employee, "deputy": mate, "made_by": mate}
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(from_on=clock.today(), until_on=clock.today(), made_on=clock.today(), **values)
    assert kinds(first.post) == ["people.absence.marked"]


def test_once_one_is_over_another_may_be_marked(away, days_later):
    away(days=2)
    with days_later(2):
        away(days=2)
    assert Absence.objects.filter(ended_on=None).count() == 1


@pytest.mark.parametrize(("start", "days"), [(-1, 3), (0, 0)])
def test_it_begins_today_or_later_and_has_a_day(away, start, days):
    with pytest.raises(Refused):
        away(start=start, days=days)


@pytest.mark.parametrize("by", ["workshop_handler", "mate", "system_admin"])
def test_either_of_the_two_or_an_administrator_ends_it_early_once(enterprise, mate, away, by):
    absence = away()
    who = as_now(mate) if by == "mate" else enterprise.acting(by)
    absences.end_absence(acting=who, absence=absence)
    assert as_now(mate).deputising == ()
    with pytest.raises(Refused, match="已经结束"):
        absences.end_absence(acting=who, absence=absence)
    assert kinds(absence.post) == ["people.absence.marked", "people.absence.ended"]


@pytest.mark.parametrize("by", ["handler", "demand_officer", "workshop_leader"])
def test_others_do_not_end_it(enterprise, away, by):
    with pytest.raises(Refused):
        absences.end_absence(acting=enterprise.acting(by), absence=away())


def test_it_ends_with_the_post_or_with_the_power_that_made_the_deputy_one(enterprise, mate, away):
    absence = away()
    own = Post.objects.get(title="热处理厂副承办")
    grants.end_grant(acting=None, grant=own.grants.get())
    assert as_now(mate).deputising == ()
    grants.give_grant(acting=None, role="handler", unit=enterprise.units["YS01"], post=own)
    assert as_now(mate).deputising == (absence.post_id,)
    posts.give_up_post(acting=None, post=absence.post, employee=absence.employee)
    assert as_now(mate).deputising == ()


def test_whom_the_speaker_keeps_out_stays_out_as_a_deputy(walk, mate, away):
    way = walk().in_handling()
    Exclusion.objects.create(demand=way.demand, employee=mate)
    away()
    assert way.demand not in visible(as_now(mate))
    with pytest.raises(PermissionDenied):
        handling.recuse_handler(acting=as_now(mate), demand_id=way.demand.pk, conflict="kin")


def test_nobody_handles_what_they_raised_themselves_by_deputising(walk, mate, away):
    way = walk().accepted().dispatched()
    Demand.objects.filter(pk=way.demand.pk).update(author=mate)
    other, nameless = walk().accepted().dispatched(), walk(way="anonymous").accepted().dispatched()
    away()
    assert set(visible(as_now(mate))) == {other.demand, nameless.demand}
    with pytest.raises(PermissionDenied):
        handling.sign_in_demand(acting=as_now(mate), demand_id=way.demand.pk)


def test_who_acts_is_one_query_with_deputising_or_without(enterprise, mate, away):
    for _turn in range(2):
        person = Employee.objects.select_related("unit").get(pk=mate.pk)
        with CaptureQueriesContext(connection) as asked:
            found = acting_as(person)
        assert len(asked) == 1
        if not found.deputising:
            away()
    assert len(found.posts) == 2


def test_another_holder_of_the_same_post_lends_nothing_and_gains_nothing(enterprise, mate, away):
    posts.take_post(
        acting=None, post=enterprise.posts["workshop_handler"], employee=enterprise.people["stranger"]
    )
    absence = away()
    assert as_now(enterprise.people["stranger"]).deputising == ()
    posts.give_up_post(acting=None, post=absence.post, employee=absence.employee)
    assert as_now(mate).posts == (Post.objects.get(title="热处理厂副承办").pk,)


def test_the_deputy_is_told(enterprise, mate, away, told):
    enterprise.people["mate"] = mate
    away()
    told()
    assert noticed(enterprise, "mate") == {"deputising": 1}
    assert "deputising" not in noticed(enterprise, "workshop_handler")


def test_news_of_a_post_reaches_its_deputy_too_while_the_absence_lasts(
    enterprise, walk, mate, away, told, days_later
):
    enterprise.people["mate"] = mate
    away(days=2)
    walk().accepted().dispatched()
    told()
    assert noticed(enterprise, "workshop_handler") == {"dispatched": 1}
    assert noticed(enterprise, "mate") == {"deputising": 1, "dispatched": 1}
    with days_later(2):
        walk().accepted().dispatched()
        told()
        assert noticed(enterprise, "workshop_handler") == {"dispatched": 2}
        assert noticed(enterprise, "mate")["dispatched"] == 1


def test_a_deputy_is_told_nothing_of_what_they_raised_or_are_kept_out_of(enterprise, walk, mate, away, told):
    enterprise.people["mate"] = mate
    away()
    told()
    walk(keep_from=["李敏"]).accepted().dispatched()
    own = walk()
    Demand.objects.filter(pk=own.demand.pk).update(author=mate)
    own.accepted().dispatched()
    told()
    assert noticed(enterprise, "workshop_handler") == {"dispatched": 2}
    assert "dispatched" not in noticed(enterprise, "mate")


def test_a_deputy_who_lost_the_power_is_not_told(enterprise, walk, mate, away, told):
    enterprise.people["mate"] = mate
    away()
    grants.end_grant(acting=None, grant=Post.objects.get(title="热处理厂副承办").grants.get())
    walk().accepted().dispatched()
    told()
    assert "dispatched" not in noticed(enterprise, "mate")


def test_sub_tasks_and_what_the_nearest_leader_decides_reach_a_deputy(enterprise, walk, mate, away, told):
    enterprise.people["mate"] = mate
    away()
    away(by="workshop_leader", who="workshop_leader", deputy=enterprise.people["leader"])
    way = walk().in_handling("handler")
    joint.give_task(
        acting=enterprise.acting("handler"), demand_id=way.demand.pk, what="请查报修记录。",
        post_id=enterprise.posts["workshop_handler"].pk, due_on=clock.today(),
    )  # fmt: skip
    other = walk().in_handling()
    extensions.request_extension(
        acting=as_now(mate), demand_id=other.demand.pk, days=5, reason="complex", explanation="要等配件。"
    )
    told()
    assert noticed(enterprise, "mate")["task"] == 1
    assert noticed(enterprise, "leader")["to_decide"] == 1


def test_on_the_page_one_marks_sees_and_ends_it_and_the_deputy_reads_it(enterprise, mate, walk, client_as):
    walk().in_handling()
    mine, theirs = client_as("workshop_handler"), client_as(mate)
    page = mine.get(PAGE).content.decode()
    assert "在办的诉求" in page
    assert "李敏" in page
    today = clock.today()
    data = {"deputy": str(mate.pk), "from_on": today, "until_on": today + timedelta(days=3)}
    assert mine.post(PAGE, data).status_code == 302
    assert "已经请了人代" in mine.post(PAGE, data).content.decode()
    inbox = theirs.get("/app/inbox").content.decode()
    assert "代 热处理厂承办（周伟 到" in inbox
    assert "周伟不在，李敏代" in mine.get(f"{PAGE}/print").content.decode()
    end = f"{PAGE}/{Absence.objects.get().pk}/end"
    assert client_as("handler").post(end).status_code == 404
    assert theirs.post(end).status_code == 302
    assert theirs.post(end).status_code == 409
    assert "代 热处理厂承办" not in theirs.get("/app/inbox").content.decode()


def test_the_page_is_for_officers_and_another_ones_post_is_not_theirs(enterprise, mate, client_as):
    assert client_as("employee").get(PAGE).status_code == 403
    holding = enterprise.posts["workshop_handler"].holdings.get()
    assert client_as("handler").get(f"{PAGE}?of={holding.pk}").status_code == 404
    assert client_as("handler").get(f"{PAGE}?of=x").status_code == 404
    assert "李敏" in client_as("system_admin").get(f"{PAGE}?of={holding.pk}").content.decode()
    assert "没有人能代" in client_as("handler").get(PAGE).content.decode()


def test_the_count_of_what_waits_is_of_the_post_alone(walk, mate, away):
    walk().in_handling()
    away()
    assert visible(as_now(mate)).count() == 1


def test_a_name_shown_to_the_handler_alone_is_not_shown_to_the_deputy(
    enterprise, walk, keepers, mate, away, client_as
):
    way = walk(way="confidential").in_handling()
    speaking.show_name(speaker=way.speaker, demand_id=way.demand.pk, name="王强")
    away()
    url = reverse("voice:desk_case", args=[way.demand.pk])
    assert "王强" in client_as("workshop_handler").get(url).content.decode()
    answer = client_as(mate).get(url)
    assert answer.status_code == 200
    assert "王强" not in answer.content.decode()
