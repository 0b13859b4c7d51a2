"""A draft is tried on the past before anyone is bound by it."""

import json
from datetime import date

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.fact import Fact
from zhiyin.institutions.programme import PACKS, load
from zhiyin.institutions.replay import draft_pack, replay, with_draft
from zhiyin.institutions.schema import schema

CALENDAR = Calendar.shipped()
PROGRAMME = load()


def answered(key: str, accepted: date, done: date) -> list[Fact]:
    fields = {"written": True, "final": True, "handler": "h1"}
    return [
        Fact("voice.demand.accepted", key, None, None, accepted, None, 1, {"type": "appeal"}),
        Fact("voice.demand.answered", key, None, None, done, None, 2, fields),
    ]


def test_a_shorter_promise_shows_who_would_have_been_late() -> None:
    draft = draft_pack(
        "house-answer-appeal", {"within": "10 working days"}, date(2026, 3, 1), "工会 2026-02-20"
    )
    after, problems = with_draft(draft, CALENDAR)
    assert not problems
    facts = [
        *answered("A", date(2026, 3, 3), date(2026, 3, 10)),
        *answered("B", date(2026, 3, 3), date(2026, 3, 20)),
        *answered("C", date(2026, 2, 3), date(2026, 2, 25)),
        Fact("institutions.obligation.breached", "x", None, None, date(2026, 3, 30), None, 9, {}),
    ]
    found = replay(PROGRAMME, after, ["house-answer-appeal"], facts, CALENDAR, date(2026, 4, 1))
    assert (found.total, found.newly_late) == (3, 1)
    late = [change.key for change in found.changes if change.after == "kept_late"]
    assert late == ["B"]
    assert {change.key for change in found.changes} == {"A", "B"}
    assert found.sentence("zh") == "过去如期的 3 次里，按新规定有 1 次会晚。"
    assert "1 would have been late" in found.sentence("en")


def test_a_draft_outside_its_bounds_is_refused_with_a_sentence() -> None:
    draft = draft_pack("house-answer-appeal", {"within": "30 working days"}, date(2026, 3, 1), "工会")
    _, problems = with_draft(draft, CALENDAR)
    assert any("is outside 5 working days .. 25 working days" in problem.what_en for problem in problems)


def test_the_law_s_number_is_not_a_draft_s_to_change() -> None:
    _, problems = with_draft(
        draft_pack("pet-finish-60d", {"within": "90 days"}, date(2026, 3, 1), "工会"), CALENDAR
    )
    assert any("is not yours to set" in problem.what_en for problem in problems)


def test_replaying_the_same_programme_changes_nothing() -> None:
    facts = answered("A", date(2026, 3, 3), date(2026, 3, 10))
    found = replay(
        PROGRAMME, PROGRAMME, ["house-answer-appeal", "pet-finish-60d"], facts, CALENDAR, date(2026, 4, 1)
    )
    assert found.changes == () and found.total == 2


def test_the_shipped_schema_is_the_reader_s_own() -> None:
    assert json.loads((PACKS / "schema.json").read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))
