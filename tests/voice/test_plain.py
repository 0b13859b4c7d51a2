"""The plain-language check: words that say nothing are marked; it never fails, and plain words pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.insight.plain import LONG, Kind, Part, check
from zhiyin.insight.plain_phrases import PHRASES
from zhiyin.voice.plain_words import ADVICE

PLAIN = "10月16日设备科周师傅去看了，加热管烧坏两根，当天换了新的。"


def kinds(text: str, part: Part) -> list[Kind]:
    return [finding.kind for finding in check(text, part)]


@given(
    st.text() | st.text(alphabet="高度重视适时有关部门。，\n 一二12月日厂我们"), st.sampled_from(list(Part))
)
def test_any_text_gives_findings_whose_words_are_where_they_say(text: str, part: Part) -> None:
    for finding in check(text, part):
        assert 0 <= finding.start <= finding.end <= len(text)
        if finding.words and finding.kind != Kind.LONG:
            assert text[finding.start : finding.end] == finding.words
            assert f"{finding.before}{finding.words}{finding.after}" in text


# Sentences with a day, a number and somebody who does it, put together in any way, are plain.
WHO = st.sampled_from(["设备科", "综合办", "周师傅", "二线班组", "食堂"])
DID = st.sampled_from(["换了两根加热管", "补发了180元", "修好了3盏灯", "贴出了排班表", "去看了一次"])
DAY = st.sampled_from(["10月16日", "9月3日", "昨天", "12月1日"])


@given(st.lists(st.tuples(DAY, WHO, DID), min_size=2, max_size=8), st.sampled_from(list(Part)))
def test_a_text_without_the_patterns_gives_none(said: list[tuple[str, str, str]], part: Part) -> None:
    assert check("".join(f"{day}{who}{did}，本人知道。" for day, who, did in said), part) == []


@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_every_phrase_of_the_list_is_found(phrase: str) -> None:
    found = [finding.words for finding in check(f"我们{phrase}这件事，{PLAIN}", Part.FACTS)]
    assert any(phrase in words or words in phrase for words in found)


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        (PLAIN, Part.FACTS, []),
        ("公司高度重视，将由有关部门适时处理。", Part.OPINION,
         [Kind.STOCK, Kind.WHO, Kind.WHEN, Kind.NO_DATE]),
        ("已经修好了。", Part.FACTS, [Kind.SHORT, Kind.NO_DATE, Kind.NO_NUMBER, Kind.NO_ACTOR]),
        ("问题已得到解决，10月16日由设备科办的。", Part.OPINION, [Kind.PASSIVE]),
        ("《职工生活设施管理办法》第六条", Part.BASIS, []),
        ("", Part.FACTS, []),
    ],
)  # fmt: skip
def test_what_is_said_of_an_answer(text: str, part: Part, expected: list[Kind]) -> None:
    assert kinds(text, part) == expected


def test_a_sentence_of_forty_characters_is_short_enough() -> None:
    assert kinds("水" * (LONG - 1) + "。", Part.REQUEST) == []
    assert kinds("水" * LONG + "。", Part.REQUEST) == [Kind.LONG]


def test_each_kind_has_a_word_of_advice() -> None:
    assert set(ADVICE) == set(Kind)
