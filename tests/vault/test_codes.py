"""Receipt codes: typed from paper, read aloud, photographed; a wrong one is told before it opens nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.vault import codes

BODY = st.text(codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)


def whole(body):
    return body + codes.check_character(body)


@given(BODY)
def test_a_code_as_it_is_shown_reads_back(body):
    shown = codes.shown(body)
    assert codes.normal(shown) == body
    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4, 1]


@given(BODY, st.integers(0, codes.LENGTH), st.sampled_from(codes.ALPHABET))
def test_every_single_wrong_character_is_caught(body, place, other):
    right = whole(body)
    wrong = right[:place] + other + right[place + 1 :]
    if wrong != right:
        with pytest.raises(codes.BadCode):
            codes.normal(wrong)


@given(BODY, st.integers(0, codes.LENGTH), st.integers(0, codes.LENGTH))
def test_every_exchange_of_two_characters_is_caught_neighbours_or_not(body, one, other):
    right = list(whole(body))
    right[one], right[other] = right[other], right[one]
    wrong = "".join(right)
    if wrong != whole(body):
        with pytest.raises(codes.BadCode):
            codes.normal(wrong)


def test_every_pair_of_neighbours_is_caught_without_exception():
    for a in codes.ALPHABET:
        for b in codes.ALPHABET:
            for place in range(codes.LENGTH - 1):
                body = "7" * place + a + b + "7" * (codes.LENGTH - 2 - place)
                turned = "7" * place + b + a + "7" * (codes.LENGTH - 2 - place)
                assert (codes.check_character(body) == codes.check_character(turned)) is (a == b)


@given(BODY)
def test_case_spaces_dashes_look_alikes_and_full_width_are_forgiven(body):
    code = codes.shown(body)
    full = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (
        code.lower(), code.replace("-", " "), code.replace("-", ""), f"  {code}\n", full, full.lower(),
        code.replace("-", "\u3000"), code.replace("-", "—"),
        code.replace("1", "I"), code.replace("1", "l"), code.replace("0", "O"), code.replace("V", "u"),
    ):  # fmt: skip
        assert codes.normal(typed) == body


@pytest.mark.parametrize("typed", ["", "-", "ABCD", "回执码", "0" * 16, "0" * 18, "7K4Q 2M9X 1ABC 2DEF 食"])
def test_what_cannot_be_a_code_is_refused(typed):
    with pytest.raises(codes.BadCode):
        codes.normal(typed)


def test_one_form_has_one_code_and_two_forms_have_two(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert codes.code_for(b"form" * 8) == codes.code_for(b"form" * 8)
    assert codes.code_for(b"form" * 8) != codes.code_for(b"norm" * 8)


def test_without_the_servers_key_the_table_tells_nothing(settings, tmp_path):
    from hashlib import sha256

    body = "7K4Q2M9X1ABC2DEF"
    settings.DATA_DIR = tmp_path / "one"
    here, code_here = codes.lookup_key(body), codes.code_for(b"form")
    settings.DATA_DIR = tmp_path / "other"
    assert codes.lookup_key(body) != here and codes.code_for(b"form") != code_here
    assert here != sha256(body.encode()).digest()
    assert len(here) == 32
