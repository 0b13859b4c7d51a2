"""督办单: somebody else decides, a named leader signs, others accept, and nothing ends without an outcome."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiyin.institutions import rules
from zhiyin.institutions.models import Violation
from zhiyin.institutions.permissions import parties
from zhiyin.institutions.rules import NotNow, Party, State, replay
from zhiyin.institutions.services import climbing, rectification, violations
from zhiyin.institutions.services.moving import Conflict
from zhiyin.journal.models import Fact

OPENED = date(2026, 3, 2)
OF_THE_UNION = "care.event.known"
REPORT = {
    "cause": "外出学习没有委托",
    "measure": "指定两人轮流答复",
    "owner": "厂办主任",
    "evidence": "答复已送达",
}


def history(sheet):
    facts = Fact.objects.filter(subject_kind="violation", subject_id=str(sheet.pk)).order_by("place")
    return [(fact.kind, fact.payload) for fact in facts]


def state_of(sheet):
    """The row's state, which must be what its facts say."""
    fresh = Violation.objects.get(pk=sheet.pk)
    assert replay(history(fresh)) == fresh.state
    return fresh.state


@pytest.fixture
def sheet(at, breach):
    with at(OPENED):
        return breach()


@pytest.fixture
def walk(enterprise, at, sheet):
    """Takes the sheet to a state by the real verbs, all on the day it was opened."""

    def to(state):
        who = enterprise.acting
        known = {"violation_id": sheet.pk}
        with at(sheet.opened_on, "10:00"):
            steps = {
                State.CONFIRMED: lambda: violations.confirm_violation(acting=who("union_officer"), **known),
                State.SIGNED: lambda: rectification.sign_violation(
                    acting=who("workshop_leader"), reason="责任在我", new_on=sheet.opened_on, **known
                ),
                State.RECTIFIED: lambda: rectification.report_rectification(
                    acting=who("workshop_handler"), **REPORT, **known
                ),
                State.ACCEPTED: lambda: rectification.accept_rectification(
                    acting=who("union_officer"), opinion="看过答复，职工也收到了", **known
                ),
                State.CLOSED: lambda: rectification.decide_outcome(
                    acting=who("leader"), outcome="talk", reason="第一次，已约谈", **known
                ),
            }
            for reached, take in steps.items():
                take()
                if reached == state:
                    break
        sheet.refresh_from_db()
        return sheet

    return to


def test_a_sheet_goes_from_the_breach_to_an_outcome(walk):
    sheet = walk(State.CLOSED)
    assert sheet.state == state_of(sheet) == State.CLOSED
    assert sheet.outcome == "talk" and sheet.ended_on
    kinds = [kind.split(".", 1)[1] for kind, _ in history(sheet)]
    assert kinds == [
        "violation.opened", "violation.confirmed", "violation.signed", "rectification.reported",
        "rectification.accepted", "violation.closed",
    ]  # fmt: skip


def test_the_texts_of_a_sheet_stay_out_of_its_facts(walk):
    sheet = walk(State.CLOSED)
    from zhiyin.institutions.services.moving import digested
    from zhiyin.journal.leaf import text_digest

    entry = sheet.entries.get(verb="sign")
    fact = Fact.objects.get(kind="institutions.violation.signed")
    assert "责任在我" not in str(fact.payload)
    assert fact.payload["text"] == text_digest(entry.salt, '{"reason": "责任在我"}')
    assert digested(entry.parts)[1] != fact.payload["text"]


@pytest.mark.parametrize("state", sorted(rules.OPEN))
def test_no_breach_closes_without_an_outcome(state):
    endings = {
        step.to for step in rules.STEPS.values() if State(state) in step.sources and step.to in rules.ENDED
    }
    assert (State.CLOSED in endings) == (state == State.ACCEPTED)
    assert {step.verb for step in rules.STEPS.values() if step.to == State.CLOSED} == {"decide_outcome"}


