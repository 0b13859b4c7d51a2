"""A verb records exactly what it declares."""

from uuid import uuid4

import pytest
from django.db import transaction

from zhiyin.journal import verbs
from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.kinds import _registry as kinds
from zhiyin.journal.kinds import declare
from zhiyin.journal.models import Fact
from zhiyin.journal.record import record
from zhiyin.journal.verbs import UndeclaredFact, verb

pytestmark = pytest.mark.django_db
VOIDED = FACT_VOIDED.name


@pytest.fixture(autouse=True)
def _nothing_stays_declared(monkeypatch):
    monkeypatch.setattr(verbs, "_registry", dict(verbs._registry))
    declared = set(kinds)
    yield
    for name in set(kinds) - declared:
        del kinds[name]


def void(subject="s"):
    record(FACT_VOIDED, subject, fact=uuid4())


def test_what_is_declared_is_recorded_and_returned():
    @verb(VOIDED)
    def correct(*, n):
        void()
        return n + 1

    assert correct(n=1) == 2
    assert Fact.objects.count() == 1
    assert verbs.registered()[f"{correct.__module__}.{correct.__qualname__}"].records == (VOIDED,)


def test_recording_nothing_of_what_is_declared_undoes_the_whole():
    @verb(VOIDED, may=("test.thing.seen",))
    def forgetful():
        record(seen, "s")

    seen = declare("test.thing.seen", "thing", "看见", "seen")
    with pytest.raises(UndeclaredFact, match=r"missing \['journal.fact.voided'\]"):
        forgetful()
    assert not Fact.objects.exists()


def test_recording_what_is_not_declared_undoes_the_whole():
    @verb(silent="it should not")
    def chatty():
        void()

    with pytest.raises(UndeclaredFact, match=r"undeclared \['journal.fact.voided'\]"):
        chatty()
    assert not Fact.objects.exists()


def test_what_may_be_recorded_may_also_be_left_out():
    @verb(may=(VOIDED,))
    def perhaps(*, do):
        if do:
            void()

    perhaps(do=False)
    perhaps(do=True)
    assert Fact.objects.count() == 1


def test_a_verb_either_records_or_says_why_not():
    for wrong in ({}, {"silent": "no", "may": (VOIDED,)}):
        with pytest.raises(ValueError, match="says why"):
            verb(**wrong)
    with pytest.raises(ValueError, match="says why"):
        verb(VOIDED, silent="no")


def test_a_verb_within_a_verb_keeps_its_own_account():
    @verb(VOIDED)
    def inner():
        void()

    @verb(silent="the inner verb tells")
    def outer():
        inner()
        inner()

    outer()
    assert Fact.objects.count() == 2


def test_the_inner_verb_does_not_speak_for_the_outer_one():
    @verb(VOIDED)
    def inner():
        void()

    @verb(VOIDED)
    def outer():
        inner()

    with pytest.raises(UndeclaredFact, match="outer"):
        outer()
    assert not Fact.objects.exists()


def test_the_outer_account_goes_on_after_the_inner_verb():
    @verb(silent="silent")
    def inner():
        pass

    @verb(VOIDED)
    def outer():
        inner()
        void()
        inner()

    outer()
    assert Fact.objects.count() == 1


def test_an_inner_verb_that_fails_is_undone_alone_and_its_facts_are_nobodys():
    @verb(VOIDED)
    def inner():
        void("undone")
        raise ZeroDivisionError

    @verb(VOIDED)
    def outer():
        with pytest.raises(ZeroDivisionError):
            inner()
        void("kept")

    outer()
    assert list(Fact.objects.values_list("subject_id", flat=True)) == ["kept"]


def test_after_a_failed_verb_the_next_one_has_a_clean_account():
    @verb(VOIDED)
    def fails():
        void()
        raise ZeroDivisionError

    @verb(silent="nothing happens")
    def quiet():
        pass

    with pytest.raises(ZeroDivisionError):
        fails()
    quiet()
    assert verbs._current.get() is None
    # Outside any verb a fact is nobody's account.
    with transaction.atomic():
        void()
    quiet()


def test_a_fact_undone_within_a_verb_does_not_count_as_recorded():
    @verb(VOIDED)
    def half():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            void()
            raise ZeroDivisionError

    with pytest.raises(UndeclaredFact, match="missing"):
        half()
    assert not Fact.objects.exists()
