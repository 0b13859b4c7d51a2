"""What a demand counts as, and that nothing is lost on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.evaluation.rates import BY_KEY, SPECS, figure, labels, middle, settles_on
from zhiyin.evaluation.rules import Limit, Record, fold
from zhiyin.institutions.fact import Fact

D = date(2026, 7, 1)
V = "voice.demand."
DONE = Record(
    unit="u", kind="help", received_on=D, accept_due=D + timedelta(3), accepted_on=D, begun_on=D,
    dispatched_on=D, contact_due=D + timedelta(2), contacted_on=D, answer_due=D + timedelta(10),
    answered_on=D + timedelta(5), visit_due=D + timedelta(17),
)  # fmt: skip
LATER = D + timedelta(60)


def said(record: Record, as_of: date = LATER) -> dict[str, str]:
    return dict(measure.split(".") for _, measure in labels(record, as_of))


def told(*kinds: str | tuple[str, dict[str, object]]) -> list[Fact]:
    facts = []
    for number, one in enumerate(kinds):
        kind, fields = one if isinstance(one, tuple) else (one, {})
        facts.append(Fact(kind, "d", None, None, D + timedelta(number), None, number, fields))
    return facts


RECEIVED = (V + "received", {"way": "named", "contact": "known"})
ACCEPTED = (V + "accepted", {"type": "help"})
DISPATCHED = (V + "dispatched", {"to_unit": "unit-a"})


def rated(solved: str, satisfied: str) -> tuple[str, dict[str, object]]:
    return (V + "rated", {"solved": solved, "satisfied": satisfied})


def test_silence_is_never_satisfaction_and_counts_as_not_solved_in_the_strict_rate():
    silent = said(replace(DONE, reached_on=D))
    assert silent["satisfied"] == "silent" not in BY_KEY["satisfied"].misses
    assert silent["solved_strict"] in BY_KEY["solved_strict"].misses
    assert silent["reached"] == "reached"


def test_who_cannot_be_reached_is_left_out_of_the_reported_rate_and_unsolved_in_the_strict_one():
    lost = said(replace(DONE, given_up_on=D))
    assert lost["solved"] == "unreachable" not in BY_KEY["solved"].misses
    assert lost["solved_strict"] in BY_KEY["solved_strict"].misses
    assert lost["reached"] in BY_KEY["reached"].misses


def test_one_s_own_rating_counts_as_having_been_reached():
    assert said(replace(DONE, rated_on=D, solved="yes", satisfied="yes"))["reached"] == "reached"


def test_satisfied_on_the_whole_stands_apart():
    basically = said(replace(DONE, rated_on=D, solved="yes", satisfied="basically"))
    assert basically["satisfied"] in BY_KEY["satisfied"].misses
    assert basically["satisfied_broad"] in BY_KEY["satisfied_broad"].hits


def test_an_anonymous_demand_is_answered_like_any_but_judged_only_by_its_code():
    silent = said(replace(DONE, anonymous=True))
    assert silent["answer"] == "in_time"
    assert silent["solved_strict"] == silent["satisfied"] == silent["reached"] == "anonymous"
    by_code = said(replace(DONE, anonymous=True, rated_on=D, solved="yes", satisfied="yes"))
    assert by_code["solved"] == by_code["satisfied"] == "yes"


def test_reopened_within_thirty_days_was_not_solved_the_first_time():
    facts = told(RECEIVED, ACCEPTED, DISPATCHED, rated("yes", "yes"), V + "closed", V + "reopened")
    record = fold(facts, ())
    assert record is not None and record.reopened
    again = said(replace(DONE, reopened=True, rated_on=D, solved="yes", satisfied="yes"))
    assert again["solved"] == again["solved_strict"] == "reopened"
    late = [*facts[:-1], replace(facts[-1], day=facts[-2].day + timedelta(31))]
    assert not fold(late, ()).reopened


def test_a_demand_not_yet_due_is_outside_even_when_it_is_answered_and_praised():
    early = replace(DONE, rated_on=D, solved="yes", satisfied="yes")
    outside = said(early, as_of=D + timedelta(10))
    assert {outside[key] for key in ("answer", "solved", "satisfied", "rated")} == {"not_due"}
    assert said(early, as_of=D + timedelta(11))["solved"] == "yes"


def test_the_day_after_the_limit_a_demand_counts_without_any_new_fact():
    assert settles_on(DONE, D + timedelta(9)) == D + timedelta(11)
    assert said(replace(DONE, answered_on=None), D + timedelta(11))["answer"] == "open"


def test_a_late_answer_is_late_and_a_promise_denied_is_broken():
    assert said(replace(DONE, answered_on=D + timedelta(11)))["answer"] == "late"
    promised = replace(DONE, promised_on=D + timedelta(20), promise_done_on=D + timedelta(20))
    assert said(promised)["promise"] == "in_time"
    assert said(replace(promised, promise_denied=True))["promise"] == "broken"


@pytest.mark.parametrize("how", ["withdrawn", "merged", "redirected", "lapsed"])
def test_what_left_the_procedure_is_left_out_and_told_with_its_reason(how):
    record = fold(told(RECEIVED, ACCEPTED, DISPATCHED, V + how), ())
    assert {label for key, label in said(record).items() if key != "acceptance"} == {how}


def test_an_accusation_is_in_no_rate():
    record = fold(told(RECEIVED, (V + "accepted", {"type": "report"})), ())
    assert said(record)["answer"] == "discipline"


def test_a_closed_record_imported_from_elsewhere_is_in_no_rate():
    assert fold(told(RECEIVED, "voice.record.imported"), ()) is None


def test_the_last_rating_counts_and_the_unit_that_leads_owns_the_case():
    record = fold(
        told(
            RECEIVED, ACCEPTED, DISPATCHED, V + "objected", ("voice.objection.upheld", {"to_unit": "unit-b"}),
            rated("no", "no"), V + "rework", rated("yes", "basically"),
        ),
        (),
    )  # fmt: skip
    assert (record.unit, record.solved, record.satisfied) == ("unit-b", "yes", "basically")
    assert record.objected and record.rework


def test_a_demand_is_counted_once_where_it_first_fell_due():
    answer = Limit(D, D + timedelta(10), D + timedelta(5), False, {V + "accepted"}, {V + "answered"})
    again = replace(answer, opened_on=D + timedelta(40), due_on=D + timedelta(50), kept_on=None)
    record = fold(told(RECEIVED, ACCEPTED, DISPATCHED), (again, answer))
    assert record.answer_due == D + timedelta(10)


def test_no_demands_give_no_percentage_rather_than_a_hundred():
    assert all(figure(spec, {}).percent is None and figure(spec, {}).all == 0 for spec in SPECS)


def test_the_middle_is_that_of_the_demands_not_of_the_days():
    assert middle({"days.02": 5, "days.09": 4}) == 2
    assert middle({"days.02": 5, "days.09": 4}, 90) == 9
    assert middle({}) is None


days = st.none() | st.dates(D, D + timedelta(90))
records = st.builds(
    Record,
    unit=st.sampled_from([None, "u"]), kind=st.just("help"), anonymous=st.booleans(),
    contact_known=st.booleans(), received_on=st.just(D), accept_due=days, accepted_on=days, begun_on=days,
    dispatched_on=days, contact_due=days, contacted_on=days, answer_due=days, answered_on=days,
    paused=st.booleans(), promised_on=days, promise_done_on=days, promise_denied=st.booleans(),
    visit_due=days, reached_on=days, given_up_on=days, reopened=st.booleans(), reviewed_on=days,
    solved=st.sampled_from(["yes", "partly", "no"]), satisfied=st.sampled_from(["yes", "basically", "no"]),
    rated_on=days, left_on=days,
    left_as=st.sampled_from(["", "", "", "withdrawn", "merged", "redirected", "lapsed", "discipline"]),
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(records, max_size=20), st.dates(D, D + timedelta(120)))
def test_what_counts_and_what_is_left_out_together_are_all(found, as_of):
    counts: dict[str, int] = {}
    of_rate: dict[str, int] = {spec.key: 0 for spec in SPECS}
    for record in found:
        seen = [measure.split(".")[0] for _, measure in labels(record, as_of)]
        assert len(seen) == len(set(seen))
        for _, measure in labels(record, as_of):
            counts[measure] = counts.get(measure, 0) + 1
            of_rate[measure.split(".")[0]] += 1
    for spec in SPECS:
        made = figure(spec, counts)
        assert made.part + sum(made.misses.values()) == made.whole
        assert made.whole + sum(made.left_out.values()) == made.all == of_rate[spec.key]


@settings(deadline=None, max_examples=150)
@given(records, st.dates(D, D + timedelta(120)))
def test_nothing_changes_before_the_day_on_which_it_settles(record, as_of):
    until = settles_on(record, as_of)
    before = (until or as_of + timedelta(200)) - timedelta(1)
    assert labels(record, as_of) == labels(record, max(before, as_of))
