"""Two years of institutions in the made-up enterprise: kept and broken everywhere, told and put right."""

from collections import defaultdict

import pytest

from zhiyin.demo.duty_plan import DUTIES
from zhiyin.institutions import rules
from zhiyin.institutions.models import EvidenceEntry, ObligationRow, Tally, Violation
from zhiyin.institutions.rules import State
from zhiyin.journal import clock
from zhiyin.journal.models import Fact

pytestmark = pytest.mark.django_db

GROUPS = {"listen", "front", "help", "open", "take_part", "learn", "carry_out", "protect"}
KEPT, BROKEN = {"kept", "kept_late"}, {"breached", "unproven"}


def test_every_group_of_institutions_has_duties_kept_and_broken():
    found = set(ObligationRow.objects.values_list("rule__group", "status"))
    assert {group for group, status in found if status in KEPT} >= GROUPS
    assert {group for group, status in found if status in BROKEN} >= GROUPS
    assert {"due", "kept_late"} <= {status for _group, status in found}


def test_managers_were_too_many_among_the_delegates_and_later_were_not():
    rows = ObligationRow.objects.filter(rule__rule="wc-manager-cap").order_by("start_on")
    assert [row.status for row in rows] == ["kept_late"]


def test_sheets_went_every_way_and_many_still_wait():
    taken = set(Fact.objects.filter(subject_kind="violation").values_list("kind", flat=True))
    assert {step.fact for step in rules.STEPS.values()} - taken == set()
    assert Fact.objects.filter(kind="institutions.rectification.accepted", payload__recheck="failed").exists()
    today = set(Violation.objects.values_list("state", flat=True))
    assert {State.CLOSED, State.EXPLAINED, State.CORRECTED, State.SUSPECTED} <= today
    assert len(today & rules.OPEN) >= 4


def test_sheets_reached_every_rung_and_ended_with_every_outcome():
    assert set(Violation.objects.values_list("rung", flat=True)) == {1, 2, 3, 4, 5}
    ended = set(Violation.objects.filter(state=State.CLOSED).values_list("outcome", flat=True))
    assert ended == set(rules.OUTCOMES)


def test_a_sheet_agrees_with_its_facts():
    history = defaultdict(list)
    facts = Fact.objects.filter(subject_kind="violation").order_by("subject_id", "place")
    for subject, kind, payload in facts.values_list("subject_id", "kind", "payload"):
        history[subject].append((kind, payload))
    for sheet in Violation.objects.all():
        assert rules.replay(history[str(sheet.pk)]) == sheet.state, sheet.number


def test_breaches_were_told_as_time_went_by():
    told = set(ObligationRow.objects.exclude(told_on=None).values_list("told_on", flat=True))
    assert len(told) > 40
    assert (clock.today() - min(told)).days > DUTIES * 0.9


def test_the_register_has_lines_in_every_state_but_none_without_a_second_person():
    states = set(EvidenceEntry.objects.values_list("state", flat=True))
    assert {"confirmed", "waiting", "rejected"} <= states
    confirmed = EvidenceEntry.objects.filter(state="confirmed")
    assert 900 < confirmed.count() < 2400
    assert not any(entry.recorded_by_id == entry.decided_by_id for entry in confirmed)
    assert {entry.group for entry in confirmed} >= GROUPS


def test_the_counts_are_those_of_the_rows():
    counted = sum(Tally.objects.values_list("count", flat=True))
    assert counted == ObligationRow.objects.exclude(due_on=None).count() > 900
