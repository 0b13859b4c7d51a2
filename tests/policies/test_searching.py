"""Finding words in thousands of articles, and citing what was found; the same on both databases."""

from datetime import date
from time import process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiyin.policies import search
from zhiyin.policies.citations import article_of
from zhiyin.policies.excerpts import excerpt
from zhiyin.policies.models import Article
from zhiyin.policies.selectors import citing, library

DAY = date(2026, 5, 1)


def found(q, on=DAY, inside=True, **more):
    return [
        f"{one.document.title} {one.article.key}"
        for one in library.finds(library.Wanted(on=on, q=q, **more), inside=inside).rows
    ]


def test_all_words_in_any_order(keep):
    keep()
    assert found("申诉 答复") == found("答复 申诉") == ["职工诉求办理办法 3"]
    assert found("第三条 诉求") == ["职工诉求办理办法 3"]
    assert found("２０个") == ["职工诉求办理办法 3"]
    assert found("班车") == [] and found("，。") == []


def test_only_what_was_in_force_on_the_day_is_found(keep):
    document = keep().document
    keep.later(document)
    assert found("15个工作日") == ["职工诉求办理办法 3"] and found("15个工作日", date(2025, 1, 1)) == []
    assert found("20个工作日") == [] and found("20个工作日", date(2025, 1, 1)) == ["职工诉求办理办法 3"]


def test_narrowed_by_level_and_topic(keep):
    keep()
    keep("信访条例", level="national", topics=("conduct",))
    assert found("申诉") == ["信访条例 3", "职工诉求办理办法 3"], "laws come first"
    assert found("申诉", level="group") == ["职工诉求办理办法 3"]
    assert found("申诉", topic="conduct") == ["信访条例 3"]


def test_an_excerpt_shows_where_the_words_stand():
    text = "甲" * 200 + "申诉的答复期限" + "乙" * 200
    parts = excerpt(text, "答复期限")
    assert [one.text for one in parts if one.hit] == ["答复期限"]
    assert parts[0].text == "…" and sum(len(one.text) for one in parts) < 100
    assert [one.text for one in excerpt("加班 WAGE 工资", "wage 工资") if one.hit] == ["WAGE", "工资"]


def test_a_citation_says_whether_it_held_that_day(keep):
    document = keep().document
    keep.later(document)
    old = Article.objects.get(version__from_on=date(2024, 3, 1), number=3)
    then, now = (citing.citations([old.pk], date(year, 5, 1))[old.pk] for year in (2025, 2026))
    assert then.valid and not now.valid
    assert then.label == "《职工诉求办理办法》第三条" and "20个工作日" in then.text
    assert then.url == f"/policies/{document.pk}/3?on=2025-05-01"
    assert article_of(then.code) == old.pk and article_of("policy:x") is article_of("x") is None


def test_a_document_is_found_by_the_name_people_use(keep):
    law = keep("中华人民共和国劳动合同法", level="national").document
    house = keep("内部细则", open=False).document
    sources = {
        ("劳动合同法", "第三条"): f"/policies/{law.pk}/3",
        ("《劳动合同法》", "3(2)"): f"/policies/{law.pk}/3",
        ("劳动合同法", "第四十条"): None,  # what is not in the library is not linked
        ("没有的法", "第一条"): None,
        ("内部细则", "第一条"): None,  # the public door knows nothing of it
    }
    assert citing.article_urls(sources) == {source: url for source, url in sources.items() if url}
    inside = citing.article_urls([("内部细则", "第一条")], inside=True)
    assert inside == {("内部细则", "第一条"): f"/app/policies/{house.pk}/1"}


def test_many_sources_cost_two_queries(keep):
    keep("甲法")
    keep("乙法")
    with CaptureQueriesContext(connection) as queries:
        urls = citing.article_urls([("甲法", "1"), ("乙法", "2"), ("丙法", "3"), ("甲法", "")])
    assert len(urls) == 3 and len(queries) == 2


def test_five_thousand_articles_are_searched_quickly(keep):
    version = keep("大全").document.versions.get()
    words = ["工资", "加班", "食堂", "宿舍", "职称", "安全", "体检", "年休假"]
    texts = [
        f"{words[n % 8]}由{words[n // 8 % 8]}小组在每月{n % 28 + 1}日前公布，职工可以查询和提出意见。" * 2
        for n in range(5000)
    ]
    rows = Article.objects.bulk_create(
        Article(version=version, place=n, number=n, text=one) for n, one in enumerate(texts, start=100)
    )
    search.index(rows, "大全")
    before = process_time()
    page = library.finds(library.Wanted(on=DAY, q="年休假 意见"), inside=False)
    assert page.total == sum("年休假" in one for one in texts)
    assert len(page.rows) == library.PAGE and process_time() - before < 1.0
