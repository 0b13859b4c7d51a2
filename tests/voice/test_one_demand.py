"""One demand through its verbs, from the phone to the employee's own verdict."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.voice.conftest import TEXT, WRITTEN, Walk

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.leaf import text_digest
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject
from zhiyin.voice import rules, search
from zhiyin.voice.models import Demand
from zhiyin.voice.reasons import told
from zhiyin.voice.selectors import timeline
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services import (
    answers,
    extensions,
    handling,
    office,
    reviews,
    speaking,
    steps,
    timekeeping,
    verdicts,
)
from zhiyin.voice.speakers import by_person, by_receipt
from zhiyin.voice.states import State, Way

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]


def test_the_state_row_agrees_with_its_facts_at_every_step(walk: Begin) -> None:
    way = walk().in_handling().answered()
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="no", satisfied="yes")
    demand = way.fresh()
    assert demand.state == State.REWORK
    kinds = [fact.kind for fact in of_subject("demand", demand.pk)]
    assert rules.replay(kinds) == State.REWORK
    assert kinds[-2:] == ["voice.demand.rated", "voice.demand.rework"]


def test_not_solved_is_handled_once_more_and_then_review_is_open(walk: Begin) -> None:
    way = walk().in_handling().answered()
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="no", satisfied="no")
    way.answered()
    verdicts.rate_demand(speaker=way.speaker, demand_id=way.demand.pk, solved="no", satisfied="no")
    assert way.fresh().state == State.RATED
    reviews.request_review(speaker=way.speaker, demand_id=way.demand.pk, grounds="管子还是凉的。")
    assert way.fresh().state == State.REVIEW_REQUESTED


def test_the_same_form_sent_twice_is_one_demand_with_one_receipt(walk: Begin, keepers: None) -> None:
    first = walk(Way.ANONYMOUS, token=b"one form, one id")
    again = walk(Way.ANONYMOUS, token=b"one form, one id")
    assert (first.demand.pk, first.code) == (again.demand.pk, again.code)
    assert Demand.objects.count() == 1


def test_anonymous_facts_have_a_day_and_no_time(walk: Begin) -> None:
    way = walk(Way.ANONYMOUS).in_handling()
    speaker = by_receipt(way.code)
    assert speaker is not None
    speaking.write_as_speaker(speaker=speaker, demand_id=speaker.demand_id, text="还是凉的")
    facts = Fact.objects.filter(subject_id=str(way.demand.pk))
    assert {fact.occurred_at for fact in facts} == {None}
    assert all(fact.held_until for fact in facts)
    assert way.fresh().submitted_at is None
    assert way.demand.messages.get().written_at is None


def test_a_confidential_demand_keeps_no_name_anywhere_near_it(walk: Begin, keepers: None) -> None:
    way = walk(Way.CONFIDENTIAL).in_handling()
    person = way.enterprise.people["employee"]
    assert way.demand.author is None
    assert way.demand.recorded_by is None
    for fact in Fact.objects.filter(subject_id=str(way.demand.pk)):
        assert person.pk.hex not in bytes(fact.leaf).decode()
        assert person.pk.hex not in fact.actor
    assert by_person(way.enterprise.acting("employee"), way.demand) is not None
    assert by_person(way.enterprise.acting("colleague"), way.demand) is None


def test_without_the_reminder_switch_only_the_receipt_finds_the_way_back(walk: Begin, keepers: None) -> None:
    way = walk(Way.CONFIDENTIAL, remind=False)
    assert by_person(way.enterprise.acting("employee"), way.demand) is None
    assert by_receipt(way.code) is not None


def test_a_demand_is_kept_from_everyone_of_the_name_the_employee_wrote(walk: Begin) -> None:
    way = walk(keep_from=["周伟"])
    assert way.demand.exclusions.get().employee == way.enterprise.people["workshop_handler"]
    way.accepted()
    with pytest.raises(rules.NotNow, match="post_held_by_excluded"):
        way.dispatched("workshop_handler")
    way.dispatched("handler")
    assert way.demand not in visible(way.enterprise.acting("workshop_handler"))


def test_an_accusation_is_seen_and_found_by_discipline_officers_only(walk: Begin) -> None:
    way = walk(wish="report")
    who = way.enterprise.acting
    assert list(visible(who("discipline_officer"))) == [way.demand]
    for role in ("demand_officer", "union_officer", "leader", "workshop_leader", "handler", "system_admin"):
        assert not visible(who(role)).exists(), role
    assert not search.matching(Demand.objects.all(), "没有热水").exists()


def test_what_turns_out_to_be_an_accusation_leaves_every_other_desk(walk: Begin) -> None:
    way = walk().in_handling()
    assert search.matching(Demand.objects.all(), "没有热水").exists()
    office.move_to_discipline(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    assert not visible(way.enterprise.acting("demand_officer")).exists()
    assert not visible(way.enterprise.acting("workshop_handler")).exists()
    assert not search.matching(Demand.objects.all(), "没有热水").exists()
    assert not clocks.next_due("demand").exists()


def test_an_extension_is_asked_by_the_handler_and_granted_by_the_head(walk: Begin) -> None:
    way = walk().in_handling()
    before = clocks.ceiling_on("demand", way.demand.pk)
    handler, head = way.enterprise.acting("workshop_handler"), way.enterprise.acting("workshop_leader")
    asked = {"days": 20, "reason": "complex", "explanation": "要等备件。"}
    extensions.request_extension(acting=handler, demand_id=way.demand.pk, **asked)
    with pytest.raises(PermissionDenied):
        extensions.grant_extension(acting=handler, demand_id=way.demand.pk)
    extensions.grant_extension(acting=head, demand_id=way.demand.pk)
    after = clocks.ceiling_on("demand", way.demand.pk)
    assert before and after
    assert (after - before).days >= 18
    with pytest.raises(rules.NotNow, match="extended_before"):
        extensions.request_extension(acting=handler, demand_id=way.demand.pk, **asked)


def test_a_reopened_demand_may_be_extended_once_in_its_turn(walk: Begin, days_later: Any) -> None:
    way = walk().in_handling()
    handler, head = way.enterprise.acting("workshop_handler"), way.enterprise.acting("workshop_leader")

    def extend(days: int, why: str) -> None:
        told = {"days": days, "reason": "complex", "explanation": why}
        extensions.request_extension(acting=handler, demand_id=way.demand.pk, **told)
        extensions.grant_extension(acting=head, demand_id=way.demand.pk)

    extend(20, "要等备件。")
    speaking.withdraw_demand(speaker=way.speaker, demand_id=way.demand.pk)
    with days_later(3):
        speaking.reopen_demand(acting=way.speaker, demand_id=way.demand.pk, text="又没有热水了。")
        way.in_handling()
        before = clocks.ceiling_on("demand", way.demand.pk)
        extend(10, "要停产检修。")
        after = clocks.ceiling_on("demand", way.demand.pk)
        assert before and after and (after - before).days >= 8
        with pytest.raises(rules.NotNow, match="extended_before"):
            extend(5, "还差一点。")
        facts = timeline.facts_of(way.demand)
        told = timeline.timeline(facts, timeline.rows_of(way.demand, facts, after))
        reasons = [event.text for event in told if event.title.startswith("延期")]
        assert [("备件" in one, "检修" in one) for one in reasons] == [(True, False), (False, True)]


def test_two_clocks_the_promise_pauses_and_the_ceiling_does_not(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling()
    ceiling = clocks.ceiling_on("demand", way.demand.pk)
    with at("2026-10-22"):
        handler = way.enterprise.acting("workshop_handler")
        handling.ask_speaker(acting=handler, demand_id=way.demand.pk, reason="facts", text="哪个龙头？")
        running = {c.rule: c for c in clocks.for_subject("demand", way.demand.pk) if c.running}
        assert any(c.paused_since == date(2026, 10, 22) for c in running.values() if c.force == "HOUSE")
        assert all(c.paused_since is None for c in running.values() if c.ceiling)
    assert clocks.ceiling_on("demand", way.demand.pk) == ceiling == date(2026, 12, 21)


def test_a_promise_not_kept_goes_back_to_work_on_the_employees_word(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling().answered(promised_on=date(2026, 10, 30))
    assert way.demand.state == State.PROMISED
    with at("2026-11-02"):
        verdicts.deny_promise(speaker=way.speaker, demand_id=way.demand.pk, text="没人来。")
    assert way.fresh().state == State.REWORK
    said = way.demand.messages.get()
    assert (said.side, said.text) == ("speaker", "没人来。")
    assert of_subject("demand", way.demand.pk)[-1].payload["text"] == text_digest(said.text_salt, said.text)


def test_an_answer_needs_all_its_elements(walk: Begin) -> None:
    way = walk().in_handling()
    written = answers.Written(**{**vars(WRITTEN), "basis": " "})
    with pytest.raises(rules.NotNow, match="answer_lacks_element"):
        answers.answer_demand(
            acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, written=written
        )


def test_the_union_calls_the_silent_after_five_days_and_never_the_handler(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling().answered()
    with at("2026-10-24"):
        assert timekeeping.open_due_visits() == 0
    with at("2026-10-25"):
        assert timekeeping.open_due_visits() == 1
        assert timekeeping.open_due_visits() == 0
        union = way.enterprise.acting("union_officer")
        with pytest.raises(PermissionDenied):
            verdicts.try_visit(
                acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, channel="phone"
            )
        verdicts.reach_speaker(
            acting=union, demand_id=way.demand.pk, channel="phone", solved="yes", satisfied="yes"
        )
    assert way.fresh().state == State.RATED
    assert way.demand.verdicts.get().by_union


def test_a_reviewer_took_no_part_before(walk: Begin) -> None:
    way = walk().in_handling().answered()
    reviews.request_review(speaker=way.speaker, demand_id=way.demand.pk, grounds="没有修好。")
    officer, reviewer = way.enterprise.acting("demand_officer"), way.enterprise.people["reviewer"]
    group = way.enterprise.units["YS"].pk
    with pytest.raises(rules.NotNow, match="not_a_reviewer_there"):
        reviews.assign_review(
            acting=officer,
            demand_id=way.demand.pk,
            unit_id=group,
            reviewer_id=way.enterprise.people["workshop_handler"].pk,
        )
    reviews.assign_review(acting=officer, demand_id=way.demand.pk, unit_id=group, reviewer_id=reviewer.pk)
    reviews.decide_review(
        acting=way.enterprise.acting("reviewer"), demand_id=way.demand.pk, changed=True, opinion="应予更换。"
    )
    assert of_subject("demand", way.demand.pk)[-1].payload["level_up"] is True


def test_the_second_of_two_officers_is_told_before_anything_is_lost(walk: Begin) -> None:
    way = walk()
    officer = way.enterprise.acting("demand_officer")
    seen = way.demand.version
    office.register_demand(acting=officer, demand_id=way.demand.pk, version=seen)
    with pytest.raises(steps.Conflict):
        office.accept_demand(acting=officer, demand_id=way.demand.pk, kind="appeal", version=seen)


def test_what_nobody_registered_is_registered_the_next_day(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk()
        assert timekeeping.register_waiting() == 0
    with at("2026-10-21"):
        assert timekeeping.register_waiting() == 1
    assert way.fresh().state == State.REGISTERED


def test_merging_is_for_one_persons_duplicates(walk: Begin, keepers: None) -> None:
    first, second, sealed = walk(), walk(), walk(Way.CONFIDENTIAL)
    officer = first.enterprise.acting("demand_officer")
    for way in (first, second, sealed):
        office.register_demand(acting=officer, demand_id=way.demand.pk)
    with pytest.raises(rules.NotNow, match="merge_needs_same_person"):
        office.merge_demand(acting=officer, demand_id=sealed.demand.pk, into_id=first.demand.pk)
    office.merge_demand(acting=officer, demand_id=second.demand.pk, into_id=first.demand.pk)
    assert second.fresh().state == State.MERGED


def test_search_finds_words_and_single_characters(walk: Begin) -> None:
    way = walk()
    for words in ("没有热水", "热水 夜班", "水", way.demand.number):
        assert list(search.matching(Demand.objects.all(), words)) == [way.demand], words
    assert not search.matching(Demand.objects.all(), "空调").exists()


def test_a_lone_digit_finds_that_number_and_no_longer_one(walk: Begin) -> None:
    third, other = walk(place="3分厂2车间"), walk(place="35分厂2车间")
    found = set(search.matching(Demand.objects.all(), "3分厂"))
    assert found == {third.demand}
    assert search.among("3分厂", [third.demand.pk, other.demand.pk]) == {third.demand.pk}


def test_the_title_is_the_first_sentence_cut_at_a_comma_when_long(walk: Begin) -> None:
    assert walk().demand.title == TEXT.split("。")[0]
    long = walk(text="从国庆以后热处理二线的淋浴间，一直没有热水，下夜班的人都没法洗澡。")
    assert long.demand.title == "从国庆以后热处理二线的淋浴间，一直没有热水"


def test_a_new_date_for_a_promise_may_be_refused_and_the_old_one_stands(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling().answered(promised_on=date(2026, 10, 30))
        handler, head = (way.enterprise.acting(who) for who in ("workshop_handler", "workshop_leader"))
        extensions.request_redate(
            acting=handler, demand_id=way.demand.pk, promised_on=date(2026, 11, 10), reason="配件没到。"
        )
        with pytest.raises(PermissionDenied):
            extensions.refuse_redate(acting=handler, demand_id=way.demand.pk)
        extensions.refuse_redate(acting=head, demand_id=way.demand.pk)
        assert way.fresh().promised_on == date(2026, 10, 30)
        assert way.demand.redates.get().granted is False
        assert of_subject("demand", way.demand.pk)[-1].kind == "voice.redate.refused"
        with pytest.raises(rules.NotNow, match="nothing_to_decide"):
            extensions.refuse_redate(acting=head, demand_id=way.demand.pk)


def test_an_accusation_is_not_reviewed_here_and_the_speaker_is_told_where_to_go(walk: Begin) -> None:
    way = walk(wish="report")
    Demand.objects.filter(pk=way.demand.pk).update(state=State.ANSWERED, answered_on=clock.today())
    with pytest.raises(rules.NotNow, match="accusation_has_no_review"):
        reviews.request_review(speaker=way.speaker, demand_id=way.demand.pk, grounds="没查清楚。")
    assert "12388" in told("accusation_has_no_review")