def test_an_outcome_is_one_of_four_and_not_pursuing_needs_a_reason(walk, enterprise):
    sheet = walk(State.ACCEPTED)
    decider = enterprise.acting("leader")
    for outcome, reason in (("none", " "), ("forgotten", "x"), ("", "x")):
        with pytest.raises(NotNow):
            rectification.decide_outcome(
                acting=decider, violation_id=sheet.pk, outcome=outcome, reason=reason
            )
    assert state_of(sheet) == State.ACCEPTED


def test_the_owing_unit_never_accepts_its_own_rectification(walk, enterprise):
    sheet = walk(State.RECTIFIED)
    for who in ("workshop_leader", "workshop_handler", "leader", "handler", "disclosure_officer"):
        assert Party.SUPERVISOR not in parties(enterprise.acting(who), sheet)
        with pytest.raises(PermissionDenied):
            rectification.accept_rectification(
                acting=enterprise.acting(who), violation_id=sheet.pk, opinion="很好"
            )
    assert state_of(sheet) == State.RECTIFIED


def test_a_union_officer_who_works_in_the_owing_unit_does_not_accept(walk, enterprise):
    sheet = walk(State.RECTIFIED)
    officer = enterprise.acting("union_officer")
    assert Party.SUPERVISOR in parties(officer, sheet)
    officer.employee.unit = enterprise.units["YS0101"]
    assert Party.SUPERVISOR not in parties(officer, sheet)


def test_the_unions_own_breach_is_supervised_by_discipline(desk, at, breach, enterprise):
    with at(OPENED):
        sheet = breach("e1", kind=OF_THE_UNION)
    assert sheet.side == "union"
    assert Party.SUPERVISOR not in parties(enterprise.acting("union_officer"), sheet)
    assert Party.SUPERVISOR in parties(enterprise.acting("discipline_officer"), sheet)
    assert Party.OWING not in parties(enterprise.acting("workshop_leader"), sheet)


def test_what_union_and_management_owe_together_is_accepted_by_neither(desk, at, breach, enterprise):
    with at(OPENED):
        sheet = breach("p1", kind="congress.session.proposed", proposer="union")
    assert sheet.side == "both"
    for who in ("union_officer", "leader", "workshop_leader"):
        assert Party.SUPERVISOR not in parties(enterprise.acting(who), sheet)
    assert Party.SUPERVISOR in parties(enterprise.acting("discipline_officer"), sheet)


def test_from_the_party_committee_up_the_main_head_still_signs(walk, enterprise, at):
    sheet = walk(State.CONFIRMED)
    day = sheet.opened_on
    while sheet.rung < rules.TOP:
        day += timedelta(days=1)
        with at(day):
            climbing.climb()
        sheet.refresh_from_db()
    assert sheet.desk_role == "union_officer"
    with at(day):
        rectification.sign_violation(
            acting=enterprise.acting("leader"), violation_id=sheet.pk, reason="我负责", new_on=day
        )
    assert state_of(sheet) == State.SIGNED


def test_whoever_signed_does_not_decide_the_outcome(walk, enterprise, at):
    sheet = walk(State.CONFIRMED)
    with at(sheet.opened_on + timedelta(days=10)):
        climbing.climb()
        boss = enterprise.acting("leader")
        rectification.sign_violation(
            acting=boss, violation_id=sheet.pk, reason="我负责", new_on=sheet.opened_on + timedelta(days=12)
        )
        rectification.report_rectification(
            acting=enterprise.acting("workshop_handler"), violation_id=sheet.pk, **REPORT
        )
        rectification.accept_rectification(
            acting=enterprise.acting("union_officer"), violation_id=sheet.pk, opinion="合格"
        )
        with pytest.raises(NotNow, match="decided_by_the_same_person"):
            rectification.decide_outcome(acting=boss, violation_id=sheet.pk, outcome="none", reason="小事")


def test_only_the_leader_on_whose_desk_it_lies_signs(walk, enterprise):
    sheet = walk(State.CONFIRMED)
    assert (sheet.rung, sheet.desk_path) == (1, "/YS/YS01/")
    for who in ("leader", "workshop_handler", "union_officer"):
        with pytest.raises(PermissionDenied):
            rectification.sign_violation(
                acting=enterprise.acting(who), violation_id=sheet.pk, reason="x", new_on=sheet.opened_on
            )
    assert state_of(sheet) == State.CONFIRMED


