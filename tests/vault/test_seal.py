"""An identity in confidence: two keepers of different sides together, one never."""

import base64
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from zhiyin.vault import seal

PERSON = "employee:0192f0c17a3e7cc1a1b2c3d4e5f60718"
SIDES = ("demand_office", "union", "higher_union", "union")
KEYS = {f"k{n}": PrivateKey.generate() for n in range(len(SIDES))}
KEEPERS = [
    seal.KeeperKey(name, side, bytes(KEYS[name].public_key)) for name, side in zip(KEYS, SIDES, strict=True)
]


@pytest.fixture(scope="module")
def envelope():
    return seal.seal(PERSON, KEEPERS)


def test_every_two_keepers_of_different_sides_open_it_together(envelope):
    opened = set()
    for pair in envelope["pairs"]:
        outer, inner = pair["outer"], pair["inner"]
        half = seal.open_outer(envelope, outer, inner, KEYS[outer])
        assert seal.open_inner(half, KEYS[inner]) == PERSON
        opened.add(frozenset((outer, inner)))
    expected = {frozenset((a.id, b.id)) for a, b in combinations(KEEPERS, 2) if a.side != b.side}
    assert opened == expected


def test_two_keepers_of_one_side_have_nothing_to_open(envelope):
    same_side = {"k1", "k3"}
    assert all({p["outer"], p["inner"]} != same_side for p in envelope["pairs"])
    with pytest.raises(seal.CannotOpen):
        seal.open_outer(envelope, "k1", "k3", KEYS["k1"])


@pytest.mark.parametrize("alone", KEYS)
def test_one_keeper_never_opens_it_whatever_they_try(envelope, alone):
    key = KEYS[alone]
    for pair in envelope["pairs"]:
        box = base64.b64decode(pair["box"])
        with pytest.raises(seal.CannotOpen):
            seal.open_inner(box, key)
        if pair["outer"] == alone:
            half = seal.open_outer(envelope, pair["outer"], pair["inner"], key)
            assert PERSON.encode() not in half
            with pytest.raises(seal.CannotOpen):
                seal.open_inner(half, key)


def test_the_wrong_two_do_not_open_it(envelope):
    for pair in envelope["pairs"]:
        for wrong in permutations(KEYS, 2):
            if wrong[0] != pair["outer"]:
                with pytest.raises(seal.CannotOpen):
                    seal.open_outer(envelope, pair["outer"], pair["inner"], KEYS[wrong[0]])


def test_a_damaged_box_is_told_not_guessed(envelope):
    pair = envelope["pairs"][0]
    box = bytearray(base64.b64decode(pair["box"]))
    box[40] ^= 1
    damaged = {**envelope, "pairs": [{**pair, "box": base64.b64encode(bytes(box)).decode()}]}
    with pytest.raises(seal.CannotOpen):
        seal.open_outer(damaged, pair["outer"], pair["inner"], KEYS[pair["outer"]])


def test_two_envelopes_of_one_person_do_not_look_alike():
    one, other = seal.seal(PERSON, KEEPERS), seal.seal(PERSON, KEEPERS)
    assert {p["box"] for p in one["pairs"]}.isdisjoint(p["box"] for p in other["pairs"])


@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_the_length_of_a_box_does_not_tell_whose_it_is(identity):
    two = KEEPERS[:2]
    envelope = seal.seal(identity, two)
    pair = envelope["pairs"][0]
    if len(identity.encode()) <= seal.PADDED:
        assert len(pair["box"]) == len(seal.seal(PERSON, two)["pairs"][0]["box"])
    half = seal.open_outer(envelope, pair["outer"], pair["inner"], KEYS[pair["outer"]])
    assert seal.open_inner(half, KEYS[pair["inner"]]) == identity


def test_what_does_not_fit_the_padding_is_refused_rather_than_told_by_its_length():
    with pytest.raises(seal.CannotSeal):
        seal.seal("x" * (seal.PADDED + 1), KEEPERS)


@pytest.mark.parametrize("few", [KEEPERS[:0], KEEPERS[:1], [KEEPERS[1], KEEPERS[3]]])
def test_without_keepers_of_two_sides_nothing_is_sealed(few):
    with pytest.raises(seal.CannotSeal):
        seal.seal(PERSON, few)


def test_a_keepers_key_lies_under_their_own_passphrase():
    public, locked = seal.new_keeper("夜班 淋浴 热水", light=True)
    assert bytes(seal.unlock_keeper(locked, "夜班 淋浴 热水").public_key) == public
    with pytest.raises(seal.CannotOpen):
        seal.unlock_keeper(locked, "夜班 淋浴 冷水")
    assert locked["kdf"].startswith("argon2id/")
    again, other = seal.new_keeper("夜班 淋浴 热水", light=True)
    assert again != public and other["salt"] != locked["salt"]
