"""`zhiyin institutions …`: the same answers for people and for programs."""

import argparse
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.institutions.packs_help import FACTS, ROLES, pack, programme_of, rule

from zhiyin.institutions.commands import add_parsers
from zhiyin.institutions.trial import BadFacts, due_of_line, try_facts

GOOD = rule("""
    after: t.case.opened
    within: 15 days
    do: t.case.done
    same: case
    examples:
      - name: {zh: 按期, en: in time}
        facts: [2025-03-03 t.case.opened case=A, 2025-03-10 t.case.done case=A]
        on: 2025-04-01
        expect: [A kept due 2025-03-18]
      - name: {zh: 没做, en: not done}
        facts: [2025-03-03 t.case.opened case=A]
        on: 2025-04-01
        expect: [A breached due 2025-03-18]
""")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    options = parser.parse_args(["institutions", *words])
    assert options.without_django
    return int(options.run(options))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "roles.yaml").write_text(ROLES, encoding="utf-8")
    (tmp_path / "p.yaml").write_text(pack(GOOD), encoding="utf-8")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_check_counts_rules_and_examples(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(packs), "--json") == 0
    found = printed(capsys)
    assert {key: found[key] for key in ("rules", "examples", "failed", "by_evidence_only", "errors")} == {
        "rules": 1,
        "examples": 2,
        "failed": 0,
        "by_evidence_only": 0,
        "errors": [],
    }


def test_check_tells_a_failing_example_with_what_came_out(
    packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (packs / "p.yaml").write_text(pack(GOOD.replace("A kept due 2025-03-18", "A kept due 2025-03-17")))
    assert run("check", str(packs), "--json") == 1
    found = printed(capsys)
    assert found["failed"] == 1
    assert found["failures"][0]["en"] == "expected A kept due 2025-03-17, got A kept due 2025-03-18"


def test_check_tells_mistakes_in_the_asked_language(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (packs / "p.yaml").write_text(pack(GOOD.replace("within: 15 days", "within: 15 dys")))
    assert run("check", str(packs), "--lang", "zh") == 1
    assert "“15 dys”不是时长" in capsys.readouterr().out
    assert run("check", str(packs), "--lang", "en") == 1
    assert "fix: write it like 15 days" in capsys.readouterr().out


def test_a_rule_needs_two_examples(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (packs / "p.yaml").write_text(pack(GOOD.split("examples:")[0]))
    assert run("check", str(packs), "--json") == 1
    assert "fewer than 2 worked examples" in printed(capsys)["errors"][0]["what_en"]


def test_check_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "/nowhere", "--lang", "en") == 2
    assert "there is no /nowhere" in capsys.readouterr().err


def test_a_single_house_pack_is_checked_with_the_shipped_layers_above_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "- tighten: pet-finish-60d\n  from: 2025-01-01\n  within: 45 working days\n"
    (tmp_path / "mine.yaml").write_text(pack(text, name="mine", layer="house"))
    assert run("check", str(tmp_path / "mine.yaml"), "--json") == 1
    found = printed(capsys)
    assert found["rules"] == 1
    assert "is weaker than '60 days'" in found["errors"][0]["what_en"]


def test_try_gives_one_object_for_each_obligation(
    packs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.txt"
    facts.write_text(
        "# a case\n2025-09-17 t.case.opened case=A   # opened\n\n2025-09-18 t.case.opened case=B\n"
    )
    assert run("try", str(facts), "--pack", str(packs), "--on", "2025-10-01", "--json") == 0
    found = printed(capsys)
    assert [(row["rule"], row["key"], row["status"], row["due"]) for row in found] == [
        ("r", "A", "due", "2025-10-09"),
        ("r", "B", "due", "2025-10-09"),
    ]
    assert found[0]["zh"].endswith("遇国庆节、中秋节，顺延至 2025-10-09。")
    assert found[0]["en"].startswith("opened on 2025-09-17")
    assert found[0]["trace"][-1]["day"] == "2025-10-09"


def test_try_names_every_line_that_is_no_fact(
    packs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.txt"
    facts.write_text("2025-09-17 t.case.opend case=A\n2025-13-01 t.case.opened case=A\nfoo\n")
    assert run("try", str(facts), "--pack", str(packs), "--on", "2025-10-01") == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert "did you mean 't.case.opened'" in errors[0] and "is not a day" in errors[1]


def test_explain_reads_a_shipped_rule_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "pet-finish-60d", "--lang", "zh") == 0
    zh = capsys.readouterr().out
    assert "60日内办结" in zh and "《信访工作条例》 34" in zh and "可以延期" in zh
    assert run("explain", "house-answer-appeal", "--json") == 0
    versions = printed(capsys)
    assert [one["from"] for one in versions] == ["2024-03-01", "2026-01-01"]
    assert "15 working days" in versions[1]["en"]


def test_explain_offers_the_nearest_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "pet-finish-60", "--lang", "en") == 1
    assert "did you mean 'pet-finish-60d'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2025-09-17 15 days"], ["2025-10-09"]),
        (["2025-09-17", "15", "working", "days"], ["2025-10-14"]),
        (["2025-09-17 15 days", "--no-roll"], ["2025-10-02"]),
        (["2025-03-14 7 days", "--backward"], ["2025-03-07"]),
        (["2025-01-31 1 month", "2025-03-03 15个工作日"], ["2025-02-28", "2025-03-24"]),
        (["2025-09-17T10:00 24 hours"], ["2025-09-18"]),
    ],
)
def test_due_counts_days(words: list[str], expected: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", *words, "--json") == 0
    assert [row["date"] for row in printed(capsys)] == expected


def test_due_reads_lines_and_goes_on_after_a_bad_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("2025-09-17 15 days\n# note\nfoo\n2026-12-30 5 working days\n")
    )
    assert run("due", "--json", "--lang", "en") == 1
    out = capsys.readouterr()
    rows = json.loads(out.out)
    assert [(row["date"], row.get("provisional")) for row in rows] == [
        ("2025-10-09", False),
        (None, None),
        ("2027-01-06", True),
    ]
    assert "line 3: 'foo': write a day and a length" in out.err


