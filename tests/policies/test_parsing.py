"""Any numbering is read, or refused with a sentence that names the line; nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.policies.numbering import Number, from_key, reference, value, words
from zhiyin.policies.parsing import BLANK, clean, parse
from zhiyin.policies.words import problem_words

# A busy machine makes no text wrong.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def numbers(text):
    return [one.label for one in parse(text).articles]


def problems(text):
    return [(one.code, one.line) for one in parse(text).problems]


@unhurried
@given(st.integers(1, 9999))
def test_every_number_is_written_and_read_again(number):
    assert value(words(number)) == number == value(str(number))


@pytest.mark.parametrize(
    ("said", "number"),
    [("十", 10), ("一十二", 12), ("一百零三", 103), ("一百一十", 110), ("二百", 200), ("一〇三", 103),
     ("１２", 12), ("三千零五", 3005), ("两百", 200)],
)  # fmt: skip
def test_numbers_as_people_say_them(said, number):
    assert value(said) == number


@pytest.mark.parametrize("said", ["", "十十", "百", "一百百", "零", "三二十", "12345", "0", "一百千"])
def test_what_is_no_number_is_refused(said):
    assert value(said) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [("第三十四条", Number(34)), ("23(3)", Number(23)), ("41", Number(41)), ("第九条第二款", Number(9)),
     ("第一百三十三条之一", Number(133, 1)), ("18(4), 46(6)", Number(18)), ("附则", None), ("", None)],
)  # fmt: skip
def test_a_source_names_its_article(said, number):
    assert reference(said) == number


def test_a_number_in_an_address_leads_back():
    for number in (Number(34), Number(133, 1)):
        assert from_key(number.key) == number
    assert from_key("x") is from_key("1-x") is from_key("99999") is None


def test_chapters_sections_and_paragraphs():
    found = parse(
        "办理办法\n（2024年2月通过）\n\n第一章　总　则\n第一条　为了……。\n另一款。\n（一）一项；\n"
        "第二章　办理\n第一节 受理\n第二条 收到就登记。\n附件：表格一",
        title="办理办法",
    )
    first, second = found.articles
    assert first.chapter == "第一章 总 则" and first.paragraphs == ("为了……。", "另一款。", "（一）一项；")
    assert (second.chapter, second.section) == ("第二章 办理", "第一节 受理")
    assert found.opening == ["（2024年2月通过）"] and found.annex == ["附件：表格一"] and not found.problems


def test_a_mention_of_an_article_is_no_heading():
    text = "第一条 按下面办。\n第三条规定的情形除外。\n第二条、第三条所列的，不适用。\n第二条 完。"
    assert numbers(text) == ["第一条", "第二条"] and not problems(text)


def test_markdown_and_missing_spaces_are_understood():
    assert numbers("# 办法\n## 第一章 总则\n**第一条** 甲。\n第二条乙。\n第3条：丙。") == [
        "第一条",
        "第二条",
        "第三条",
    ]


def test_the_contents_at_the_front_are_no_chapters():
    text = "目录\n第一章 总则……1\n第二章 办理……3\n第一章 总则\n第一条 甲。\n第二章 办理\n第二条 乙。"
    found = parse(text)
    assert found.contents == ["目录", "第一章 总则……1", "第二章 办理……3"]
    assert [one.chapter for one in found.articles] == ["第一章 总则", "第二章 办理"] and not found.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 甲。\n\n第三条 丙。", [("missing", 3)]),
        ("第一条 甲。\n第一条 乙。", [("doubled", 2)]),
        ("第一条 甲。\n第三条 丙。\n第二条 乙。", [("backwards", 3)]),
        ("这里没有条文。\n只有话。", [("no_articles", 0)]),
        ("第一条\n第二条 乙。", [("empty", 1)]),
        ("第二条 乙。", [("missing", 1)]),
        ("第一条 甲。\n第百条 乙。", [("odd_number", 2)]),
        ("第一条 甲�乙。", [("lost_characters", 1)]),
        ("第一章 总则\n先说两句。\n第一条 甲。", [("loose_text", 2)]),
        ("第一条 甲。\n第七条又来了", [("maybe_article", 2)]),
        ("第一章 甲\n第一条 甲。\n第三章 丙\n第二条 乙。", [("chapter_order", 3)]),
        ("第一百三十三条 甲。\n第一百三十三条之二 乙。", [("missing", 1), ("missing", 2)]),
    ],
)  # fmt: skip
def test_broken_numbering_is_told_by_line(text, expected):
    assert problems(text) == expected
    for one in parse(text).problems:
        assert problem_words(one)


def test_an_excerpt_may_leave_articles_out():
    found = parse("第十八条 甲。\n第三十四条 乙。")
    assert found.stopping(excerpt=False) and not found.stopping(excerpt=True)


LINE = st.text(st.sampled_from("甲乙丙第一二三十百零条章节之的、。 　#*（）12目录附件：\t"), max_size=14)
ORDERLY = st.lists(
    st.lists(st.text(st.sampled_from("甲乙丙，。（一）12"), min_size=1, max_size=9), min_size=1, max_size=3),
    min_size=1, max_size=12,
)  # fmt: skip


@unhurried
@given(st.lists(LINE, max_size=14))
def test_no_text_breaks_the_reader_and_no_line_is_lost(lines):
    found = parse("\n".join(lines))
    kept = "".join(
        [*found.opening, *found.contents, *found.headings, *found.annex]
        + [one.label + one.text for one in found.articles]
    )
    for line in filter(None, map(clean, lines)):
        for one in set(line) & set("甲乙丙"):
            assert kept.count(one) >= line.count(one)
    total = sum(line.count("甲") for line in lines)
    assert kept.count("甲") == total
    assert found.articles or [one.code for one in found.problems].count("no_articles") == 1
    assert all(problem_words(one) and one.line <= len(lines) for one in found.problems)


def written(parsed):
    """The text that reads as the same articles again."""
    lines = list(parsed.opening)
    chapter = section = ""
    for one in parsed.articles:
        if one.chapter != chapter:
            lines.append(one.chapter)
        if one.section and (one.section, one.chapter) != (section, chapter):
            lines.append(one.section)
        chapter, section = one.chapter, one.section
        first, *rest = one.paragraphs or ("",)
        lines += [f"{one.label}　{first}".rstrip(BLANK), *rest]
    return "\n".join([*lines, *parsed.annex])


@unhurried
@given(ORDERLY)
def test_articles_come_back_from_what_is_written(texts):
    source = "\n".join(f"{Number(n).label} " + "\n".join(lines) for n, lines in enumerate(texts, start=1))
    first = parse(source)
    again = parse(written(first))
    assert len(first.articles) == len(texts)
    assert [(a.number, a.paragraphs) for a in again.articles] == [
        (a.number, a.paragraphs) for a in first.articles
    ]
