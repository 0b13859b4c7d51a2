"""Who is told of what, and above all who is not."""

from zhiyin.journal.kinds import published
from zhiyin.people.services import accounts, corrections
from zhiyin.voice.services import handling, office
from zhiyin.voice.states import Kind, Way
from zhiyin.workspace.models import Notice
from zhiyin.workspace.notifying.table import APPS, BY_KIND, SORTS
from zhiyin.workspace.notifying.waiting import unread_counts
from zhiyin.workspace.services.telling import READER


def noticed(enterprise, who):
    """{sort: count} that this person has in the app, read or not, shown or not."""
    return dict(Notice.objects.filter(employee=enterprise.people[who]).values_list("what", "count"))


def everybody(enterprise):
    return {who for who in enterprise.people if noticed(enterprise, who)}


def test_every_line_of_the_table_names_a_fact_and_a_sort_that_exist():
    assert set(BY_KIND) <= published().keys()
    for app in APPS:
        named = {source.sort for source in app.sources}
        assert named == {sort.key for sort in app.sorts}
    assert len(SORTS) == sum(len(app.sorts) for app in APPS)


def test_the_demo_begins_where_the_telling_reads_on():
    from zhiyin.demo.build import TELLS

    assert TELLS == READER


def test_a_new_demand_is_news_to_the_office_alone(enterprise, walk, told):
    walk()
    told()
    assert everybody(enterprise) == {"demand_officer", "second_demand_officer"}
    assert noticed(enterprise, "demand_officer") == {"new": 1}


def test_several_matters_of_one_sort_are_one_line_and_each_fact_is_told_once(enterprise, walk, told):
    walk()
    walk()
    told()
    told()
    assert noticed(enterprise, "demand_officer") == {"new": 2}


def test_nobody_excluded_from_a_case_is_told_of_it(enterprise, walk, told):
    walk(keep_from=["陈静"])
    told()
    assert everybody(enterprise) == {"second_demand_officer"}


def test_an_accusation_gives_no_hint_outside_discipline(enterprise, walk, told):
    case = walk(wish=Kind.REPORT, keep_from=["何平"])
    told()
    assert everybody(enterprise) == {"discipline_officer"}
    assert unread_counts(case.demand.author_id) == {}


def test_a_case_that_became_an_accusation_is_silent_from_then_on(enterprise, walk, told):
    case = walk()
    office.move_to_discipline(acting=enterprise.acting("demand_officer"), demand_id=case.demand.pk)
    told()
    assert everybody(enterprise) == {"discipline_officer"}


def test_who_handles_is_told_by_the_post_that_holds_it(enterprise, walk, told):
    walk().accepted().dispatched()
    told()
    assert noticed(enterprise, "workshop_handler") == {"dispatched": 1}
    assert noticed(enterprise, "handler") == {}


def test_a_danger_is_told_to_those_on_duty_over_that_unit(enterprise, walk, told):
    walk(urgent=True)
    told()
    on_duty = {"demand_officer", "second_demand_officer", "leader", "workshop_leader"}
    assert {who for who in enterprise.people if "alert" in noticed(enterprise, who)} == on_duty


def test_a_speaker_under_their_name_sees_news_without_a_line_about_them(enterprise, walk, told):
    case = walk().in_handling()
    told()
    assert noticed(enterprise, "employee") == {}
    assert unread_counts(case.demand.author_id) == {"my_demand": 1}


def test_nobody_is_told_of_progress_in_what_they_said_in_confidence(enterprise, keepers, walk, told):
    for way in (Way.CONFIDENTIAL, Way.ANONYMOUS):
        case = walk(way=way, remind=True).in_handling()
        handling.ask_speaker(
            acting=enterprise.acting("workshop_handler"), demand_id=case.demand.pk,
            reason="facts", text="请补充时间",
        )  # fmt: skip
    told()
    assert noticed(enterprise, "employee") == {}
    assert unread_counts(enterprise.people["employee"].pk) == {}


def test_a_correction_is_for_the_administrator_and_its_answer_for_who_asked(enterprise, told):
    asked = corrections.ask_correction(acting=enterprise.acting("employee"), field="name", wanted="王 强")
    told()
    assert everybody(enterprise) == {"system_admin"}
    admin = enterprise.acting("system_admin")
    corrections.decide_correction(acting=admin, request=asked, done=True, answer="已改")
    told()
    assert noticed(enterprise, "employee") == {"corrected": 1}


def test_a_slip_made_out_by_others_is_told_to_its_owner(enterprise, told):
    accounts.issue_slips(acting=enterprise.acting("system_admin"), employees=[enterprise.people["handler"]])
    told()
    assert noticed(enterprise, "handler") == {"account": 1}