def test_a_new_year_s_table_is_checked_and_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhiyin.institutions.calendar import Calendar
    from zhiyin.institutions.tables import shipped_and_own

    monkeypatch.setenv("ZHIYIN_DATA_DIR", str(tmp_path))
    days = [{"name": "元旦", "date": f"2027-01-{day:02}", "isOffDay": True} for day in range(1, 13)]
    public = {"year": 2027, "papers": ["notice"], "days": days}
    (tmp_path / "new.json").write_text(json.dumps(public), encoding="utf-8")
    assert run("holidays", str(tmp_path / "new.json"), "--lang", "en") == 0
    assert "2027: 12 days off, 0 make-up days. Installed" in capsys.readouterr().out
    calendar = Calendar(shipped_and_own())
    assert 2027 in calendar.years and calendar.version != Calendar.shipped().version
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    assert run("holidays", str(tmp_path / "bad.json"), "--lang", "en") == 1
    assert "refused: bad.json: 'format' must be 1" in capsys.readouterr().err


WORDS = st.sampled_from(
    [
        *("2025-03-03", "2026-01-01T10:00", "9999-12-31", "t.case.opened", "t.case.done", "t.case.extended"),
        *("t.member.joined", "case=A", "case=B", "member=m1..m30", "type=a", "written=yes", "days=999999999"),
        *(
            "counted_on=2025-02-30",
            "all=3",
            "=",
            "#",
            "approved_by=b",
            "handler=h",
            "told_on=2025-03-04",
            "x",
        ),
    ]
)


@given(st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=6))
def test_any_lines_are_facts_or_are_refused_with_sentences(lines: list[str]) -> None:
    programme = programme_of(pack(GOOD))
    try:
        found = try_facts(programme, "\n".join(lines), date(2026, 6, 1))
    except BadFacts as error:
        assert all(len(line) > 5 for line in error.lines)
    else:
        assert all(row["zh"] and row["en"] for row in found)


@given(st.text(max_size=60))
def test_any_text_is_a_count_of_days_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        found = due_of_line(text)
    except ValueError as error:
        assert len(str(error)) > 5
    else:
        assert found["date"]
