"""Keys of lists: what an address carries comes back as it went, and nonsense is no key."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.people.paging import key_from, key_text


@given(st.dates(), st.uuids())
def test_a_key_comes_back_as_it_went(day, pk):
    assert key_from(key_text(day, pk)) == (day, UUID(str(pk)))
    assert key_from(f"{day}_{pk}") == (day, pk)


@given(st.text())
def test_any_text_is_a_key_or_none(text):
    found = key_from(text)
    assert found is None or key_from(key_text(*found)) == found
