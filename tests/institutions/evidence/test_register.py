"""制度台账: recorded by one, confirmed by another, and what is missing is never kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiyin.institutions.models import EvidenceEntry, ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.register import confirmers, kinds
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.services import breaches, evidence
from zhiyin.journal import leaf
from zhiyin.journal.kinds import PayloadError
from zhiyin.journal.models import Fact

ASKED, ANSWERED = "rules.objection.received", "rules.objection.answered"


@pytest.fixture
def confirmed(said, acting):
    """Recorded by the unit's leader and confirmed by the union."""

    def make(*args, recorder="workshop_leader", confirmer="union_officer", **kwargs):
        entry = evidence.record_evidence(acting=acting(recorder), said=said(*args, **kwargs))
        evidence.confirm_evidence(acting=acting(confirmer), entry_id=entry.pk)
        entry.refresh_from_db()
        return entry

    return make


def test_evidence_counts_only_after_a_second_person_confirmed_it(said, acting, confirmed, caught_up):
    confirmed(ASKED, "o1")
    entry = evidence.record_evidence(acting=acting("workshop_leader"), said=said(ANSWERED, "o1"))
    caught_up()
    row = ObligationRow.objects.get(key="o1", rule__rule="rule-objection")
    assert row.status == "due" and not Fact.objects.filter(kind=ANSWERED).exists()
    evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    caught_up()
    row.refresh_from_db()
    assert row.status == "kept"
    fact = Fact.objects.get(kind=ANSWERED)
    assert EvidenceEntry.objects.get(pk=entry.pk).fact_id == fact.pk
    assert fact.actor == acting("workshop_leader").actor


def test_what_is_missing_is_not_proven_never_kept(confirmed, caught_up, at):
    confirmed(ASKED, "o1")
    # Whether the contract has a women's clause, and whether the ballot was secret, nobody wrote down.
    confirmed("bargaining.contract.signed", "c1", confirmer="discipline_officer")
    votes = {"all": 100, "present": 80, "votes_for": 60, "recorded": "passed"}
    confirmed("congress.vote.counted", "v1", confirmer="discipline_officer", **votes)
    with at(date(2026, 3, 2) + timedelta(days=60)):
        caught_up()
        rows = {
            rule: ObligationRow.objects.get(rule__rule=rule).status
            for rule in ("rule-objection", "cb-women-clause", "wc-majority-all", "wc-secret-itemised")
        }
        assert rows == {
            "rule-objection": "breached",
            "cb-women-clause": "unproven",
            "wc-majority-all": "kept",
            "wc-secret-itemised": "unproven",
        }
        breaches.tell_breaches()
    told = Fact.objects.filter(kind="institutions.obligation.breached", payload__unproven=True)
    assert {fact.payload["rule"].split("/")[0] for fact in told} >= {"cb-women-clause", "wc-secret-itemised"}
    assert set(Violation.objects.filter(unproven=True).values_list("rule", flat=True)) >= {"cb-women-clause"}


def test_nobody_confirms_what_they_recorded_themselves(said, acting):
    union = acting("union_officer")
    entry = evidence.record_evidence(acting=union, said=said(ASKED, "o1"))
    with pytest.raises(NotNow, match="confirmed_by_the_same_person"):
        evidence.confirm_evidence(acting=union, entry_id=entry.pk)
    assert not Fact.objects.filter(kind=ASKED).exists()


@pytest.mark.parametrize(
    "who", ["leader", "workshop_leader", "handler", "workshop_handler", "demand_officer"]
)
def test_the_side_whose_duty_it_is_never_confirms(said, acting, who):
    entry = evidence.record_evidence(acting=acting("leader"), said=said(ANSWERED, "o1"))
    with pytest.raises((PermissionDenied, NotNow)):
        evidence.confirm_evidence(acting=acting(who), entry_id=entry.pk)
    assert EvidenceEntry.objects.get().state == "waiting"


def test_the_unions_own_duties_are_not_confirmed_by_the_union(said, acting):
    kind = kinds()["care.event.visited"]
    assert kind.side == "union"
    assert "union_officer" not in confirmers(kind.name, kind.side, {})
    entry = evidence.record_evidence(
        acting=acting("leader"), said=said("care.event.visited", "ev1", unit="YS")
    )
    with pytest.raises(PermissionDenied):
        evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    evidence.confirm_evidence(acting=acting("discipline_officer"), entry_id=entry.pk)
    assert Fact.objects.filter(kind="care.event.visited").count() == 1


