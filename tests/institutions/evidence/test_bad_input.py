"""What people get wrong: a clear refusal or the right dates, nothing lost, nothing silently wrong."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.institutions.evidence.test_register import ANSWERED, ASKED, confirmed

from zhiyin.institutions import rules
from zhiyin.institutions.language.ladder import RUNGS
from zhiyin.institutions.models import EvidenceEntry, ObligationRow
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.services import evidence
from zhiyin.journal import clock
from zhiyin.journal.models import Fact
from zhiyin.journal.verify import verify

__all__ = ["confirmed"]
pytestmark = pytest.mark.django_db


def duty(key: str = "o1") -> ObligationRow:
    return ObligationRow.objects.get(key=key, rule__rule="rule-objection")


def test_a_day_in_the_future_is_refused_on_the_form_and_in_the_service(said, acting, client_as):
    ahead = clock.today() + timedelta(days=1)
    with pytest.raises(NotNow, match="happened_later"):
        evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1", on=ahead))
    fields = {"subject": "异议一", "occurred_on": ahead.isoformat(), "text": "写好了的经过"}
    page = client_as("leader").post(f"/app/evidence/new?kind={ASKED}", fields)
    assert page.status_code == 422
    assert "不能晚于今天" in page.content.decode() and "写好了的经过" in page.content.decode()
    assert not EvidenceEntry.objects.exists()


def test_two_hundred_days_late_still_gives_the_dates_of_the_day_it_happened(confirmed, caught_up, at):
    confirmed(ASKED, "o1")
    asked_on = clock.today()
    with at(asked_on + timedelta(days=210)):
        caught_up()
        assert duty().status == "breached"
        entry = confirmed(ANSWERED, "o1", on=asked_on + timedelta(days=5))
        caught_up()
    assert entry.late and (entry.recorded_on - entry.occurred_on).days > 200
    assert duty().status == "kept" and duty().kept_on == asked_on + timedelta(days=5)


def test_the_same_thing_said_twice_counts_once(confirmed, caught_up):
    confirmed(ASKED, "o1")
    confirmed(ANSWERED, "o1")
    confirmed(ANSWERED, "o1")
    caught_up()
    assert duty().status == "kept"
    assert ObligationRow.objects.filter(rule__rule="rule-objection").count() == 1


def test_a_second_click_on_confirm_says_so_and_records_nothing(said, acting):
    entry = evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1"))
    evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    with pytest.raises(NotNow, match="not_waiting"):
        evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    assert Fact.objects.filter(kind=ASKED).count() == 1


def test_corrected_twice_the_last_word_counts_and_every_step_is_there(said, acting, confirmed, caught_up):
    confirmed(ASKED, "o1", on=date(2026, 2, 2))
    entry = confirmed(ANSWERED, "o1", on=date(2026, 2, 3))
    first = entry
    for day in (date(2026, 2, 10), date(2026, 2, 9)):
        right = evidence.record_evidence(
            acting=acting("workshop_leader"), said=said(ANSWERED, "o1", on=day), corrects=entry.pk
        )
        evidence.confirm_evidence(acting=acting("union_officer"), entry_id=right.pk)
        entry = right
    caught_up()
    assert duty().kept_on == date(2026, 2, 9)
    assert Fact.objects.filter(kind="journal.fact.voided").count() == 2
    assert Fact.objects.filter(kind=ANSWERED).count() == 3
    with pytest.raises(NotNow, match="not_waiting"):
        evidence.record_evidence(
            acting=acting("workshop_leader"), said=said(ANSWERED, "o1"), corrects=first.pk
        )


def test_two_corrections_of_one_line_at_once_leave_one(said, acting, confirmed, caught_up):
    confirmed(ASKED, "o1", on=date(2026, 2, 2))
    wrong = confirmed(ANSWERED, "o1", on=date(2026, 2, 3))
    one, other = (
        evidence.record_evidence(
            acting=acting("workshop_leader"), said=said(ANSWERED, "o1", on=day), corrects=wrong.pk
        )
        for day in (date(2026, 2, 10), date(2026, 2, 11))
    )
    evidence.confirm_evidence(acting=acting("union_officer"), entry_id=one.pk)
    with pytest.raises((NotNow, PermissionDenied)):
        evidence.confirm_evidence(acting=acting("union_officer"), entry_id=other.pk)
    caught_up()
    assert duty().kept_on == date(2026, 2, 10)


def test_a_clock_set_back_takes_nothing_back_and_tells_nothing_twice(confirmed, caught_up, at):
    confirmed(ASKED, "o1")
    today = clock.today()
    with at(today + timedelta(days=120)):
        caught_up()
        assert duty().status == "breached"
    told = Fact.objects.count()
    with at(today + timedelta(days=1)):
        caught_up()
        caught_up()
        confirmed(ANSWERED, "o1", on=today + timedelta(days=1))
        caught_up()
    assert duty().status == "kept" and duty().kept_on == today + timedelta(days=1)
    assert Fact.objects.count() > told and verify().problem == ""


def test_packs_know_as_many_rungs_as_sheets_have():
    assert len(rules.LADDER) == RUNGS
