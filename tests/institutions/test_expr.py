"""Conditions: three values, exact fractions, units that never mix."""

from datetime import date
from fractions import Fraction

import pytest

from zhiyin.institutions.expr.compiler import Env, ExprError, RegisterType, Scope, compile_condition, literal
from zhiyin.institutions.expr.parser import parse
from zhiyin.institutions.expr.types import Type
from zhiyin.institutions.expr.words import words

SCOPE = Scope(
    fields={
        "all": Type("people"),
        "present": Type("people"),
        "type": Type("code", ("a", "b")),
        "written": Type("bool"),
        "on": Type("date"),
        "paid": Type("yuan"),
        "hours": Type("hours"),
    },
    opening={"on": Type("date")},
    due=True,
    numbers={"cap": (Type("share"), Fraction(1, 5))},
    registers={"members": RegisterType("people", {"rank": Type("code", ("high", "low"))})},
    profile={"soe": Type("bool")},
)


class Members:
    def count(self, register: str, day: date, test) -> int:  # type: ignore[no-untyped-def]
        kept = [{"rank": "high"}, {"rank": "low"}, {"rank": "low"}, {}]
        return sum(1 for one in kept if test is None or test(Env(fields=one)) is True)


def value(text: str, **fields: object) -> object:
    return compile_condition(text, SCOPE).run(Env(fields=fields, day=date(2025, 1, 1), registers=Members()))


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("present >= 2/3 of all", {"present": 81, "all": 121}, True),
        ("present >= 2/3 of all", {"present": 80, "all": 121}, False),
        ("present > 1/2 of all", {"present": 60, "all": 120}, False),
        ("present >= 2/3 of all", {"present": 81}, None),
        ("type = a", {}, None),
        ("type in (a, b)", {"type": "b"}, True),
        ("type != a or written", {"written": True}, True),
        ("type != a and written", {"written": False}, False),
        ("not written", {}, None),
        ("known(type)", {}, False),
        ("known(type) or written", {"type": "a"}, True),
        ("share(present, all) >= 50%", {"present": 0, "all": 0}, None),
        ("present <= 20% of all", {"present": 0, "all": 0}, True),
        ("present >= max(30 people, min(ceil(5% of all), 100 people))", {"present": 50, "all": 1000}, True),
        ("present >= max(30 people, min(ceil(5% of all), 100 people))", {"present": 49, "all": 981}, False),
        ("paid >= 2% of paid + 100 yuan", {"paid": "102.05"}, True),
        ("on <= day + 3", {"on": date(2025, 1, 4)}, True),
        ("on - day >= 4 days", {"on": "2025-01-04"}, False),
        ("3 * present >= 2 * all", {"present": 2, "all": 3}, True),
        ("count(members where rank = high) <= cap of count(members)", {}, False),
        ("count(members) = 4", {}, True),
        ("floor(1/100 of all) = 3", {"all": 399}, True),
    ],
)
def test_values(text: str, fields: dict[str, object], expected: object) -> None:
    assert value(text, **fields) is expected


@pytest.mark.parametrize(
    ("text", "fault", "at"),
    [
        ("present + hours > 3", "do not go together", 8),
        ("type < a", "has no order", 5),
        ("written = 3", "do not go together", 8),
        ("present of all > 1", "a share must stand before 'of'", 8),
        ("all * present > 1", "only a plain number", 4),
        ("frobnicate(all) > 1", "there is no function 'frobnicate'", 0),
        ("count() > 1", "belongs in 'enough'", 0),
        ("known(all, present)", "takes 1 values", 0),
        ("on = 2025-02-30", "is not a day", 5),
        ("present > 1/0 of all", "divided by zero", 10),
        ("present >", "expected a value", 9),
        ("present > 3 4", "expected the end", 12),
        ("present ? 3", "'?' means nothing here", 8),
        ("(" * 60 + "written" + ")" * 60, "nested too deeply", 41),
    ],
)
def test_faults_name_their_place(text: str, fault: str, at: int) -> None:
    with pytest.raises(ExprError, match=fault.replace("(", "\\(").replace("?", "\\?")) as raised:
        compile_condition(text, SCOPE)
    assert raised.value.at == at
    assert raised.value.zh and raised.value.fix_zh and raised.value.fix_en


def test_a_condition_beyond_its_own_fact_is_late() -> None:
    assert compile_condition("on >= opening.on", SCOPE).is_late
    assert compile_condition("on <= due", SCOPE).is_late
    assert not compile_condition("soe and written", SCOPE).is_late


def test_numbers_keep_their_unit() -> None:
    assert literal("20%") == (Type("share"), Fraction(1, 5))
    assert literal("40 items") == (Type("items"), Fraction(40))
    with pytest.raises(ExprError):
        literal("forty")


def test_a_condition_reads_as_words_in_both_languages() -> None:
    names = {"present": "到会代表", "all": "全体代表", "written": "书面"}
    tree = parse("present >= 2/3 of all and written")
    assert words(tree, True, lambda path: names.get(path, path)) == "到会代表不少于全体代表的3分之2，并且书面"
    assert words(tree, False, lambda path: path) == "present is at least 2/3 of all, and written"
