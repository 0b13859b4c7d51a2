"""The demo's library holds what its rules name, and nothing in it is broken."""

import pytest
import yaml

from zhiyin.demo import shelf
from zhiyin.demo.library import FOLDER
from zhiyin.policies.numbering import reference
from zhiyin.policies.parsing import parse

PACKS = sorted((FOLDER.parents[3] / "packs" / "house" / "demo").glob("*.yaml"))
PAPERS = shelf.papers()


def title(paper):
    return paper.head.get("title") or paper.head["document"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{title(paper)} {paper.head['from']}")
def test_a_text_reads_without_a_problem(paper):
    parsed = parse(paper.source, title=title(paper))
    excerpt = bool(paper.head.get("excerpt"))
    assert parsed.articles and not parsed.stopping(excerpt=excerpt) and not parsed.noted(excerpt=excerpt)


def test_every_article_that_a_rule_of_the_house_names_is_there():
    there = {(title(one), article.number) for one in PAPERS for article in parse(one.source).articles}
    named = {
        (source["doc"], reference(source["article"]))
        for pack in PACKS
        for rule in yaml.safe_load(pack.read_text("utf-8")).get("rules", ())
        for source in rule.get("source", ())
        if source["doc"].startswith("远山装备集团")
    }
    assert len(named) > 20
    assert not named - there