def test_a_new_date_lies_ahead_and_within_the_limit(walk, enterprise, at):
    sheet = walk(State.CONFIRMED)
    boss = enterprise.acting("workshop_leader")
    with at(sheet.opened_on):
        for new_on in (sheet.opened_on - timedelta(days=1), sheet.rectify_by + timedelta(days=1)):
            with pytest.raises(NotNow, match="new_date"):
                rectification.sign_violation(acting=boss, violation_id=sheet.pk, reason="x", new_on=new_on)
        with pytest.raises(NotNow, match="signing_needs_reason"):
            rectification.sign_violation(
                acting=boss, violation_id=sheet.pk, reason="  ", new_on=sheet.rectify_by
            )
    assert state_of(sheet) == State.CONFIRMED


def test_contested_once_and_decided_by_somebody_else(sheet, enterprise, at):
    boss, union = enterprise.acting("workshop_leader"), enterprise.acting("union_officer")
    with at(sheet.opened_on):
        violations.contest_violation(acting=boss, violation_id=sheet.pk, reason="答复已当面给了")
        with pytest.raises(NotNow, match="contested_before"):
            violations.contest_violation(acting=boss, violation_id=sheet.pk, reason="再说一次")
        with pytest.raises(PermissionDenied):
            violations.confirm_violation(acting=boss, violation_id=sheet.pk, reason="自己判自己")
        with pytest.raises(NotNow, match="decision_needs_reason"):
            violations.confirm_violation(acting=union, violation_id=sheet.pk)
        violations.confirm_violation(acting=union, violation_id=sheet.pk, reason="没有书面材料")
    assert state_of(sheet) == State.CONFIRMED
    fact = Fact.objects.get(kind="institutions.violation.confirmed")
    assert fact.payload["contest_refused"] is True and fact.payload["rule_force"] == sheet.force


def test_an_objection_that_holds_excuses_with_its_ground(sheet, enterprise, at):
    with at(sheet.opened_on):
        violations.contest_violation(
            acting=enterprise.acting("workshop_leader"), violation_id=sheet.pk, reason="停电停产"
        )
        violations.explain_violation(
            acting=enterprise.acting("union_officer"), violation_id=sheet.pk, ground="停电通知在案"
        )
    assert state_of(sheet) == State.EXPLAINED


def test_after_five_working_days_nobody_may_contest(sheet, enterprise, at):
    with at(sheet.contest_until + timedelta(days=1)), pytest.raises(NotNow, match="contest_window_over"):
        violations.contest_violation(
            acting=enterprise.acting("workshop_leader"), violation_id=sheet.pk, reason="晚了"
        )
    assert state_of(sheet) == State.SUSPECTED


def test_silence_confirms(sheet, at, desk):
    with at(sheet.contest_until):
        desk.night()
        assert state_of(sheet) == State.SUSPECTED
    with at(sheet.contest_until + timedelta(days=1)):
        desk.night()
    assert state_of(sheet) == State.CONFIRMED


def test_an_objection_nobody_decides_does_not_stop_the_sheet(sheet, enterprise, at, desk):
    with at(sheet.opened_on):
        violations.contest_violation(
            acting=enterprise.acting("workshop_leader"), violation_id=sheet.pk, reason="有理由"
        )
    sheet.refresh_from_db()
    with at(sheet.step_due_on + timedelta(days=1)):
        desk.night()
    assert state_of(sheet) == State.CONFIRMED


def test_a_breach_nobody_handles_ends_on_the_highest_desk(sheet, at, desk):
    seen = []
    day = sheet.opened_on
    while day < sheet.opened_on + timedelta(days=80):
        day += timedelta(days=1)
        with at(day):
            desk.night()
            desk.night()
        sheet.refresh_from_db()
        if not seen or seen[-1] != (sheet.rung, sheet.desk_role, sheet.desk_path):
            seen.append((sheet.rung, sheet.desk_role, sheet.desk_path))
    assert [rung for rung, _role, _path in seen] == [1, 2, 3, 4, 5]
    assert seen[0] == (1, "leader", "/YS/YS01/")
    assert seen[1] == (2, "leader", "/YS/")
    assert seen[-1] == (5, "union_officer", "/YS/")
    assert state_of(sheet) == State.CONFIRMED
    climbs = Fact.objects.filter(kind=rules.CLIMBED, subject_id=str(sheet.pk))
    assert [fact.payload["rung"] for fact in climbs.order_by("place")] == [2, 3, 4, 5]
    # Its overdue rectification opened no second sheet: nothing loops.
    assert Violation.objects.count() == 1


