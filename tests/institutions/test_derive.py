"""Dates are pure functions of the set of facts: order, batches and repetition change nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.evaluate import Obligation, Status, evaluate, status, trace_of
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.programme import shipped

PROGRAMME = shipped()
CALENDAR = Calendar.shipped()
TODAY = date(2026, 10, 20)
VOICE = PROGRAMME.only(rule for rule in PROGRAMME.rules if rule.id.startswith(("pet-", "house-")))
KINDS = ("appeal", "help", "consult", "suggestion")
START = date(2026, 1, 5)

PAYLOADS = st.one_of(
    st.tuples(
        st.just("voice.demand.received"),
        st.fixed_dictionaries({"contact": st.sampled_from(["known", "unclear"])}),
    ),
    st.tuples(st.just("voice.demand.accepted"), st.fixed_dictionaries({"type": st.sampled_from(KINDS)})),
    st.tuples(st.just("voice.kind.changed"), st.fixed_dictionaries({"type": st.sampled_from(KINDS)})),
    st.tuples(st.just("voice.demand.noticed"), st.fixed_dictionaries({"written": st.booleans()})),
    st.tuples(
        st.just("voice.demand.answered"),
        st.fixed_dictionaries({"written": st.booleans(), "final": st.booleans(), "handler": st.just("h1")}),
    ),
    st.tuples(
        st.just("voice.demand.extended"),
        st.fixed_dictionaries(
            {
                "days": st.integers(1, 40),
                "approved_by": st.sampled_from(["h1", "boss"]),
                "handler": st.just("h1"),
                "told_on": st.dates(date(2026, 1, 1), date(2026, 9, 1)),
            }
        ),
    ),
    st.tuples(
        st.sampled_from(
            ["voice.info.requested", "voice.info.received", "voice.demand.merged", "voice.demand.withdrawn",
             "voice.demand.lapsed", "voice.demand.resumed", "voice.demand.rework", "voice.visit.opened"]
        ),
        st.just({}),
    ),
    st.tuples(
        st.just("voice.visit.tried"),
        st.fixed_dictionaries(
            {"caller": st.sampled_from(["u1", "h1"]), "channel": st.sampled_from(["phone", "chat"])}
        ),
    ),
)  # fmt: skip
FACTS = st.lists(st.tuples(st.integers(0, 120), PAYLOADS), max_size=14)


def facts_of(drawn: list[tuple[int, tuple[str, dict[str, object]]]]) -> list[Fact]:
    return [
        Fact(kind, "D1", None, None, START + timedelta(days=offset), None, order, fields)
        for order, (offset, (kind, fields)) in enumerate(drawn, start=1)
    ]


def rows_of(facts: list[Fact], at: date = TODAY) -> list[Obligation]:
    return evaluate(VOICE, facts, CALENDAR, at)


@given(FACTS, st.randoms(use_true_random=False))
def test_any_order_of_the_same_facts_gives_the_same_rows(drawn, random) -> None:  # type: ignore[no-untyped-def]
    facts = facts_of(drawn)
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert rows_of(facts) == rows_of(shuffled)


@given(FACTS)
def test_every_trace_ends_on_the_due_date(drawn) -> None:  # type: ignore[no-untyped-def]
    for row in rows_of(facts_of(drawn)):
        steps = [step for step in trace_of(VOICE.version(row.uid), row, CALENDAR) if step["op"] != "refused"]
        assert row.due_on is not None
        assert steps[-1]["day"] == row.due_on.isoformat()


RANK = [Status.BREACHED, Status.UNPROVEN, Status.KEPT_LATE, Status.DUE, Status.SUSPENDED, Status.PASSED]
BETTER = {status: index for index, status in enumerate(RANK)} | {
    Status.CANCELLED: 6,
    Status.EXCUSED: 6,
    Status.KEPT: 7,
}


@given(FACTS, st.integers(0, 200))
def test_doing_what_is_owed_never_worsens_a_status(drawn, offset) -> None:  # type: ignore[no-untyped-def]
    facts = facts_of(drawn)
    day = START + timedelta(days=offset)
    answer = Fact(
        "voice.demand.answered", "D1", None, None, day, None, 99,
        {"written": True, "final": True, "handler": "h1", "has_request": True, "has_facts": True,
         "has_basis": True, "has_opinion": True, "has_review_path": True},
    )  # fmt: skip
    opened_by_answers = {"pet-opinion-content", "house-return-visit", "pet-review-30d.window"}
    before = {(row.uid, row.opened_order): row for row in rows_of(facts)}
    after = {(row.uid, row.opened_order): row for row in rows_of([*facts, answer])}
    for key, row in before.items():
        if row.rule not in opened_by_answers:
            assert BETTER[status(after[key], TODAY)] >= BETTER[status(row, TODAY)], (key, row, after[key])


@given(FACTS)
@settings(max_examples=40)
def test_what_is_known_on_a_day_does_not_depend_on_later_facts(drawn) -> None:  # type: ignore[no-untyped-def]
    facts = facts_of(drawn)
    day = START + timedelta(days=60)
    assert rows_of(facts, day) == rows_of([fact for fact in facts if fact.day <= day], day)


@given(FACTS, st.integers(1, 5))
@settings(max_examples=40)
def test_a_day_more_of_limit_never_adds_a_breach(drawn, more) -> None:  # type: ignore[no-untyped-def]
    from zhiyin.institutions.spans import Span

    rule = VOICE.versions("pet-finish-60d")[0]
    longer = replace(rule, shape=replace(rule.shape, within=Span(60 + more, "day")))  # type: ignore[arg-type]
    facts = facts_of([(offset, one) for offset, one in drawn if one[0] != "voice.demand.extended"])
    short = evaluate(VOICE.only([rule]), facts, CALENDAR, TODAY)
    long = evaluate(VOICE.only([longer]), facts, CALENDAR, TODAY)
    for one, other in zip(short, long, strict=True):
        if status(other, TODAY) in (Status.BREACHED, Status.KEPT_LATE):
            assert status(one, TODAY) in (Status.BREACHED, Status.KEPT_LATE)


def test_no_breach_is_declared_on_a_provisional_date() -> None:
    accepted = Fact(
        "voice.demand.accepted", "D1", None, None, date(2026, 12, 20), None, 1, {"type": "appeal"}
    )
    row = next(
        row
        for row in evaluate(VOICE, [accepted], CALENDAR, date(2027, 6, 1))
        if row.rule == "house-answer-appeal"
    )
    assert row.provisional and row.due_on == date(2027, 1, 8)
    assert status(row, date(2027, 6, 1)) == Status.DUE


def test_a_status_is_read_off_the_dates_at_any_instant() -> None:
    facts = [
        Fact("voice.demand.accepted", "D1", None, None, date(2026, 3, 3), None, 1, {"type": "appeal"}),
        Fact("voice.info.requested", "D1", None, None, date(2026, 3, 5), None, 2, {}),
    ]
    row = next(
        row for row in evaluate(VOICE, facts, CALENDAR, date(2026, 3, 6)) if row.rule == "house-answer-appeal"
    )
    assert row.due_on == date(2026, 4, 8) and row.suspended_until == date(2026, 3, 19)
    told = [
        status(row, day) for day in (date(2026, 3, 6), date(2026, 3, 20), date(2026, 4, 8), date(2026, 4, 9))
    ]
    assert told == [Status.SUSPENDED, Status.DUE, Status.DUE, Status.BREACHED]


@pytest.mark.parametrize("days", [20, 30, 40, 10**6])
def test_an_extension_counts_from_the_unmoved_end(days: int) -> None:
    facts = [
        Fact("voice.demand.accepted", "D1", None, None, date(2026, 3, 3), None, 1, {"type": "appeal"}),
        Fact(
            "voice.demand.extended", "D1", None, None, date(2026, 4, 20), None, 2,
            {"days": days, "approved_by": "boss", "handler": "h1", "told_on": date(2026, 4, 20)},
        ),
    ]  # fmt: skip
    row = next(
        row for row in evaluate(VOICE, facts, CALENDAR, date(2026, 4, 21)) if row.rule == "pet-finish-60d"
    )
    expected = CALENDAR.next_working_day(date(2026, 5, 2) + timedelta(days=days))
    assert row.due_on == (expected if days <= 30 else date(2026, 5, 6))
    assert row.adjustments[0]["op"] == ("extend" if days <= 30 else "refused")
