"""Numbers without a gap; held facts of anonymous cases; readers that never skip."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhiyin.journal import clock
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.models import Counter, Fact
from zhiyin.journal.record import Entry, record, record_all
from zhiyin.journal.sequence import (
    batches,
    number_all,
    number_committed,
    read_after,
    release_held,
    set_watermark,
    take_watermark,
)
from zhiyin.journal.verify import verify

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 10, 20, 1, 2, 3, tzinfo=UTC)


def entry(subject, *, sealed=False):
    return Entry(FACT_VOIDED, subject, sealed=sealed, payload={"fact": uuid4()})


def say(subject, *, sealed=False):
    return record_all([entry(subject, sealed=sealed)])[0]


def numbers():
    return list(Fact.objects.filter(seq__isnull=False).order_by("seq").values_list("seq", flat=True))


def test_numbers_begin_at_one_and_have_no_gap_however_small_the_batches():
    for n in range(7):
        say(f"s{n}")
    assert [number_committed(limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert numbers() == [1, 2, 3, 4, 5, 6, 7]
    assert Counter.objects.get().last == 7


def test_facts_of_one_change_are_numbered_in_the_order_in_which_they_were_recorded():
    with clock.moved_to(MOMENT):
        for _ in range(10):
            record_all([entry("one"), entry("two"), entry("one")])
    number_all()
    for subject in ("one", "two"):
        places = Fact.objects.filter(subject_id=subject).order_by("seq").values_list("place", flat=True)
        assert list(places) == sorted(places)
    assert (
        list(Fact.objects.order_by("seq").values_list("subject_id", flat=True)) == ["one", "two", "one"] * 10
    )


def test_a_fact_whose_change_is_undone_gets_no_number_and_leaves_no_gap():
    say("kept")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        say("undone")
        raise ZeroDivisionError
    say("kept")
    number_all()
    assert numbers() == [1, 2]
    assert not Fact.objects.filter(subject_id="undone").exists()


def test_a_fact_of_an_anonymous_case_carries_a_day_and_no_time():
    with clock.moved_to(MOMENT):
        fact = say("case", sealed=True)
    kept = Fact.objects.get(pk=fact.pk)
    assert (kept.occurred_at, kept.recorded_at) == (None, None)
    assert kept.recorded_on == MOMENT.date()
    assert kept.held_until == MOMENT.date() + timedelta(days=1)
    # Neither may the identifier tell a time.
    assert kept.pk.version == 4
    assert b"T01:02" not in bytes(kept.leaf)


def test_it_gets_its_number_the_next_day_and_not_before():
    with clock.moved_to(MOMENT):
        say("case", sealed=True)
        say("open")
        assert number_all() == 1
        assert Fact.objects.get(subject_id="case").seq is None
    with clock.moved_to(MOMENT + timedelta(days=1)):
        assert number_all() == 1
    assert Fact.objects.get(subject_id="case").seq == 2
    assert verify().problem == ""


def fill_cases(cases, facts_each):
    with clock.moved_to(MOMENT):
        for _ in range(facts_each):
            for n in range(cases):
                say(f"case{n:03}", sealed=True)


def test_cases_are_shuffled_and_the_order_within_each_is_kept():
    fill_cases(40, 3)
    release_held(MOMENT.date() + timedelta(days=1))
    rows = list(Fact.objects.order_by("seq").values_list("subject_id", "place"))
    for n in range(40):
        assert [place for subject, place in rows if subject == f"case{n:03}"] == [1, 2, 3]
    # 40! orders: the order of speaking coming out by chance is beyond belief.
    assert list(dict.fromkeys(subject for subject, _ in rows)) != [f"case{n:03}" for n in range(40)]
    assert numbers() == list(range(1, 121))


def test_not_even_the_place_of_the_rows_in_the_database_keeps_the_order_of_speaking():
    fill_cases(40, 2)
    release_held(MOMENT.date() + timedelta(days=1))
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq FROM journal_fact ORDER BY {place}")
        physical = [seq for (seq,) in cursor.fetchall()]
    assert physical == sorted(physical)
    assert verify().problem == ""


def test_releasing_twice_changes_nothing_more():
    fill_cases(3, 2)
    tomorrow = MOMENT.date() + timedelta(days=1)
    assert release_held(tomorrow) == 6
    before = list(Fact.objects.order_by("seq").values())
    assert release_held(tomorrow) == 0
    assert list(Fact.objects.order_by("seq").values()) == before


def test_a_reader_reads_every_numbered_fact_once_and_in_order():
    for n in range(25):
        say(f"s{n}")
    number_all()
    say("unnumbered")
    assert [fact.seq for batch in batches(limit=7) for fact in batch] == list(range(1, 26))
    assert [fact.seq for fact in read_after(20)] == [21, 22, 23, 24, 25]
    assert read_after(25) == []


def test_a_watermark_moves_only_with_its_readers_effects():
    assert take_watermark("board") == 0
    set_watermark("board", 7)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take_watermark("board") == 7
        set_watermark("board", 9)
        raise ZeroDivisionError
    assert take_watermark("board") == 7
    assert take_watermark("other") == 0


def test_recording_one_fact_takes_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        record(FACT_VOIDED, "s", fact=uuid4())


def test_nothing_is_written_while_there_is_nothing_to_number():
    say("s")
    number_all()
    with CaptureQueriesContext(connection) as asked:
        assert number_all() == 0
    assert {query["sql"][:6] for query in asked} == {"SELECT"}
