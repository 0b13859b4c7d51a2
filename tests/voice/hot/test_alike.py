"""The same matter in other words, without a model: words, and what must be equal besides."""

from zhiyin.insight.alike import Text, groups, nearest

SHOWER = (
    Text("二线淋浴间没有热水", "下夜班一身油没法洗，淋浴间的热水断了半个月。", "YS01"),
    Text("淋浴间热水又断了", "夜班下来淋浴间没有热水，洗不了澡。", "YS01"),
    Text("淋浴间热水时有时无", "二线淋浴间热水一会儿有一会儿没有，下夜班没法洗。", "YS01"),
)
OTHERS = (
    Text("高级工不聘", "高级工考下来三年了，一直没有聘，名额说是没有。", "YS01"),
    Text("车棚充电口坏了", "车棚里的充电口坏了五个，电动车没处充电。", "YS01"),
)


def test_the_same_matter_in_other_words_is_one_group():
    found = groups([OTHERS[0], SHOWER[0], SHOWER[1], OTHERS[1], SHOWER[2]])
    assert sorted(found[0]) == [1, 2, 4]
    assert sorted(len(group) for group in found) == [1, 1, 3]


def test_the_same_words_about_two_plants_are_two_matters():
    moved = Text(SHOWER[1].title, SHOWER[1].body, "YS02")
    assert [0, 1] not in groups([SHOWER[0], moved])


def test_those_most_like_come_first_and_others_not_at_all():
    places = nearest(SHOWER[0], [OTHERS[0], SHOWER[1], OTHERS[1], SHOWER[2]])
    assert set(places) == {1, 3}


def test_nothing_and_empty_texts_group_with_nothing():
    assert groups([]) == []
    assert groups([Text("", ""), Text("", "")]) == [[0], [1]]