def test_everybody_records_for_their_own_units_only(said, acting):
    with pytest.raises(PermissionDenied):
        evidence.record_evidence(acting=acting("workshop_leader"), said=said(ASKED, "o1", unit="YS02"))
    with pytest.raises(PermissionDenied):
        evidence.record_evidence(acting=acting("employee"), said=said(ASKED, "o1"))
    assert not EvidenceEntry.objects.exists()


def test_only_kinds_that_no_module_publishes_are_recorded_by_hand(said, acting):
    with pytest.raises(PermissionDenied):
        evidence.record_evidence(
            acting=acting("leader"), said=said("institutions.violation.closed", "v1", outcome="none")
        )
    assert "voice.demand.answered" not in kinds()
    assert not EvidenceEntry.objects.exists()


def test_the_day_is_the_day_it_happened_and_late_entries_are_marked(confirmed):
    entry = confirmed(ASKED, "o1", on=date(2026, 2, 20))
    fact = Fact.objects.get(kind=ASKED)
    assert (fact.occurred_on, fact.recorded_on) == (date(2026, 2, 20), date(2026, 3, 2))
    assert entry.late
    assert not confirmed(ASKED, "o2", on=date(2026, 2, 27)).late


def test_nothing_is_recorded_that_has_not_happened_yet(said, acting):
    with pytest.raises(NotNow, match="happened_later"):
        evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1", on=date(2026, 3, 3)))
    assert not EvidenceEntry.objects.exists()


def test_fields_are_checked_when_recorded_not_when_confirmed(said, acting):
    with pytest.raises(PayloadError):
        evidence.record_evidence(
            acting=acting("union_officer"),
            said=said("congress.election.counted", "e1", roll="many", turnout=1, votes_for=1),
        )
    assert not EvidenceEntry.objects.exists()


def test_the_text_stays_in_the_register_and_its_digest_in_the_journal(confirmed):
    entry = confirmed(ASKED, "o1")
    fact = Fact.objects.get(kind="institutions.evidence.recorded")
    assert fact.payload["text"] == leaf.text_digest(entry.salt, entry.text)
    assert not [f for f in Fact.objects.all() if "签收单" in f.leaf.decode()]


def test_dates_and_money_come_through_as_they_were_said(said, acting):
    kind = next(k for k in kinds().values() if any(f.type == "yuan" for f in k.fact.fields.values()))
    values = {"yuan": Decimal("1234.50"), "date": date(2026, 1, 5), "bool": True, "people": 3, "items": 2}
    fields = {}
    for name, spec in kind.fact.fields.items():
        fields[name] = spec.options[0] if spec.type == "code" else values.get(spec.type, "r1")
    entry = evidence.record_evidence(acting=acting("leader"), said=said(kind.name, "x1", **fields))
    who = "union_officer" if kind.side == "enterprise" else "discipline_officer"
    fact = evidence.confirm_evidence(acting=acting(who), entry_id=entry.pk)
    money = next(name for name, spec in kind.fact.fields.items() if spec.type == "yuan")
    assert fact.payload[money] == "1234.50"


def test_a_rejected_line_counts_for_nothing_and_says_why(said, acting):
    entry = evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1"))
    union = acting("union_officer")
    with pytest.raises(NotNow, match="reason_needed"):
        evidence.reject_evidence(acting=union, entry_id=entry.pk, reason=" ")
    evidence.reject_evidence(acting=union, entry_id=entry.pk, reason="没有签收单")
    with pytest.raises(NotNow, match="not_waiting"):
        evidence.confirm_evidence(acting=union, entry_id=entry.pk)
    assert not Fact.objects.filter(kind=ASKED).exists()
    assert Fact.objects.filter(kind="institutions.evidence.rejected").count() == 1


