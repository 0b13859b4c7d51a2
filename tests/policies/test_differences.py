"""What changed between two versions, article by article, with the words marked."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiyin.policies.differences import compare, pieces
from zhiyin.policies.numbering import Number
from zhiyin.policies.parsing import ArticleText

# A busy machine makes no text wrong.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def articles(*texts):
    return [ArticleText(Number(n), (text,)) for n, text in enumerate(texts, start=1)]


def kinds(old, new):
    return [
        (one.kind, one.old.label if one.old else "", one.new.label if one.new else "")
        for one in compare(old, new)
    ]


def test_a_changed_limit_is_marked_as_a_whole_number():
    found = pieces("申诉20个工作日内答复。", "申诉15个工作日内答复。")
    assert [(one.mark, one.text) for one in found] == [
        ("same", "申诉"), ("out", "20"), ("in", "15"), ("same", "个工作日内答复。"),
    ]  # fmt: skip


def test_an_article_put_in_moves_the_others_and_does_not_change_them():
    old = articles("甲方应当答复职工。", "本办法由工会解释。")
    new = articles("甲方应当答复职工。", "答复要写明依据。", "本办法由工会解释。")
    assert kinds(old, new) == [
        ("same", "第一条", "第一条"), ("added", "", "第二条"), ("moved", "第二条", "第三条"),
    ]  # fmt: skip


def test_an_article_taken_out_stands_where_it_stood():
    old = articles("为了办好诉求。", "每月公布一次办理情况。", "本办法由工会解释。")
    new = articles("为了办好诉求。", "本办法由工会解释。")
    assert [one[0] for one in kinds(old, new)] == ["same", "removed", "moved"]


def test_a_rewritten_article_is_one_out_and_one_in():
    old, new = articles("食堂每周公布菜谱。"), articles("年休假按国务院规定执行。")
    assert [one[0] for one in kinds(old, new)] == ["removed", "added"]


TEXTS = st.lists(st.text(st.sampled_from("甲乙丙15，。"), min_size=1, max_size=9), min_size=0, max_size=6)


@unhurried
@given(TEXTS, TEXTS)
def test_every_article_of_both_versions_is_told_once(old, new):
    changes = compare(articles(*old), articles(*new))
    assert [one.new.number.number for one in changes if one.new] == list(range(1, len(new) + 1))
    assert sorted(one.old.number.number for one in changes if one.old) == list(range(1, len(old) + 1))


@unhurried
@given(st.text(st.sampled_from("甲乙丙12 "), max_size=20), st.text(st.sampled_from("甲乙丙12 "), max_size=20))
def test_the_marks_give_both_texts_back(old, new):
    found = pieces(old, new)
    assert "".join(one.text for one in found if one.mark != "in") == old
    assert "".join(one.text for one in found if one.mark != "out") == new


def test_long_texts_are_compared_by_sentences():
    old = "".join(f"第{n}句说的是一件事情。" for n in range(300))
    found = pieces(old, old.replace("第250句说的是一件事情。", "第250句改了。"))
    assert [one.text for one in found if one.mark != "same"] == ["第250句说的是一件事情。", "第250句改了。"]
