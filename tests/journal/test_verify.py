"""Verification names the first fact that is not as it was recorded."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F

from zhiyin.journal import leaf, sequence
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.models import Counter, Fact
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.sequence import number_all
from zhiyin.journal.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    unit, wrong = uuid4(), uuid4()
    entries = [
        Entry(FACT_VOIDED, f"s{n % 3}", "employee:1", unit, corrects=wrong, payload={"fact": wrong})
        for n in range(6)
    ]
    record_all(entries)
    number_all()
    return list(Fact.objects.order_by("seq"))


def change(fact, **values):
    Fact.objects.filter(pk=fact.pk).update(**values)


def test_facts_as_recorded_all_match(facts):
    verdict = verify()
    assert (verdict.problem, verdict.checked) == ("", 6)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "voice.demand.received", "kind"),
        ("subject_kind", "demand", "subject"),
        ("subject_id", "other", "subject"),
        ("place", 9, "place"),
        ("unit_id", uuid4(), "unit"),
        ("unit_id", None, "unit"),
        ("actor", "employee:2", "actor"),
        ("occurred_on", date(2020, 1, 1), "occurred"),
        ("occurred_at", datetime(2020, 1, 1, tzinfo=UTC), "occurred"),
        ("recorded_on", date(2020, 1, 1), "recorded"),
        ("recorded_at", F("recorded_at") + timedelta(microseconds=1), "recorded"),
        ("payload", {"fact": str(uuid4())}, "payload"),
        ("payload", {}, "payload"),
        ("corrects_id", None, "corrects"),
        ("corrects_id", uuid4(), "corrects"),
        ("leaf_hash", b"\0" * 32, "指纹"),
        ("leaf", b"{}", "指纹"),
    ],
)
def test_a_changed_column_is_found_and_named(facts, column, value, said):
    change(facts[3], **{column: value})
    verdict = verify()
    assert (verdict.fact_id, verdict.seq, verdict.checked) == (str(facts[3].pk), 4, 3)
    assert said in verdict.problem


def test_holding_a_fact_back_afterwards_is_found(facts):
    change(facts[3], held_until=date(2030, 1, 1), occurred_at=None, recorded_at=None)
    assert "held" in verify().problem


def test_an_exchanged_identifier_is_found(facts):
    other = uuid4()
    Fact.objects.filter(pk=facts[3].pk).update(id=other)
    verdict = verify()
    assert (verdict.fact_id, verdict.seq) == (str(other), 4)
    assert "id" in verdict.problem


def test_true_is_not_one_and_one_is_not_true(facts):
    fact = facts[2]
    said = json.loads(bytes(fact.leaf))
    said["payload"] = {"fact": True}
    forged = leaf.canonical(said)
    change(fact, payload={"fact": 1}, leaf=forged, leaf_hash=leaf.leaf_hash(forged))
    assert "payload" in verify().problem


@pytest.mark.parametrize("forged", [b"", b"not json", b"[]", b"{}", b'"x"', b"\xff"])
def test_bytes_with_a_fitting_hash_that_are_no_fact_are_told_not_raised(facts, forged):
    change(facts[0], leaf=forged, leaf_hash=leaf.leaf_hash(forged))
    verdict = verify()
    assert verdict.fact_id == str(facts[0].pk) and verdict.problem


def test_the_same_fact_in_other_bytes_is_found(facts):
    said = json.loads(bytes(facts[0].leaf))
    for loose in (json.dumps(said), json.dumps({**said, "more": 1}, sort_keys=True, separators=(",", ":"))):
        change(facts[0], leaf=loose.encode(), leaf_hash=leaf.leaf_hash(loose.encode()))
        assert verify().fact_id == str(facts[0].pk)


def test_the_first_of_two_is_named(facts):
    change(facts[4], actor="employee:2")
    change(facts[1], actor="employee:2")
    assert verify().seq == 2


def test_a_fact_taken_out_of_the_middle_leaves_a_gap(facts):
    facts[2].delete()
    verdict = verify()
    assert "3" in verdict.problem and (verdict.checked, verdict.seq) == (2, 4)


def test_facts_taken_off_the_end_are_missed_by_the_counter(facts):
    facts[5].delete()
    assert "5" in verify().problem and "6" in verify().problem


def test_a_fact_slipped_in_behind_the_counter_is_found(facts):
    Counter.objects.update(last=5)
    assert verify().problem


def test_a_fact_without_a_number_is_verified_too(facts):
    change(facts[5], seq=None, actor="employee:2")
    Counter.objects.update(last=5)
    verdict = verify()
    assert (verdict.fact_id, verdict.seq) == (str(facts[5].pk), None)
    assert "actor" in verdict.problem


def test_a_fact_taken_away_before_it_had_a_number_leaves_a_hole_in_its_subject():
    first, *_rest = record_all(Entry(FACT_VOIDED, "s", payload={"fact": uuid4()}) for _ in range(3))
    Fact.objects.filter(pk=first.pk).delete()
    number_all()
    assert "fact s" in verify().problem


def test_the_database_itself_refuses_two_facts_in_one_place_and_times_on_held_ones(facts):
    from django.db import IntegrityError, transaction

    for values in ({"place": 1}, {"held_until": date(2030, 1, 1)}, {"seq": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(facts[5], **values)
    assert connection.is_usable()
    assert verify().problem == ""


def test_the_command_tells_with_its_exit_status(facts, capsys):
    from argparse import Namespace

    from zhiyin.journal.commands import run_verify

    assert run_verify(Namespace(json=False)) == 0
    change(facts[0], actor="employee:2")
    assert run_verify(Namespace(json=True)) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["seq"], told["fact_id"]) == (1, str(facts[0].pk))


def test_facts_numbered_while_it_reads_are_no_gap(facts, monkeypatch):
    read = sequence.batches

    def read_while_one_more_comes():
        yield from read()
        record_all([Entry(FACT_VOIDED, "late", payload={"fact": uuid4()})])
        number_all()

    monkeypatch.setattr("zhiyin.journal.verify.batches", read_while_one_more_comes)
    assert verify().problem == ""
