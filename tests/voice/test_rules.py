"""The table of transitions, and the guards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.journal.kinds import published
from zhiyin.voice import facts, rules, tellings
from zhiyin.voice.reasons import REASONS
from zhiyin.voice.states import OPEN_STATES, SHOWN_AS_ANSWERED, State

assert facts


def test_every_step_records_a_declared_kind_of_fact_about_a_demand() -> None:
    for step in rules.STEPS.values():
        assert published()[step.fact].subject == "demand", step


def test_every_state_can_be_reached_and_every_state_has_words() -> None:
    reached = {step.to for step in rules.STEPS.values()}
    assert set(State) - reached == set()
    assert set(tellings.TELLINGS) == set(State)


def test_from_every_open_state_somebody_can_go_on() -> None:
    for state in OPEN_STATES:
        assert any(state in step.sources and step.to for step in rules.STEPS.values()), state


def test_only_the_office_or_the_union_closes_and_never_the_handler() -> None:
    closing = [step for step in rules.STEPS.values() if step.to == State.CLOSED and step.sources]
    assert closing
    assert all(rules.Party.HANDLER not in step.by for step in closing)


def test_a_handler_reads_answered_whatever_the_employee_said() -> None:
    words = {tellings.for_handler(state).officer for state in SHOWN_AS_ANSWERED | {State.ANSWERED}}
    assert words == {"已答复"}


@given(st.lists(st.sampled_from(sorted(rules.STEPS))))
def test_replaying_the_facts_of_allowed_steps_gives_the_state_they_led_to(verbs: list[str]) -> None:
    state, before, kinds = State.SUBMITTED, State.IN_HANDLING, ["voice.demand.received"]
    for verb in verbs:
        try:
            step = rules.step(verb, state)
        except rules.NotNow:
            continue
        if verb == "ask":
            before = state
        state = rules.state_after(step, state, before)
        kinds.append(step.fact)
    assert rules.replay(kinds) == state


def test_a_unit_may_object_twice_and_then_the_office_names_the_lead() -> None:
    rules.check_objection(0)
    rules.check_objection(1)
    with pytest.raises(rules.NotNow, match="objected_twice"):
        rules.check_objection(2)


DUE = date(2026, 10, 20)


def extend(**changes: object) -> None:
    values = {
        "approver": "employee:b",
        "handler": "employee:a",
        "days": 30,
        "told_on": DUE,
        "due_on": DUE,
        "earlier": 0,
    }
    rules.check_extension(**{**values, **changes})  # type: ignore[arg-type]


def test_an_extension_needs_a_second_person_and_is_told_before_the_old_date() -> None:
    extend()
    for wrong, reason in (
        ({"approver": "employee:a"}, "extension_needs_second_person"),
        ({"told_on": DUE + timedelta(days=1)}, "extension_after_due"),
        ({"days": 31}, "extension_too_long"),
        ({"days": 0}, "extension_too_long"),
        ({"earlier": 1}, "extended_before"),
    ):
        with pytest.raises(rules.NotNow, match=reason):
            extend(**wrong)


def test_a_promise_lies_ahead_and_not_after_the_latest_day() -> None:
    rules.check_promise(promised_on=DUE, today=DUE, ceiling_on=DUE)
    with pytest.raises(rules.NotNow, match="promise_after_ceiling"):
        rules.check_promise(promised_on=DUE + timedelta(days=1), today=DUE, ceiling_on=DUE)
    with pytest.raises(rules.NotNow, match="promise_in_the_past"):
        rules.check_promise(promised_on=DUE - timedelta(days=1), today=DUE, ceiling_on=None)


def test_the_review_window_runs_from_the_later_of_answer_and_promised_date() -> None:
    answered, promised = date(2026, 9, 1), date(2026, 10, 1)
    rules.check_review(answered_on=answered, promised_on=promised, today=date(2026, 10, 31))
    with pytest.raises(rules.NotNow, match="review_window_over"):
        rules.check_review(answered_on=answered, promised_on=None, today=date(2026, 10, 2))


def test_out_of_reach_needs_three_tries_on_two_days_by_two_channels() -> None:
    one, two = date(2026, 10, 20), date(2026, 10, 21)
    rules.check_giving_up([(one, "phone"), (one, "chat"), (two, "phone")])
    for tries in (
        [(one, "phone"), (two, "chat")],
        [(one, "phone"), (one, "chat"), (one, "phone")],
        [(one, "phone"), (two, "phone"), (two, "phone")],
    ):
        with pytest.raises(rules.NotNow, match="tries_not_used_up"):
            rules.check_giving_up(tries)


def test_not_solved_means_rework_once() -> None:
    assert rules.rework_follows(solved="no", earlier=0)
    assert not rules.rework_follows(solved="no", earlier=1)
    assert not rules.rework_follows(solved="partly", earlier=0)


def test_every_refusal_is_told_in_words() -> None:
    import re
    from pathlib import Path

    package = Path(rules.__file__).parent
    used = set()
    for path in package.rglob("*.py"):
        used |= set(re.findall(r'NotNow\("([a-z_]+)"\)', path.read_text("utf-8")))
    assert used <= set(REASONS), used - set(REASONS)