def test_a_missed_new_date_asks_the_next_leader_to_sign(walk, at, desk):
    sheet = walk(State.SIGNED)
    with at(sheet.new_on + timedelta(days=1)):
        desk.night()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rung, sheet.new_on) == (State.CONFIRMED, 2, None)
    assert state_of(sheet) == State.CONFIRMED


def test_what_waits_for_acceptance_too_long_climbs_and_still_waits(walk, at, desk):
    sheet = walk(State.RECTIFIED)
    with at(sheet.step_due_on + timedelta(days=1)):
        desk.night()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rung) == (State.RECTIFIED, 2)
    assert state_of(sheet) == State.RECTIFIED


def test_sent_back_it_gets_a_new_date_and_is_reported_again(walk, enterprise, at):
    sheet = walk(State.RECTIFIED)
    union, unit = enterprise.acting("union_officer"), enterprise.acting("workshop_handler")
    later = sheet.opened_on + timedelta(days=5)
    with at(sheet.opened_on):
        rectification.send_back_rectification(
            acting=union, violation_id=sheet.pk, opinion="班组还没问", new_on=later
        )
        assert state_of(sheet) == State.RETURNED
        rectification.report_rectification(acting=unit, violation_id=sheet.pk, **REPORT)
        rectification.accept_rectification(acting=union, violation_id=sheet.pk, opinion="问过了")
    assert state_of(sheet) == State.ACCEPTED
    facts = Fact.objects.filter(kind=rules.ACCEPTED, subject_id=str(sheet.pk)).order_by("place")
    assert [fact.payload["recheck"] for fact in facts] == ["failed", "passed"]


def test_a_report_without_cause_measure_owner_or_evidence_is_not_taken(walk, enterprise):
    sheet = walk(State.SIGNED)
    unit = enterprise.acting("workshop_handler")
    for missing in REPORT:
        with pytest.raises(NotNow, match="rectification_incomplete"):
            rectification.report_rectification(
                acting=unit,
                violation_id=sheet.pk,
                **{**REPORT, missing: " "},
            )


def test_a_second_breach_within_a_year_is_counted(at, breach):
    sheets = []
    for subject, day in (("d1", "2023-03-06"), ("d2", "2023-09-04"), ("d3", "2026-03-02")):
        with at(day):
            sheets.append(breach(subject))
    assert [sheet.times for sheet in sheets] == [1, 2, 1]
    assert {sheet.unit.code for sheet in sheets} == {"YS01"}


def test_two_people_at_one_sheet_the_later_one_is_told(walk, enterprise):
    sheet = walk(State.CONFIRMED)
    with pytest.raises(Conflict):
        rectification.sign_violation(
            acting=enterprise.acting("workshop_leader"), violation_id=sheet.pk, reason="x",
            new_on=sheet.opened_on, version=sheet.version - 1,
        )  # fmt: skip
    assert state_of(sheet) == State.CONFIRMED


def test_killed_in_the_middle_of_a_step_nothing_happened(walk, enterprise, at, monkeypatch):
    sheet = walk(State.CONFIRMED)

    def die(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("zhiyin.institutions.services.moving.record_all", die)
    with at(sheet.opened_on), pytest.raises(KeyboardInterrupt), transaction.atomic():
        rectification.sign_violation(
            acting=enterprise.acting("workshop_leader"), violation_id=sheet.pk, reason="责任在我",
            new_on=sheet.opened_on,
        )  # fmt: skip
    assert not sheet.entries.filter(verb="sign").exists()
    assert state_of(sheet) == State.CONFIRMED
