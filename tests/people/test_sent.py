"""An address may say anything: what cannot be read counts as not said, and no page breaks on it."""

from datetime import date
from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.people.sent import day_in, id_in, ids_in, number_in


@pytest.mark.parametrize(
    ("sent", "number"),
    [("7", 7), ("0", 0), ("", None), ("²", None), ("-1", None), ("1.5", None), ("9" * 5000, None)],
)
def test_a_number_is_a_few_digits(sent, number):
    query = QueryDict(mutable=True)
    query["n"] = sent
    assert number_in(query, "n") == number
    assert number_in(query, "other") is None


@given(st.text())
def test_any_text_is_read_or_counts_as_not_said(text):
    assert id_in(text) is None or isinstance(id_in(text), UUID)
    assert day_in(text) is None or isinstance(day_in(text), date)


def test_of_many_ids_those_that_are_none_are_left_out():
    one = UUID(int=1)
    assert ids_in([str(one), "x", ""]) == [one]
