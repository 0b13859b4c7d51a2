"""What is reported up when time runs out, and which dates a speaker is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.voice.conftest import Walk

from zhiyin.institutions import clocks
from zhiyin.journal.models import Fact
from zhiyin.voice.duties import Duty, duty_of, house_answers
from zhiyin.voice.services import answers, handling, office, timekeeping, verdicts
from zhiyin.voice.states import State

pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]


def escalated() -> set[str]:
    return set(Fact.objects.filter(kind="voice.demand.escalated").values_list("subject_id", flat=True))


def test_only_the_promise_of_an_answer_is_reported_up_and_no_step_between_desks(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().accepted("appeal").dispatched()
    with at("2026-10-22"):
        # Signing in has been due since yesterday; the answer has three weeks to go.
        assert timekeeping.escalate_running_out() == 0
    with at("2026-11-09"):
        assert timekeeping.escalate_running_out() == 1
        assert timekeeping.escalate_running_out() == 0
    assert escalated() == {str(way.demand.pk)}


def test_an_answer_that_waits_for_the_speaker_is_not_reported_up(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling()
        handler = way.enterprise.acting("workshop_handler")
        handling.ask_speaker(acting=handler, demand_id=way.demand.pk, reason="facts", text="哪一间？")
    with at("2026-10-28"):
        assert timekeeping.escalate_running_out() == 0


def test_a_demand_not_yet_accepted_is_not_reported_to_a_unit(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk()
        office.register_demand(acting=way.enterprise.acting("demand_officer"), demand_id=way.demand.pk)
    with at("2026-10-23"):
        assert timekeeping.escalate_running_out() == 0


def test_what_a_date_promises_is_read_from_its_rule_and_not_from_its_name(walk: Begin) -> None:
    way = walk().in_handling()
    found = {c.rule: duty_of(c.outline) for c in clocks.for_subject("demand", way.demand.pk)}
    assert found["house-answer-appeal"] == Duty.ANSWER
    assert found["house-accept-3wd"] == Duty.ACCEPT
    assert found["pet-finish-60d"] == Duty.FINISH
    between_desks = ("pet-notify-15d", "pet-objection-5wd", "house-sign-in-1wd", "house-first-contact-1wd")
    assert {found[rule] for rule in between_desks} == {None}


def test_every_kind_of_demand_has_a_promised_answer(walk: Begin) -> None:
    promised = house_answers()
    for kind in ("consult", "help", "appeal", "suggestion"):
        way = walk().accepted(kind)
        running = {c.rule for c in clocks.for_subject("demand", way.demand.pk) if c.running}
        assert len(running & promised) == 1, kind


def test_the_union_waits_five_days_after_the_promised_day_or_the_day_it_was_done(
    walk: Begin, at: Any
) -> None:
    with at("2026-10-20"):
        kept, waiting = walk().in_handling(), walk().in_handling()
        for way in (kept, waiting):
            way.answered(promised_on=date(2026, 10, 30))
    with at("2026-10-28"):
        assert timekeeping.open_due_visits() == 0
        handler = kept.enterprise.acting("workshop_handler")
        answers.keep_promise(acting=handler, demand_id=kept.demand.pk, evidence="已换新，10月28日验收。")
    with at("2026-11-01"):
        assert timekeeping.open_due_visits() == 0
    with at("2026-11-02"):
        assert timekeeping.open_due_visits() == 1
    assert kept.fresh().state == State.RETURN_VISIT
    with at("2026-11-04"):
        assert timekeeping.open_due_visits() == 1
    assert waiting.fresh().state == State.RETURN_VISIT


def test_who_is_silent_to_the_second_answer_is_called_again(walk: Begin, at: Any) -> None:
    with at("2026-10-20"):
        way = walk().in_handling().answered()
    with at("2026-10-25"):
        assert timekeeping.open_due_visits() == 1
        union = way.enterprise.acting("union_officer")
        verdicts.reach_speaker(
            acting=union, demand_id=way.demand.pk, channel="phone", solved="no", satisfied="no"
        )
    with at("2026-10-28"):
        way.answered()
        assert timekeeping.open_due_visits() == 0
    with at("2026-11-02"):
        assert timekeeping.open_due_visits() == 1
    assert way.fresh().state == State.RETURN_VISIT
