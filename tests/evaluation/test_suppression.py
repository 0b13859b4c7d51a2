"""Small numbers stay hidden, and cannot be computed from the others."""

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.evaluation.suppression import THRESHOLD, hidden, percentage_allowed, safe

sizes = st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=12)


def test_one_small_unit_takes_the_next_smallest_with_it():
    assert hidden({"a": 50, "b": 4, "c": 12, "d": 30}) == {"b", "c"}


def test_two_tiny_units_take_a_third_until_nothing_can_be_told():
    assert hidden({"a": 50, "b": 1, "c": 1, "d": 30}) == {"b", "c", "d"}


def test_a_unit_without_any_hides_nothing():
    assert hidden({"a": 50, "b": 0}) == frozenset()


def test_no_percentage_of_fewer_than_ten():
    assert not percentage_allowed(THRESHOLD - 1)
    assert percentage_allowed(THRESHOLD)


@given(sizes, st.sets(st.integers(0, 30)))
def test_no_small_number_is_shown(found, forced):
    gone = hidden(found, forced)
    assert all(size == 0 or size >= THRESHOLD for key, size in found.items() if key not in gone)
    assert {key for key in forced if found.get(key)} <= gone


@given(sizes, st.sets(st.integers(0, 30)))
def test_total_minus_the_shown_never_gives_a_small_number(found, forced):
    gone = hidden(found, forced)
    rest = sum(found.values()) - sum(size for key, size in found.items() if key not in gone)
    everything = all(size == 0 for key, size in found.items() if key not in gone)
    # Where all that hold any are hidden, only the total stands, and it is hidden itself when it is small.
    assert not gone or everything or (len(gone) >= 2 and rest >= THRESHOLD)
    assert everything or safe(found, gone)


@given(sizes)
def test_no_more_is_hidden_than_it_takes(found):
    if all(size == 0 or size >= THRESHOLD for size in found.values()):
        assert hidden(found) == frozenset()
