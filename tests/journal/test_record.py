"""What may be recorded at all, and what a fact then says."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.journal import clock, leaf
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.ids import uuid7
from zhiyin.journal.kinds import FactKind, Field, PayloadError, code, count, day, digest, ref, yes_no, yuan
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, NotInTransaction, record, record_all
from zhiyin.journal.sequence import number_committed, of_subject

MOMENT = datetime(2026, 10, 20, 1, 2, 3, tzinfo=UTC)
KIND = FactKind(
    "test.thing.done", "thing", "做了", "done",
    {
        "code": code("代码", "code", "a", "b"),
        "yes": yes_no("是否", "yes or no"),
        "day": day("日期", "day"),
        "ref": ref("unit", "单位", "unit"),
        "digest": digest("摘要", "digest"),
        "yuan": yuan("元", "yuan"),
        "people": count("people", "人数", "people"),
    },
)  # fmt: skip
GOOD = {
    "code": "a",
    "yes": True,
    "day": date(2026, 10, 20),
    "ref": uuid4(),
    "digest": "0" * 64,
    "yuan": Decimal("12.50"),
    "people": 3,
}


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_refused_outside_the_transaction_of_its_change():
    with pytest.raises(NotInTransaction):
        record(FACT_VOIDED, uuid4(), fact=uuid4())
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_kind_that_nobody_declared_is_refused():
    with pytest.raises(PayloadError, match="not a declared kind"):
        record(KIND, uuid4(), **GOOD)
    lookalike = FactKind(FACT_VOIDED.name, "fact", "更正", "correction", dict(FACT_VOIDED.fields))
    with pytest.raises(PayloadError, match="not a declared kind"):
        record(lookalike, uuid4(), fact=uuid4())
    assert not Fact.objects.exists()


def test_a_payload_of_the_right_types_becomes_json_values():
    plain = KIND.plain(GOOD)
    assert plain == {
        "code": "a", "yes": True, "day": "2026-10-20", "ref": str(GOOD["ref"]), "digest": "0" * 64,
        "yuan": "12.50", "people": 3,
    }  # fmt: skip
    assert json.loads(json.dumps(plain)) == plain


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code", "c"), ("code", ""), ("code", True),
        ("yes", 1), ("yes", "true"),
        ("day", "2026-10-20"), ("day", MOMENT),
        ("ref", ""), ("ref", True), ("ref", date(2026, 10, 20)), ("ref", "x" * 65),
        ("ref", "YS01 热处理厂"), ("ref", "食堂的饭不好吃"), ("ref", "the canteen is bad"), ("ref", "a\nb"),
        ("digest", "短"), ("digest", "食" * 64), ("digest", "0" * 63), ("digest", 0),
        ("yuan", 12.5), ("yuan", True), ("yuan", "12"),
        ("yuan", Decimal("NaN")), ("yuan", Decimal("Infinity")),
        ("people", 1.0), ("people", True), ("people", "3"),
    ],
)  # fmt: skip
def test_a_badly_typed_value_is_refused_by_name(name, value):
    with pytest.raises(PayloadError, match=rf"test\.thing\.done\.{name}"):
        KIND.plain({**GOOD, name: value})


def test_a_missing_field_and_an_unknown_one_are_refused():
    with pytest.raises(PayloadError, match="needs day"):
        KIND.plain({**GOOD, "day": None})
    with pytest.raises(PayloadError, match="no field text"):
        KIND.plain({**GOOD, "text": "今天食堂的饭不好吃"})


def test_an_optional_field_may_be_absent_and_is_then_left_out():
    kind = FactKind("test.other", "thing", "做了", "done", {"day": day("日期", "day").maybe()})
    assert kind.plain({}) == kind.plain({"day": None}) == {}


def test_a_unit_of_count_that_is_not_ours_is_refused():
    with pytest.raises(ValueError, match="kilos"):
        count("kilos", "公斤", "kilos")


@given(st.text(min_size=1, max_size=64))
def test_no_prose_passes_as_a_reference(text):
    field = FactKind("test.r", "thing", "做了", "done", {"r": Field("ref", "引用", "ref", ref="unit")})
    try:
        kept = field.plain({"r": text})["r"]
    except PayloadError:
        return
    assert kept == text and text.isascii() and not any(c.isspace() for c in text)


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["王强", "employee: 206318", ""])
def test_neither_subject_nor_actor_can_be_prose(said):
    with pytest.raises(PayloadError, match="identifier"):
        record(FACT_VOIDED, said, fact=uuid4())
    with pytest.raises(PayloadError, match="identifier"):
        record(FACT_VOIDED, uuid4(), actor=said, fact=uuid4())


@pytest.mark.django_db
def test_places_count_within_each_subject_whether_recorded_singly_or_together():
    one, other = uuid4(), uuid4()
    record(FACT_VOIDED, one, fact=uuid4())
    entries = [Entry(FACT_VOIDED, s, payload={"fact": uuid4()}) for s in (one, other, one)]
    record_all(entries)
    assert [f.place for f in of_subject("fact", one)] == [1, 2, 3]
    assert [f.place for f in of_subject("fact", other)] == [1]


@pytest.mark.django_db
def test_more_facts_than_one_statement_holds_keep_their_order():
    subject = uuid4()
    facts = record_all(Entry(FACT_VOIDED, subject, payload={"fact": uuid4()}) for _ in range(1203))
    assert [f.place for f in facts] == list(range(1, 1204))
    while number_committed():
        pass
    assert [f.pk for f in Fact.objects.order_by("seq")] == [f.pk for f in facts]


@pytest.mark.django_db
def test_nothing_to_record_records_nothing():
    assert record_all([]) == []


@pytest.mark.django_db
def test_a_fact_comes_back_from_the_database_as_it_was_recorded():
    unit, wrong = uuid7(), uuid7()
    with clock.moved_to(MOMENT):
        said = record(
            FACT_VOIDED, "x", actor="employee:1", unit=unit, corrects=wrong,
            at=datetime(2026, 10, 18, 16, tzinfo=UTC), fact=wrong,
        )  # fmt: skip
    kept = Fact.objects.get(pk=said.pk)
    for name in (f.attname for f in Fact._meta.concrete_fields):
        assert getattr(kept, name) == getattr(said, name), name
    # The 18th in London is the 19th here.
    assert (kept.occurred_on, kept.recorded_on) == (date(2026, 10, 19), date(2026, 10, 20))
    assert kept.recorded_at == MOMENT
    assert kept.corrects_id == wrong


@pytest.mark.django_db
def test_a_mistake_is_corrected_by_a_new_fact_and_the_old_one_stays():
    wrong = record(FACT_VOIDED, "x", fact=uuid4())
    before = Fact.objects.values().get(pk=wrong.pk)
    record(FACT_VOIDED, wrong.pk, corrects=wrong.pk, fact=wrong.pk)
    assert Fact.objects.values().get(pk=wrong.pk) == before
    assert Fact.objects.get(corrects_id=wrong.pk).payload == {"fact": str(wrong.pk)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.dictionaries(st.text(max_size=8), JSON, max_size=6).filter(
    lambda fields: "\ud800" not in str(fields)
)


@given(FIELDS)
def test_the_same_fact_gives_the_same_bytes_whatever_the_order_of_its_keys(fields):
    turned = dict(reversed(list(fields.items())))
    assert leaf.canonical(fields) == leaf.canonical(turned)
    assert json.loads(leaf.canonical(fields)) == fields


@given(FIELDS, FIELDS)
def test_two_different_facts_give_different_bytes_and_hashes(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (leaf.canonical(one) == leaf.canonical(other)) is same
    assert (leaf.leaf_hash(leaf.canonical(one)) == leaf.leaf_hash(leaf.canonical(other))) is same


def test_bytes_and_hash_are_those_of_rfc_8785_and_rfc_6962():
    assert leaf.canonical({"b": "受理", "a": [1, True, None]}) == '{"a":[1,true,null],"b":"受理"}'.encode()
    # RFC 6962: the hash of an empty leaf is SHA-256 of the single byte 0.
    assert leaf.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_the_same_text_under_two_salts_gives_two_digests():
    salts = leaf.salt(), leaf.salt()
    digests = {leaf.text_digest(s, "夜班浴室没有热水") for s in salts}
    assert len(digests) == 2
    assert leaf.text_digest(salts[0], "夜班浴室没有热水") in digests


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)), min_size=2, max_size=20))
def test_identifiers_sort_by_the_millisecond_in_which_they_were_made(moments):
    made = []
    for moment in sorted(m.replace(tzinfo=UTC) for m in moments):
        with clock.moved_to(moment):
            made.append(uuid7())
    assert [m.int >> 80 for m in made] == sorted(m.int >> 80 for m in made)
    assert all((m.version, m.variant) == (7, UUID(int=0x8 << 60).variant) for m in made)


def test_identifiers_of_one_millisecond_are_in_the_order_of_their_making():
    with clock.moved_to(MOMENT):
        made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {m.int >> 80 for m in made} == {int(MOMENT.timestamp() * 1000)}