def test_a_correction_voids_the_old_line_and_counts_instead(said, acting, confirmed, caught_up):
    confirmed(ASKED, "o1", on=date(2026, 2, 2))
    wrong = confirmed(ANSWERED, "o1", on=date(2026, 2, 3))
    caught_up()
    row = ObligationRow.objects.get(key="o1", rule__rule="rule-objection")
    assert row.kept_on == date(2026, 2, 3)
    right = evidence.record_evidence(
        acting=acting("workshop_leader"), said=said(ANSWERED, "o1", on=date(2026, 3, 1)), corrects=wrong.pk
    )
    caught_up()
    row.refresh_from_db()
    assert row.kept_on == date(2026, 2, 3)
    fact = evidence.confirm_evidence(acting=acting("union_officer"), entry_id=right.pk)
    caught_up()
    row.refresh_from_db()
    assert row.kept_on == date(2026, 3, 1) and row.status == "kept_late"
    wrong.refresh_from_db()
    assert wrong.state == "withdrawn" and fact.corrects_id == wrong.fact_id
    assert Fact.objects.filter(kind="journal.fact.voided").count() == 1


def test_a_withdrawn_line_leaves_the_duty_open_again(acting, confirmed, caught_up):
    confirmed(ASKED, "o1")
    entry = confirmed(ANSWERED, "o1")
    with pytest.raises(PermissionDenied):
        evidence.withdraw_evidence(acting=acting("workshop_leader"), entry_id=entry.pk, reason="x")
    evidence.withdraw_evidence(acting=acting("union_officer"), entry_id=entry.pk, reason="签收单是别的事")
    caught_up()
    assert ObligationRow.objects.get(key="o1", rule__rule="rule-objection").status == "due"


def test_a_finding_is_recorded_by_its_judge_and_confirmed_by_another(said, acting, confirmed, caught_up):
    confirmed("voice.watch.opened", "w1", unit="YS", recorder="union_officer", confirmer="discipline_officer")
    fields = {"rule": "viol-safety-speaker", "key": "w1", "finding": "not_met"}
    finding = said("institutions.finding.recorded", "finding:w1", unit="YS", **fields)
    with pytest.raises(NotNow, match="not_the_judge"):
        evidence.record_evidence(acting=acting("leader"), said=finding)
    entry = evidence.record_evidence(acting=acting("union_officer"), said=finding)
    with pytest.raises(PermissionDenied):
        evidence.confirm_evidence(acting=acting("leader"), entry_id=entry.pk)
    evidence.confirm_evidence(acting=acting("discipline_officer"), entry_id=entry.pk)
    caught_up()
    row = ObligationRow.objects.get(key="w1", rule__rule="viol-safety-speaker")
    assert row.status == "breached" and row.broken_on


def test_killed_between_the_fact_and_its_line_leaves_neither(said, acting, monkeypatch):
    entry = evidence.record_evidence(acting=acting("leader"), said=said(ASKED, "o1"))

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(evidence, "_confirmed", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    assert not Fact.objects.filter(kind=ASKED).exists()
    evidence.confirm_evidence(acting=acting("union_officer"), entry_id=entry.pk)
    assert Fact.objects.filter(kind=ASKED).count() == 1


def test_many_lines_at_once_pass_the_same_checks(said, acting):
    leader, union = acting("leader"), acting("union_officer")
    lines = [said(ASKED, f"o{n}") for n in range(60)]
    with pytest.raises(NotNow, match="confirmed_by_the_same_person"):
        evidence.record_confirmed(recorder=union, confirmer=union, said=lines)
    made = evidence.record_confirmed(recorder=leader, confirmer=union, said=lines)
    assert len(made) == Fact.objects.filter(kind=ASKED).count() == 60
    assert set(EvidenceEntry.objects.values_list("state", flat=True)) == {"confirmed"}
    facts = dict(Fact.objects.filter(kind=ASKED).values_list("pk", "subject_id"))
    assert all(facts[entry.fact_id] == entry.subject for entry in made)


def test_every_kind_that_a_rule_names_is_published_or_can_be_recorded():
    from zhiyin.journal.kinds import published

    named = set(programme().slots) | set(programme().register_slots)
    assert named <= set(published())
    assert {name for name in named if published()[name].by_evidence} <= set(kinds())


def test_a_thing_keeps_its_id_under_its_name(enterprise):
    first = evidence.subject_named(kind="session", name="2026年职代会一次会议")
    assert evidence.subject_named(kind="session", name=" 2026年职代会一次会议 ") == first
    assert evidence.subject_named(kind="session", name="2026年职代会二次会议") != first
    assert evidence.subject_named(kind="unit", name="热处理厂") == enterprise.units["YS01"].pk.hex
    with pytest.raises(NotNow, match="no_such_number"):
        evidence.subject_named(kind="person", name="999999")
