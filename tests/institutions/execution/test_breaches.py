"""A breach is seen once, told once, and never where a date is only provisional."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from zhiyin.institutions.engine.rebuild import rebuild
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.services import breaches
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import number_all

OPENED = date(2026, 3, 2)
UNANSWERED = "rules.objection.received"

BREACHED, REMINDED = "institutions.obligation.breached", "institutions.obligation.reminded"


def test_a_breach_is_told_once_and_opens_one_sheet(desk, at, breach):
    with at(OPENED):
        sheet = breach()
    fact = Fact.objects.get(kind=BREACHED)
    assert fact.subject_id == str(sheet.obligation_id)
    assert fact.payload["rule"].startswith("rule-objection/")
    assert fact.payload["unproven"] is False
    with at(sheet.opened_on + timedelta(days=1)):
        desk.night()
        desk.night()
    assert Fact.objects.filter(kind=BREACHED).count() == 1
    assert Violation.objects.count() == 1


def test_what_a_rebuild_derives_anew_is_the_same_breach(desk, at, breach):
    with at(OPENED):
        sheet = breach()
    with at(sheet.opened_on + timedelta(days=1)):
        number_all()
        rebuild(programme())
        # Even where the mark is lost, the journal remembers.
        ObligationRow.objects.update(told_on=None)
        breaches.tell_breaches()
    assert Fact.objects.filter(kind=BREACHED).count() == 1
    assert Violation.objects.get().pk == sheet.pk
    assert not ObligationRow.objects.filter(status="breached", told_on=None).exists()


def test_killed_between_telling_and_the_sheet_leaves_neither(desk, at, monkeypatch):
    with at(OPENED):
        desk.happens(UNANSWERED, "d1")

    def die(_rows):
        raise KeyboardInterrupt

    with at(OPENED + timedelta(days=60)):
        with monkeypatch.context() as patch:
            patch.setattr(breaches, "open_sheets", die)
            with pytest.raises(KeyboardInterrupt), transaction.atomic():
                desk.night()
        assert not Fact.objects.filter(kind=BREACHED).exists()
        desk.night()
    assert Fact.objects.filter(kind=BREACHED).count() == 1
    assert Violation.objects.count() == 1


def test_a_provisional_date_is_never_breached(desk, at):
    with at("2026-12-28"):
        desk.happens(UNANSWERED, "d1")
        desk.night()
    row = ObligationRow.objects.get(key="d1")
    assert row.provisional and row.due_on.year == 2027
    with at(date(2027, 3, 1)):
        desk.night()
    assert not Fact.objects.filter(kind=BREACHED, subject_id=str(row.pk)).exists()
    assert not Violation.objects.filter(key="d1").exists()


def test_a_light_breach_is_told_but_has_no_sheet(desk, at):
    light = next(r for r in programme().rules if r.breach.level == "light" and r.id == "house-answer-help")
    assert light.breach.level == "light"
    with at(OPENED):
        subject = "01890000-0000-7000-8000-000000000001"
        desk.happens("voice.demand.accepted", subject, type="help")
    with at(OPENED + timedelta(days=40)):
        desk.night()
    told = Fact.objects.filter(kind=BREACHED, payload__level="light")
    assert told.exists()
    assert not Violation.objects.filter(level="light").exists()


def test_a_rule_that_only_reminds_is_never_told(desk, at):
    rules = [r for r in programme().rules if r.breach.level == "none"]
    assert rules
    with at(OPENED + timedelta(days=400)):
        desk.night()
    told = {fact.payload["rule"].split("/")[0] for fact in Fact.objects.filter(kind=BREACHED)}
    assert told.isdisjoint({r.id for r in rules})


def test_a_reminder_is_recorded_once_per_step(desk, at):
    with at(OPENED):
        desk.happens("congress.seat.vacated", "seat-1")
        desk.night()
    row = ObligationRow.objects.get(key="seat-1")
    assert row.next_on
    with at(row.next_on):
        desk.night()
        desk.night()
        # Deriving the row again proposes the same reminder again; the journal remembers it.
        ObligationRow.objects.filter(pk=row.pk).update(next_step=0, next_on=row.next_on)
        breaches.remind()
    facts = Fact.objects.filter(kind=REMINDED, subject_id=str(row.pk))
    assert [fact.payload["step"] for fact in facts] == [1]
    rule = programme().by_uid[row.rule.uid]
    assert facts.get().payload["tell"] == rule.remind[0].tell


def test_what_is_settled_is_not_reminded_of(desk, at):
    with at(OPENED):
        desk.happens("congress.seat.vacated", "seat-1")
        desk.happens("congress.seat.filled", "seat-1")
        desk.night()
    with at(OPENED + timedelta(days=70)):
        desk.night()
    row = ObligationRow.objects.get(key="seat-1")
    assert row.status == "kept"
    assert not Fact.objects.filter(kind=REMINDED, subject_id=str(row.pk)).exists()


def test_evidence_that_came_late_corrects_the_record_instead_of_blaming(desk, at, breach):
    with at(OPENED):
        sheet = breach()
    with at(sheet.opened_on + timedelta(days=2)):
        desk.happens("rules.objection.answered", "d1", at=OPENED + timedelta(days=2))
        desk.night()
    sheet.refresh_from_db()
    assert ObligationRow.objects.get(pk=sheet.obligation_id).status == "kept"
    assert sheet.state == "record_corrected"
    assert sheet.ended_on == sheet.opened_on + timedelta(days=2)


def test_an_accusation_is_shown_to_nobody_outside_discipline(desk, at, enterprise):
    from zhiyin.institutions.permissions import visible

    subject = str(UUID(int=7, version=4))
    with at(OPENED):
        desk.happens(
            "voice.demand.received", subject, way="named", wish="report", contact="known", channel="app",
            on_behalf=False, text="ab" * 32,
        )  # fmt: skip
    with at(OPENED + timedelta(days=100)):
        desk.night()
    sheets = Violation.objects.filter(key=subject)
    assert sheets and all(sheet.confided for sheet in sheets)
    for who in ("workshop_leader", "leader", "union_officer"):
        assert not sheets.filter(visible(enterprise.acting(who))).exists()
    assert sheets.filter(visible(enterprise.acting("discipline_officer"))).exists()
