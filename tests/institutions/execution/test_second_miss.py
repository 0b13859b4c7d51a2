"""One sheet for one breach: a moved date missed again stands on it; after its end, on a new one."""

from datetime import date, timedelta

import pytest

from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.services import breaches, climbing
from zhiyin.institutions.services.violations import correct_record
from zhiyin.institutions.views.sheet_words import steps_of
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import number_all
from zhiyin.people.services.posts import give_up_post

OPENED = date(2026, 3, 2)
DEMAND = "01890000-0000-7000-8000-000000000001"
RULE = "house-answer-appeal"
BREACHED = "institutions.obligation.breached"


@pytest.fixture
def missed(desk, at) -> ObligationRow:
    """An appeal that nobody answered within fifteen working days: told, with its sheet."""
    with at(OPENED):
        desk.happens("voice.demand.accepted", DEMAND, type="appeal")
    with at(OPENED + timedelta(days=25)):
        desk.night()
    return ObligationRow.objects.get(rule__rule=RULE)


def extended(desk, row: ObligationRow, days: int = 10) -> None:
    """The extension was given in time, and only now gets into the journal."""
    desk.happens(
        "voice.demand.extended", DEMAND, at=row.due_on - timedelta(days=1), days=days, reason="complex",
        approved_by="employee:a", handler="employee:b", told_on=row.due_on - timedelta(days=1),
    )  # fmt: skip


def told() -> list[Fact]:
    row = ObligationRow.objects.get(rule__rule=RULE)
    return list(Fact.objects.filter(kind=BREACHED, subject_id=str(row.pk)).order_by("place"))


def sheets() -> list[Violation]:
    return list(Violation.objects.filter(rule=RULE).select_related("unit").order_by("opened_on", "pk"))


def test_a_second_miss_stands_on_the_open_sheet_and_moves_it_up(missed, desk, at):
    (sheet,) = sheets()
    with at(sheet.contest_until + timedelta(days=1)):
        desk.night()
        extended(desk, missed, days=30)
        number_all()
        desk.engine.catch_up()
    moved = ObligationRow.objects.get(pk=missed.pk)
    assert moved.due_on > missed.due_on and moved.status == "due"
    (sheet,) = sheets()
    rung = sheet.rung
    with at(moved.due_on + timedelta(days=1)):
        breaches.tell_breaches()
        desk.night()
        desk.night()
    assert [fact.payload["due_on"] for fact in told()] == [
        missed.due_on.isoformat(),
        moved.due_on.isoformat(),
    ]
    (sheet,) = sheets()
    again = sheet.entries.get(verb="miss_again")
    assert again.new_on == moved.due_on == sheet.due_on and sheet.rung > rung
    assert any("又过了" in stop.title for stop in steps_of(sheet, list(sheet.entries.order_by("place"))))


def test_after_the_first_sheet_ended_the_second_miss_has_a_sheet_of_its_own(missed, desk, at, enterprise):
    (first,) = sheets()
    with at(first.opened_on):
        correct_record(
            acting=enterprise.acting("discipline_officer"), violation_id=first.pk, ground="批过延期，没有登记"
        )
        extended(desk, missed)
        number_all()
        desk.engine.catch_up()
        breaches.tell_breaches()
    moved = ObligationRow.objects.get(pk=missed.pk)
    with at(moved.due_on + timedelta(days=1)):
        desk.night()
        desk.night()
    first, second = sheets()
    assert first.state == "record_corrected" and second.state == "suspected"
    assert first.obligation_id == second.obligation_id and second.due_on == moved.due_on
    assert len(told()) == 2


def test_a_breach_whose_date_is_only_corrected_is_no_second_one(missed, desk, at):
    (sheet,) = sheets()
    with at(sheet.opened_on + timedelta(days=60)):
        extended(desk, missed)
        desk.night()
        desk.night()
    assert len(told()) == 1 and len(sheets()) == 1
    assert not sheets()[0].entries.filter(verb="miss_again").exists()


def test_the_page_of_the_obligation_leads_to_both_sheets(missed, desk, at, enterprise, client_as):
    test_after_the_first_sheet_ended_the_second_miss_has_a_sheet_of_its_own(missed, desk, at, enterprise)
    page = client_as("discipline_officer").get(f"/app/obligations/{missed.pk}").content.decode()
    assert all(f"/app/supervision/{sheet.pk}" in page for sheet in sheets())


def test_a_sheet_on_an_empty_desk_goes_to_the_next_up_the_line(desk, at, breach, enterprise):
    with at(OPENED):
        sheet = breach()
        assert (sheet.desk_role, sheet.desk_path) == ("leader", enterprise.units["YS01"].path)
        assert climbing.relay() == 0
        head = enterprise.people["workshop_leader"]
        give_up_post(acting=None, post=enterprise.posts["workshop_leader"], employee=head)
        assert climbing.relay() == 1
        assert climbing.relay() == 0
    due, rung = sheet.step_due_on, sheet.rung
    sheet.refresh_from_db()
    assert (sheet.desk_role, sheet.desk_path) == ("leader", enterprise.units["YS"].path)
    assert (sheet.step_due_on, sheet.rung) == (due, rung)
    fact = Fact.objects.filter(subject_kind="violation", subject_id=str(sheet.pk)).order_by("place").last()
    assert fact is not None and fact.kind == "institutions.violation.relayed"
    assert sheet.entries.last().verb == "relay"
