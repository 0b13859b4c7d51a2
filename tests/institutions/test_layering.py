"""A child never weakens its parent; versions follow each other; promises stay under their ceiling."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.institutions.packs_help import pack, programme_of, read, rule

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.evaluate import Obligation, evaluate, status, trace_of
from zhiyin.institutions.language.examples import read_fact
from zhiyin.institutions.language.problems import Problems
from zhiyin.institutions.layering import check_layers, within
from zhiyin.institutions.trace import render

CALENDAR = Calendar.shipped()
LAW = rule("""
    after: t.case.opened
    within: 60 days
    do: t.case.done
    same: case
    extend: {by: t.case.extended, days: days, at_most: 30 days}
""")
OPEN_NUMBER = rule("""
    after: t.case.opened
    within: 10 days
    do: t.case.done
    same: case
    settable: {within: 5 days .. 20 days}
""")
STATE = rule("""
    always: count(members where rank = high) <= cap of count(members)
    numbers: {cap: {value: 20%, stricter: lower}}
    grace: 30 days
""")
MEMBERS = """
    registers:
      members:
        title: {zh: 成员, en: members}
        member: member
        enters: t.member.joined
        leaves: t.member.left
        keeps: [rank]
"""


def house(rules: str) -> str:
    return pack(rules, name="h", layer="house")


def layer_mistakes(*packs: str) -> list[str]:
    programme, problems = read(*packs)
    assert problems == [], [problem.what_en for problem in problems]
    found = Problems()
    check_layers(programme, CALENDAR, found)
    return [problem.what_en for problem in found]


def rows_of(programme: Programme, lines: list[str], on: str) -> list[Obligation]:
    facts = [read_fact(line, order, programme.catalogue) for order, line in enumerate(lines, start=1)]
    return evaluate(programme, facts, CALENDAR, date.fromisoformat(on))


def told(rows: list[Obligation], on: str) -> list[str]:
    return [f"{row.rule} {status(row, date.fromisoformat(on))} {row.due_on}" for row in rows]


def test_working_days_are_refused_against_calendar_days_with_the_first_day_that_shows_it() -> None:
    found = layer_mistakes(pack(LAW), house("- tighten: r\n  from: 2025-01-01\n  within: 45 working days\n"))
    assert found == [
        "r@house: 'within: 45 working days' is weaker than '60 days': from 2018-01-01 it would allow until "
        "2018-03-08, the higher rule 2018-03-02"
    ]


def test_a_stricter_child_runs_beside_the_law_and_is_called_the_house_s() -> None:
    programme = programme_of(
        pack(LAW), house("- tighten: r\n  from: 2025-01-01\n  within: 45 days\n  extend: none\n")
    )
    child = programme.versions("r@house")[0]
    assert (child.force, child.parent, child.title["zh"]) == ("HOUSE", "r", "规则")
    rows = rows_of(programme, ["2025-03-03 t.case.opened case=D1"], "2025-04-20")
    assert told(rows, "2025-04-20") == ["r due 2025-05-06", "r@house breached 2025-04-17"]
    assert layer_mistakes(pack(LAW), house("- tighten: r\n  from: 2025-01-01\n  within: 45 days\n")) == []


def test_a_weaker_number_is_refused_and_a_stricter_one_is_not() -> None:
    national = pack(STATE, more=MEMBERS)
    assert layer_mistakes(national, house("- tighten: r\n  numbers: {cap: 15%}\n")) == []
    found = layer_mistakes(national, house("- tighten: r\n  numbers: {cap: 25%}\n"))
    assert found == ["r@house: 'cap: 25%' is weaker than '20%' of the higher rule"]
    longer = layer_mistakes(national, house("- tighten: r\n  grace: 60 days\n"))
    assert len(longer) == 1 and "'grace: 60 days' is weaker than '30 days'" in longer[0]


def test_a_child_may_add_a_condition_but_not_take_one_away() -> None:
    programme = programme_of(pack(STATE, more=MEMBERS), house("- tighten: r\n  and: count(members) >= 3\n"))
    assert programme.versions("r@house")[0].shape.check.text.endswith("and (count(members) >= 3)")  # type: ignore[union-attr]
    _, problems = read(pack(LAW), house("- tighten: r\n  do: t.case.dropped\n"))
    assert "there is no 'do' here" in problems[0].what_en


def test_a_house_sets_only_open_numbers_within_their_bounds_and_says_who_decided() -> None:
    good = "- set: r\n  from: 2025-01-01\n  within: 5 days\n  by_whom: 工会委员会 2024-12-20\n"
    programme = programme_of(pack(OPEN_NUMBER), house(good))
    assert [(one.start.year, one.end, one.decided_by) for one in programme.versions("r")] == [
        (2020, date(2024, 12, 31), ""),
        (2025, None, "工会委员会 2024-12-20"),
    ]
    assert layer_mistakes(pack(OPEN_NUMBER), house(good)) == []
    wide = layer_mistakes(pack(OPEN_NUMBER), house(good.replace("5 days", "21 days")))
    assert wide == ["r: 'within: 21 days' is outside 5 days .. 20 days"]
    closed = layer_mistakes(pack(LAW), house(good.replace("5 days", "50 days")))
    assert closed == ["r: 'within' is not yours to set"]
    _, problems = read(pack(OPEN_NUMBER), house("- set: r\n  from: 2025-01-01\n  within: 5 days\n"))
    assert "'by_whom' is missing" in problems[0].what_en


def test_a_promise_with_its_longest_pause_stays_under_the_ceiling() -> None:
    promise = (
        rule("""
        after: t.case.opened
        within: 15 working days
        do: t.case.done
        same: case
        pause: {start: t.case.paused, end: t.case.resumed, at_most: 10 working days}
        under: r
    """)
        .replace("id: r\n", "id: promise\n")
        .replace("force: LAW", "force: HOUSE")
    )
    assert layer_mistakes(pack(LAW), house(promise)) == []
    found = layer_mistakes(pack(LAW), house(promise.replace("15 working", "35 working")))
    assert len(found) == 1 and "may end after the ceiling 'r'" in found[0]
    assert layer_mistakes(pack(LAW), house(promise.replace("under: r", "under: q"))) == [
        "promise: there is no ceiling 'q'"
    ]


def test_a_child_of_nothing_is_refused() -> None:
    _, problems = read(pack(LAW), house("- tighten: q\n  within: 1 day\n"))
    assert "there is no higher rule 'q'" in problems[0].what_en


def test_bounds_are_compared_in_their_own_unit() -> None:
    assert within("5 days", "5 days", "20 days")
    assert not within("5 working days", "5 days", "20 days")
    assert within("30%", "20%", "40%")
    assert not within("x", "20%", "40%")


VERSIONS = LAW + LAW.replace("2020-01-01", "2025-03-01").replace("60 days", "20 days")


def test_the_day_of_the_opening_fact_chooses_the_version() -> None:
    programme = programme_of(pack(VERSIONS))
    rows = rows_of(
        programme, ["2025-02-28 t.case.opened case=A", "2025-03-03 t.case.opened case=B"], "2025-03-10"
    )
    assert sorted(told(rows, "2025-03-10")) == ["r due 2025-03-24", "r due 2025-04-29"]


def test_open_too_redates_what_is_open_but_never_before_its_first_day() -> None:
    programme = programme_of(pack(VERSIONS.replace("20 days", "20 days\n  transition: open too")))
    lines = [
        "2025-01-02 t.case.opened case=A",
        "2025-02-20 t.case.opened case=B",
        "2025-02-20 t.case.opened case=C",
        "2025-02-25 t.case.done case=C",
        "2024-12-02 t.case.opened case=D",
    ]
    rows = {row.key: row for row in rows_of(programme, lines, "2025-03-03")}
    assert {key: row.due_on for key, row in rows.items()} == {
        "A": date(2025, 3, 1),
        "B": date(2025, 3, 12),
        "C": date(2025, 4, 21),
        "D": date(2025, 2, 5),
    }
    assert [rows[key].uid for key in "ABCD"] == [
        "r@2025-03-01", "r@2025-03-01", "r@2020-01-01", "r@2020-01-01",
    ]  # fmt: skip
    sentence = render(trace_of(programme.version(rows["A"].uid), rows["A"], CALENDAR), "zh")
    assert sentence.endswith("新规定从 2025-03-01 起施行，期限不早于这一天。")


def test_open_too_may_not_change_the_facts_it_looks_at() -> None:
    later = LAW.replace("2020-01-01", "2025-03-01\n  transition: open too").replace(
        "do: t.case.done", "do: t.case.dropped"
    )
    _, problems = read(pack(LAW + later))
    assert "may change numbers only" in problems[0].what_en


STRICTER = programme_of(
    pack(LAW), house("- tighten: r\n  from: 2025-01-01\n  within: 45 days\n  extend: none\n")
)
ACTS = st.sampled_from(["done", "extended days=20 approved_by=b handler=h told_on=2025-03-01", "dropped"])


@given(st.integers(0, 300), st.lists(st.tuples(st.integers(0, 150), ACTS), max_size=5))
def test_whoever_keeps_the_house_s_limit_keeps_the_law_s(start: int, acts: list[tuple[int, str]]) -> None:
    opened = date(2025, 2, 1) + timedelta(days=start)
    lines = [f"{opened} t.case.opened case=A"]
    for offset, act in acts:
        kind, _, rest = act.partition(" ")
        lines.append(f"{opened + timedelta(days=offset)} t.case.{kind} case=A {rest}")
    found = {row.rule: str(status(row, date(2026, 12, 1))) for row in rows_of(STRICTER, lines, "2026-12-01")}
    if found["r@house"] == "kept":
        assert found["r"] == "kept"
