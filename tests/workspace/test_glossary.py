"""名词: every word is explained once, in both languages, and found from where it stands."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import resolve, reverse
from tests.architecture.source import SOURCE

from zhiyin.institutions.reading import programme
from zhiyin.workspace.glossary import glossary
from zhiyin.workspace.look import Look

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMED = re.compile(r'{% term "([^"]+)"')


@pytest.mark.parametrize("term", glossary().shown, ids=lambda term: term.key)
def test_a_word_is_said_in_one_plain_sentence_in_either_language(term):
    assert term.says["zh"].endswith("。")
    assert len(term.says["zh"]) <= 60
    assert term.says["en"].endswith(".")
    assert not CHINESE.search(term.says["en"] + term.names["en"])
    assert term.area in {area.key for area in glossary().areas}


def test_every_word_has_an_anchor_and_a_name_of_its_own():
    keys = [term.key for term in (*glossary().terms, *glossary().words)]
    names = [part for term in glossary().shown for part in term.parts("zh")]
    assert len(set(keys)) == len(keys)
    assert sorted(names) == sorted(set(names))


@pytest.mark.django_db
def test_a_word_leads_to_an_institution_that_exists():
    known = {rule.institution for rule in programme().rules}
    named = {term.rule for term in glossary().shown if term.rule}
    assert named
    assert named <= known
    pages = {page for area in glossary().areas for page in (area.page, area.app_page) if page}
    assert all(resolve(reverse(page)).func.access for page in pages)


def test_every_word_that_a_template_explains_is_in_the_glossary():
    used = {
        word
        for path in SOURCE.rglob("templates/**/*.html")
        for word in NAMED.findall(path.read_text("utf-8"))
    }
    assert used
    for word in used:
        assert glossary().of(word).key


@pytest.mark.django_db
def test_a_word_is_found_by_either_of_its_names_and_by_what_it_means(client):
    for wanted in ("回避", "recusal", "不办，也不看"):
        page = client.get(f"/glossary?q={wanted}").content.decode()
        assert 'id="word-recusal"' in page
        assert 'id="word-presidium"' not in page
    assert "没有这个词" in client.get("/glossary?q=飞船").content.decode()


def _drawn(path, look):
    request = RequestFactory().get(path)
    request.look, request.acting = look, None
    return engines["django"].from_string('{% load z %}{% term "复核" %}').render({}, request)


def test_a_word_in_a_sentence_leads_to_its_explanation():
    assert 'href="/glossary#word-review"' in _drawn("/how", Look())
    assert ">复核</a>" in _drawn("/how", Look())
    assert 'href="/glossary?text=large#word-review"' in _drawn("/how", Look(text="large"))
