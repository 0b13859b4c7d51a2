"""The pack language: strict, and every mistake is told with its place and its fix, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.institutions.packs_help import FACTS, pack, programme_of, read, rule

from zhiyin.institutions.language.nodes import Mapping, Text, read_yaml
from zhiyin.institutions.language.problems import PackError, Problems
from zhiyin.institutions.language.rules import After, Pattern
from zhiyin.institutions.programme import load

GOOD = rule("""
    after: t.case.opened where type = a
    within: 15 days
    do: t.case.done where written
    same: case
""")


def mistakes(body: str, more: str = "") -> list[str]:
    _, problems = read(pack(rule(body), more=more))
    return [problem.what_en for problem in problems]


def test_a_good_rule_is_read_with_its_types() -> None:
    programme = programme_of(pack(GOOD))
    found = programme.rules[0]
    assert isinstance(found.shape, After)
    assert (found.shape.within.en, found.keys, found.uid) == ("15 days", ("case",), "r@2020-01-01")
    assert isinstance(found.shape.do, Pattern) and found.shape.do.early is not None
    assert {slot.name for slot in programme.slots["t.case.done"]} == {"do"}


def test_every_scalar_is_text() -> None:
    node = read_yaml("a: no\nb: 2025-01-01\nc: 3-1\nd: 0x10\n", "f", Problems())
    assert isinstance(node, Mapping)
    assert [value.text for value in node.entries.values() if isinstance(value, Text)] == [
        "no", "2025-01-01", "3-1", "0x10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("a: 1\na: 2\n", "'a' stands twice", 2),
        ("a: &x 1\nb: *x\n", "anchors and aliases", 1),
        ("a: !!int 1\n", "the tag", 1),
        ("a: 1\n---\nb: 2\n", "more than one document", 2),
        ("a: [1, 2\n", "not YAML", 2),
        ("a: 'x\n", "not YAML", 2),
        ("", "the file is empty", 1),
        ("a: \x07\n", "not YAML", 1),
        ("{[1]: 2}\n", "a key must be a word", 1),
    ],
)
def test_yaml_is_strict(text: str, fault: str, line: int) -> None:
    problems = Problems()
    read_yaml(text, "f.yaml", problems)
    first = next(iter(problems))
    assert fault in first.what_en and first.place.line == line
    assert first.fix_zh and first.fix_en and first.what_zh


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("within: 15 days", "no shape is given"),
        ("after: t.case.opened\neach: t.case.done\nwithin: 1 day\ndo: t.case.done", "more than one shape"),
        ("after: t.case.opend\nwithin: 1 day\ndo: t.case.done", "there is no fact 't.case.opend'"),
        ("after: t.case.opened\nwithin: 15 dys\ndo: t.case.done", "is not a length of time"),
        ("after: t.case.opened\nwithin: -3 days\ndo: t.case.done", "is not a length of time"),
        ("every: year\ndo: t.case.done\nafter_end: -3 days", "is not a length of time"),
        ("always: soe\ngrace: -3 days", "is not a length of time"),
        ("always: count(members) >= 1\nper: nobody", "there is no register 'nobody'"),
        (
            "after: t.case.opened\nwithin: 1 day\ndo: t.case.done\nbreach: {ladder: [unit, union, unit]}",
            "the ladder comes back to 'unit'",
        ),
        ("after: t.case.opened\nwithin: 15 days\ngrace: 2 days\ndo: t.case.done", "means nothing for"),
        ("after: t.case.opened where typ = a\nwithin: 1 day\ndo: t.case.done", "there is no field 'typ'"),
        ("after: t.case.opened where type = c\nwithin: 1 day\ndo: t.case.done", "there is no code 'c'"),
        ("after: t.case.opened where type = a and type = b\nwithin: 1 day\ndo: t.case.done", "never be true"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.case.done where amount > 3 people", "do not go"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.member.joined", "has no 'case', which 'same' needs"),
        ("after: t.case.opened\ncounted_from: type\nwithin: 1 day\ndo: t.case.done", "no field with a date"),
        ("after: t.case.opened\nwithin: 1 day", "'do' is missing"),
        ("every: fortnight\ndo: t.case.done", "is no period"),
        ("every: year\nper: nobody\ndo: t.case.done", "there is no register 'nobody'"),
        ("each: t.case.opened\ncheck: present", "a condition must be yes or no"),
        ("always: count(nobody) >= 1", "there is no register 'nobody'"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.case.done\nunless: {all: [t.case.dropped]}", "only one"),
        ("each: institutions.obligation.breached\ncheck: known(obligation)", "a breach cannot open a rule"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.case.done\napplies: province = mars", "no code 'mars'"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.case.done\napplies: soe and not soe", "never be true"),
        ("after: t.case.opened\nwithin: 1 day\ndo: t.case.done\nfrobnicate: yes", "there is no 'frobnicate'"),
        ("after: t.case.opened where (type = a\nwithin: 1 day\ndo: t.case.done", "unpaired ( )"),
        (
            "after: t.case.opened\nwithin: 1 day\ndo: t.case.done\n"
            "pause: {start: t.case.paused, end: t.case.resumed, at_most: 3 working days}",
            "a statutory clock never pauses",
        ),
        (
            "after: t.case.opened\nwithin: 1 day\ndo: t.case.done\n"
            "pause: {start: t.case.paused, end: t.case.resumed, at_most: 3 days, source: x}",
            "the cap of a pause is in working days",
        ),
        (
            "after: t.case.opened\nwithin: 1 day\ndo: t.case.done\nremind: [{at: soon, tell: unit}]",
            "the time of the reminder cannot be read",
        ),
        (
            "after: t.case.opened\nwithin: 1 day\ndo: t.case.done\nremind: [{at: 50%, tell: boss}]",
            "there is no role 'boss'",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_found_and_explained(body: str, fault: str) -> None:
    _, problems = read(pack(rule(body)))
    assert any(fault in problem.what_en for problem in problems), [problem.what_en for problem in problems]
    for problem in problems:
        assert problem.place.file == "p1.yaml" and problem.place.line > 1
        assert problem.what_zh and problem.fix_zh and problem.fix_en


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    bad = rule("after: t.case.opened\nwithin: 15 dys\ndo: t.case.don") + rule("each: t.case.opened\ncheck: 3")
    _, problems = read(pack(bad))
    assert len(problems) >= 3
    assert [problem.place.line for problem in problems] == sorted(problem.place.line for problem in problems)


def test_the_nearest_name_is_offered() -> None:
    _, problems = read(pack(rule("after: t.case.opend\nwithin: 1 day\ndo: t.case.done")))
    assert problems[0].fix_en == "did you mean 't.case.opened'?"
    assert problems[0].fix_zh == "是不是“t.case.opened”？"


def test_the_column_points_into_the_condition() -> None:
    _, problems = read(pack(rule("after: t.case.opened where type = c\nwithin: 1 day\ndo: t.case.done")))
    text = pack(rule("after: t.case.opened where type = c\nwithin: 1 day\ndo: t.case.done")).splitlines()
    place = problems[0].place
    assert text[place.line - 1][place.column - 1 :].startswith("c")


def test_a_comma_inside_braces_is_recognised() -> None:
    _, problems = read(pack(GOOD.replace("en: rule", "en: a rule, of sorts")))
    assert any("quote a text that holds a comma" in problem.fix_en for problem in problems)


def test_one_id_cannot_stand_twice_for_the_same_day() -> None:
    _, problems = read(pack(GOOD + GOOD))
    assert [problem.what_en for problem in problems] == ["r: two versions overlap"]


def test_loading_raises_with_every_mistake(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(pack(rule("within: 1 dy")), encoding="utf-8")
    with pytest.raises(PackError, match="no shape is given"):
        load([tmp_path], root=tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_a_pack_or_is_refused_with_a_sentence(text: str) -> None:
    _, problems = read(text)
    for problem in problems:
        assert problem.what_en and problem.what_zh and problem.fix_en and problem.fix_zh


WORDS = st.sampled_from(
    [
        *("a", "b", "type", "all", "present", "written", "and", "or", "not", "in", "(", ")", ",", "="),
        *(">=", "of", "20%", "1/2", "3", "2025-01-01", "count(", "known(", "opening.type", "due", "+"),
        *("-", "*", "where", "people"),
    ]
)


@given(st.lists(WORDS, max_size=15))
def test_any_condition_is_read_or_refused_with_its_place(words: list[str]) -> None:
    condition = " ".join(words)
    _, problems = read(pack(rule(f'each: t.case.opened\ncheck: "{condition}"')))
    for problem in problems:
        assert problem.what_en and problem.fix_en
