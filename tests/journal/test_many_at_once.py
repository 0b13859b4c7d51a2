"""Thousands of facts in one transaction: written another way, told the same."""

from uuid import uuid4

import pytest
from django.db import transaction

from zhiyin.journal.facts import FACT_VOIDED
from zhiyin.journal.insert import COPIED_FROM
from zhiyin.journal.models import Fact
from zhiyin.journal.record import Entry, record_all
from zhiyin.journal.sequence import number_all, of_subject
from zhiyin.journal.verify import verify

pytestmark = pytest.mark.django_db


def test_many_facts_at_once_keep_their_places_and_match_their_hashes():
    often = uuid4()
    entries = [
        Entry(FACT_VOIDED, often if n % 3 == 0 else uuid4(), payload={"fact": uuid4()})
        for n in range(COPIED_FROM + 200)
    ]
    with transaction.atomic():
        record_all(entries)
    assert Fact.objects.count() == len(entries)
    places = [fact.place for fact in of_subject("fact", often)]
    assert places == list(range(1, len(places) + 1))
    assert number_all() == len(entries)
    assert verify().problem == ""
