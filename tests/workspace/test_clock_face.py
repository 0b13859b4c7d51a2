"""A clock shows its date, what is left, and why it is this day."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from zhiyin.institutions.calendar import Calendar
from zhiyin.institutions.spans import Span
from zhiyin.journal import clock as time
from zhiyin.workspace.clock_face import face_of


@pytest.fixture(autouse=True)
def the_day():
    with time.moved_to(datetime(2026, 10, 20, 1, 0, tzinfo=UTC)):
        yield


def running(start, span="15 working days", **changes):
    counted = Calendar.shipped().count_forward(start, Span.parse(span))
    values = {
        "rule": "pet-house-answer",
        "title": {"zh": "答复期限", "en": "Answer"},
        "opened_on": start,
        "force": "HOUSE",
        "due_on": counted.day,
        "due_at": None,
        "ceiling": False,
        "paused_since": None,
        "provisional": counted.provisional,
        "status": "due",
        "why": counted.steps,
        "kept_on": None,
        "source": "",
    }
    return SimpleNamespace(**{**values, **changes})


def test_a_running_clock_counts_working_days():
    face = face_of(running(date(2026, 10, 14)))
    assert (face.date, face.say, face.left, face.tone) == ("11月4日 周三", "还剩 11 个工作日", 11, "info")
    assert face.what == "答复期限 · 15 个工作日"


def test_due_soon_begins_at_three_working_days_or_a_fifth_of_the_period():
    soon = face_of(running(date(2026, 9, 25)))
    assert (soon.left, soon.tone) == (2, "soon")
    assert soon.say == "只剩 2 个工作日"
    assert face_of(running(date(2026, 9, 29))).tone == "info"
    assert face_of(running(date(2026, 9, 28))).tone == "soon"
    assert face_of(running(date(2026, 8, 30), "60 days")).tone == "soon"


def test_a_kept_clock_tells_how_early_it_was():
    face = face_of(running(date(2026, 9, 24), status="kept", kept_on=date(2026, 10, 19)))
    assert face.say == "10月19日已办，早了 3 个工作日"
    assert (face.tone, face.icon, face.left) == ("kept", "check", None)


def test_a_late_one_is_told_apart_from_one_never_done():
    late = face_of(running(date(2026, 9, 15), status="kept_late", kept_on=date(2026, 10, 19)))
    assert late.say == "10月19日才办，晚了 5 个工作日"
    assert late.tone == "soon"
    breached = face_of(running(date(2026, 9, 15), status="breached"))
    assert (breached.tone, breached.say) == ("breach", "超了 6 个工作日")


def test_what_may_be_done_and_was_not_is_no_breach():
    face = face_of(running(date(2026, 9, 15), status="passed"))
    assert (face.tone, face.say) == ("mute", "可以办的日子已过")


def test_a_pause_stops_the_house_promise_and_never_the_ceiling():
    paused = date(2026, 10, 16)
    house = face_of(running(date(2026, 10, 14), status="suspended", paused_since=paused))
    assert (house.date, house.say) == ("暂停中", "企业承诺的期限暂停，最晚办结日不变")
    ceiling = face_of(running(date(2026, 10, 14), "60 days", ceiling=True, force="PARTY"))
    assert (ceiling.date, ceiling.say) == ("12月14日 周一", "还剩 55 天")


def test_a_provisional_date_says_so():
    assert "（暂定）" in face_of(running(date(2026, 12, 20))).date


def test_a_clock_of_hours_shows_the_hour():
    due = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
    steps = [
        {"op": "from", "day": "2026-10-19"},
        {"op": "count", "n": 24, "unit": "hour", "day": "2026-10-20"},
    ]
    clock = running(date(2026, 10, 19), due_at=due, due_on=date(2026, 10, 20), why=steps)
    face = face_of(clock)
    assert (face.left, face.left_unit, face.line) == (9, "小时", "今天 18:00")


def test_the_reasons_speak_of_days_as_people_do():
    face = face_of(running(date(2026, 9, 24)))
    assert face.phrases[0] == "9月24日 周四 起"
    assert "10月22日 周四" in face.phrases[-1]
    assert "中秋" in face.phrases[-1]


def drawn(clock, tag="{% clock c %}"):
    return Template("{% load z %}" + tag).render(Context({"c": clock}))


def test_the_little_calendar_shows_what_counted():
    shown = drawn(running(date(2026, 9, 24), status="kept", kept_on=date(2026, 10, 19)))
    assert '<span class="st">24<small>起</small></span>' in shown
    assert '<span class="off">25<small>中秋</small></span>' in shown
    assert '<span class="on mk"><span>10<sup>班</sup></span>' in shown
    assert '<span class="on ok">19' in shown
    assert '<span class="end">22' in shown
    assert shown.count('aria-hidden="true" class="no"') + shown.count('class="no" aria-hidden="true"') == 3


def test_the_dial_has_one_tick_for_each_day():
    shown = drawn(running(date(2026, 10, 14)))
    assert 'stroke-dasharray="14.39 3.20"' in shown
    assert 'stroke-dasharray="14.39 3.20 14.39 3.20 14.39 3.20 14.39 196.72"' in shown
    assert "<b>11</b><small>工作日</small>" in shown


def test_a_list_shows_the_same_in_one_line():
    shown = drawn(running(date(2026, 9, 15), status="breached"), "{% clock_line c %}")
    assert "z-due--breach" in shown
    assert "超了 6 个工作日" in shown


def test_without_its_trace_a_list_counts_in_working_days_and_a_ceiling_in_days():
    house = face_of(running(date(2026, 10, 14), why=()), why=False)
    assert (house.what, house.say, house.phrases) == ("答复期限", "还剩 11 个工作日", [])
    assert face_of(running(date(2026, 10, 14), "60 days", ceiling=True, why=())).say == "还剩 55 天"


def test_it_speaks_english():
    with translation.override("en"):
        face = face_of(running(date(2026, 10, 14)))
    assert (face.date, face.say) == ("Wed 4 Nov", "11 working days left")
