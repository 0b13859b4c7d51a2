"""A draft is tried on the past before anyone is bound by it."""

import json
from datetime import date

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.compare import all_along, compare
from zhiyin.institutions.draft import with_draft
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.house import Change, entry, pack
from zhiyin.institutions.programme import PACKS, load
from zhiyin.institutions.schema import schema

CALENDAR = Calendar.shipped()
PROGRAMME = load()


def answered(key: str, accepted: date, done: date) -> list[Fact]:
    fields = {"written": True, "final": True, "handler": "h1"}
    return [
        Fact("voice.demand.accepted", key, None, None, accepted, None, 1, {"type": "appeal"}),
        Fact("voice.demand.answered", key, None, None, done, None, 2, fields),
    ]


def draft(rule_id: str, start: date, **values: str) -> str:
    rule = PROGRAMME.versions(rule_id)[-1]
    return pack([entry(Change(rule, values, start, "工会 2026-02-20"))])


def test_a_shorter_promise_shows_who_would_have_been_late() -> None:
    after, problems = with_draft(
        draft("house-answer-appeal", date(2026, 3, 1), within="10 working days"), CALENDAR
    )
    assert not problems
    *_, before, drafted = after.versions("house-answer-appeal")
    assert before.end == date(2026, 2, 28) and drafted.start == date(2026, 3, 1)
    facts = [
        *answered("A", date(2026, 3, 3), date(2026, 3, 10)),
        *answered("B", date(2026, 3, 3), date(2026, 3, 20)),
        *answered("C", date(2026, 2, 3), date(2026, 2, 25)),
        Fact("institutions.obligation.breached", "x", None, None, date(2026, 3, 30), None, 9, {}),
    ]
    now = PROGRAMME.only(PROGRAMME.versions("house-answer-appeal"))
    found = compare(now, all_along(after, drafted), facts, CALENDAR, date(2026, 3, 1), date(2026, 4, 1))
    assert (found.total.was.kept, found.total.would.kept, found.total.would.late) == (2, 1, 1)
    assert (found.newly_late, found.newly_kept) == (1, 0)


def test_a_draft_outside_its_bounds_is_refused_with_a_sentence() -> None:
    _, problems = with_draft(
        draft("house-answer-appeal", date(2026, 3, 1), within="30 working days"), CALENDAR
    )
    assert any("is outside 5 working days .. 25 working days" in problem.what_en for problem in problems)


def test_the_law_s_number_is_not_a_draft_s_to_change() -> None:
    _, problems = with_draft(draft("pet-finish-60d", date(2026, 3, 1), within="90 days"), CALENDAR)
    assert any("is not yours to set" in problem.what_en for problem in problems)


def test_two_readings_by_the_same_rules_are_the_same() -> None:
    facts = answered("A", date(2026, 3, 3), date(2026, 3, 10))
    found = compare(PROGRAMME, PROGRAMME, facts, CALENDAR, date(2026, 3, 1), date(2026, 4, 1))
    assert found.total.was == found.total.would and found.total.was.kept > 0
    assert (found.newly_late, found.newly_kept) == (0, 0)


def test_the_shipped_schema_is_the_reader_s_own() -> None:
    assert json.loads((PACKS / "schema.json").read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))
