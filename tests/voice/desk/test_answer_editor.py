"""Writing an answer: templates that cannot go out half filled, articles as they read that day, a preview."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.policies.conftest import keep
from tests.voice.conftest import WRITTEN, Walk

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.policies.models import Article
from zhiyin.voice import placeholders
from zhiyin.voice.models import AnswerTemplate, Demand
from zhiyin.voice.services import answers, claims
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.services.templates import Words, change_template, end_template, make_template
from zhiyin.voice.states import State, Way

__all__ = ["keep"]
pytestmark = pytest.mark.django_db
Begin = Callable[..., Walk]
TYPED = {
    "result": "support", "request": "您反映没有热水。", "facts": "10月16日设备科去看了，换了两根加热管。",
    "basis": "《职工生活设施管理办法》第六条", "opinion": "今后报修当天到场，由综合办负责。",
    "ending": "final",
}  # fmt: skip
WORDS = Words(
    title="热水报修",
    topic="living",
    facts="【哪天去看】【谁去看】去看了。",
    opinion="【承办单位】在【承诺日期】前办好。",
)


@pytest.fixture
def handler(client_as: Any) -> Any:
    return client_as("workshop_handler")


def send(client: Any, demand: Demand, **data: Any) -> Any:
    fresh = Demand.objects.get(pk=demand.pk)
    url = reverse("voice:desk_do", args=[demand.pk, "answer"])
    return client.post(url, {"version": fresh.version, **TYPED, **data})


def template(way: Walk, words: Words = WORDS) -> AnswerTemplate:
    who, unit = way.enterprise.acting("workshop_handler"), way.enterprise.units["YS01"]
    return make_template(acting=who, unit_id=unit.pk, words=words)


@given(st.text(), st.dictionaries(st.sampled_from(sorted(placeholders.KNOWN)), st.text(min_size=1)))
def test_filling_in_touches_nothing_but_known_places(text: str, values: dict[str, str]) -> None:
    outside = text.replace("【", "(").replace("】", ")")
    assert placeholders.filled(outside, values) == outside
    assert placeholders.found(outside) == []
    for name, value in values.items():
        assert placeholders.filled(f"【{name}】", values) == value


def test_a_number_in_brackets_is_no_place_to_fill_in() -> None:
    assert placeholders.found("远山办发【2024】12号，【谁去看】") == ["谁去看"]


def test_a_template_fills_the_form_without_losing_what_was_typed(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    mine = template(way)
    page = send(handler, way.demand, step="template", template=mine.pk, facts="我写的话。", opinion="")
    assert page.status_code == 200
    form = page.context["open"].form
    assert form["facts"].value() == "我写的话。\n【哪天去看】【谁去看】去看了。"
    assert form["opinion"].value() == "热处理厂在【承诺日期】前办好。"
    assert form["request"].value() == TYPED["request"]
    assert way.fresh().state == State.IN_HANDLING


def test_an_answer_with_a_place_left_in_is_refused_by_its_name(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    page = send(handler, way.demand, facts="【谁去看】去看了。")
    assert page.status_code == 422
    assert "【谁去看】" in str(page.context["open"].form.errors["facts"])
    written = answers.Written(**{**vars(WRITTEN), "opinion": "【哪天办完】前办好"})
    with pytest.raises(NotNow, match="answer_has_places"):
        answers.answer_demand(
            acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, written=written
        )
    assert way.fresh().state == State.IN_HANDLING


def test_the_promised_day_fills_itself(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    day = clock.today() + timedelta(days=3)
    told = {
        "ending": "promise",
        "promised_on": day.isoformat(),
        "opinion": "【承诺日期】前办好，综合办负责。",
    }
    assert send(handler, way.demand, **told).status_code == 302
    assert way.fresh().answers.get().opinion.startswith(f"{day.year}年{day.month}月{day.day}日前办好")


def test_places_that_nobody_knows_are_refused_with_those_that_are_known(walk: Begin, handler: Any) -> None:
    unit = walk().enterprise.units["YS01"]
    told = {"unit": unit.pk, "title": "热水", "facts": "【领导批示】去看了。"}
    page = handler.post(reverse("voice:answer_template_new"), told)
    assert page.status_code == 422
    wrong = str(page.context["form"].errors["facts"])
    assert "【领导批示】" in wrong
    assert all(f"【{name}】" in wrong for name in placeholders.KNOWN)
    assert not AnswerTemplate.objects.exists()


def test_handlers_keep_the_templates_of_their_own_unit_alone(walk: Begin, client_as: Any) -> None:
    way = walk().in_handling()
    mine, other = template(way), way.enterprise.acting("handler")
    with pytest.raises(PermissionDenied):
        change_template(acting=other, template_id=mine.pk, words=WORDS, version=1)
    assert client_as("handler").get(reverse("voice:answer_template", args=[mine.pk])).status_code == 404
    assert client_as("demand_officer").get(reverse("voice:answer_templates")).status_code == 403


def test_two_who_change_one_template_do_not_overwrite_each_other(walk: Begin) -> None:
    way = walk().in_handling()
    mine, who = template(way), way.enterprise.acting("workshop_handler")
    change_template(acting=who, template_id=mine.pk, words=WORDS, version=1)
    with pytest.raises(Conflict):
        change_template(acting=who, template_id=mine.pk, words=WORDS, version=1)


def test_a_template_that_ended_is_offered_no_more(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    mine = template(way)
    here = reverse("voice:desk_case", args=[way.demand.pk]) + "?do=answer"
    assert "热水报修" in handler.get(here).content.decode()
    end_template(acting=way.enterprise.acting("workshop_handler"), template_id=mine.pk)
    assert "热水报修" not in handler.get(here).content.decode()
    assert handler.get(reverse("voice:answer_templates")).status_code == 200


def test_the_pages_of_templates_make_change_and_end_one(walk: Begin, handler: Any) -> None:
    unit = walk().enterprise.units["YS01"]
    told = {"unit": unit.pk, "title": "热水", "topic": "living", "facts": "【谁去看】去看了。"}
    assert handler.post(reverse("voice:answer_template_new"), told).status_code == 302
    one = AnswerTemplate.objects.get()
    page = reverse("voice:answer_template", args=[one.pk])
    assert "【谁去看】去看了。" in handler.get(page).content.decode()
    assert handler.post(page, {**told, "title": "热水报修", "version": 1}).status_code == 302
    assert handler.post(page, {**told, "version": 1}).status_code == 409
    assert handler.post(reverse("voice:answer_template_end", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.version, one.ended_on) == ("热水报修", 2, clock.today())


def test_the_preview_is_the_employees_page_and_sends_nothing(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    page = send(handler, way.demand, step="look").content.decode()
    assert "他会看到这样" in page
    assert "写得清楚，没有要改的。" in page
    assert way.fresh().state == State.IN_HANDLING
    assert send(handler, way.demand).status_code == 302
    assert way.fresh().state == State.ANSWERED


def test_the_plain_check_marks_the_words_and_never_blocks(walk: Begin, handler: Any) -> None:
    way = walk().in_handling()
    vague = "我们高度重视，将由有关部门适时处理。"
    page = send(handler, way.demand, step="check", opinion=vague).content.decode()
    assert "<mark>高度重视</mark>" in page
    assert "写部门的名称、岗位" in page
    assert send(handler, way.demand, opinion=vague).status_code == 302


def test_an_article_is_cited_as_it_read_on_the_day_of_the_demand(
    walk: Begin, client_as: Any, handler: Any, keep: Any, at: Any
) -> None:
    with at("2025-12-01"):
        document = keep().document
        way = walk().in_handling()
        old = Article.objects.get(number=3)
    keep.later(document)
    with at("2025-12-05"):
        code = f"policy:{old.pk.hex}"
        page = send(handler, way.demand, step="cite", cites=code, basis="")
        form = page.context["open"].form
        assert form["basis"].value() == "《职工诉求办理办法》第三条"
        found = send(handler, way.demand, step="find", q="工作日").content.decode()
        assert code in found
        assert send(handler, way.demand, cited=code, basis="《职工诉求办理办法》第三条").status_code == 302
        citation = way.fresh().answers.get().citations.get()
        assert (citation.article, citation.on) == (old, way.demand.submitted_on)
        employee = client_as("employee").get(reverse("voice:case", args=[way.demand.pk])).content.decode()
        assert f"/app/policies/{document.pk}/3" in employee
    with at("2026-02-01"):
        inside = citation.inside
        assert ("on=" in inside.url, "20个工作日" in inside.text) == (True, True)


def test_an_article_that_was_not_in_force_that_day_is_not_cited(walk: Begin, keep: Any, at: Any) -> None:
    with at("2025-12-01"):
        way = walk().in_handling()
        document = keep().document
    new = keep.later(document, from_on=date(2026, 1, 1))
    article = Article.objects.get(version=new, number=4)
    written = answers.Written(**{**vars(WRITTEN), "cites": [answers.Cited(article.pk)]})
    with at("2025-12-05"), pytest.raises(NotNow, match="citation_not_in_force"):
        answers.answer_demand(
            acting=way.enterprise.acting("workshop_handler"), demand_id=way.demand.pk, written=written
        )


def test_a_citation_whose_words_were_taken_out_is_not_kept(walk: Begin, handler: Any, keep: Any) -> None:
    keep()
    way = walk().in_handling()
    code = f"policy:{Article.objects.get(number=3).pk.hex}"
    assert send(handler, way.demand, cited=code, basis="现行政策没有规定。").status_code == 302
    assert way.fresh().answers.get().citations.count() == 0


def test_each_claim_has_articles_of_its_own(walk: Begin, client_as: Any, handler: Any, keep: Any) -> None:
    keep()
    way = walk().in_handling()
    texts = ["修热水", "补津贴"]
    officer = way.enterprise.acting("demand_officer")
    claims.set_claims(acting=officer, demand_id=way.demand.pk, texts=texts)
    told = {f"claim-{n}-{what}": value for n in (1, 2) for what, value in (
        ("result", "support"), ("reason", "查过。"), ("basis", "《办法》第一条"))}  # fmt: skip
    code = f"policy:{Article.objects.get(number=3).pk.hex}"
    page = send(handler, way.demand, step="cite", cites=code, cite_for="2", **told)
    basis = page.context["open"].form["claim-2-basis"].value()
    assert basis == "《办法》第一条；《职工诉求办理办法》第三条"
    told["claim-2-basis"] = basis
    assert (
        "他会看到这样" in send(handler, way.demand, step="look", cited=f"{code}@2", **told).content.decode()
    )
    assert send(handler, way.demand, cited=f"{code}@2", **told).status_code == 302
    citation = way.fresh().answers.get().citations.get()
    assert citation.claim == way.demand.claims.get(place=2)


def test_an_internal_document_has_no_link_at_the_anonymous_door(walk: Begin, keep: Any) -> None:
    from django.test import Client

    keep(open=False)
    way = walk(Way.ANONYMOUS).in_handling()
    article = Article.objects.get(number=3)
    written = answers.Written(
        **{**vars(WRITTEN), "basis": "《职工诉求办理办法》第三条", "cites": [answers.Cited(article.pk)]}
    )
    who = way.enterprise.acting("workshop_handler")
    answers.answer_demand(acting=who, demand_id=way.demand.pk, written=written)
    page = Client(HTTP_SEC_FETCH_SITE="same-origin").post("/a/case", {"code": way.code}).content.decode()
    assert "《职工诉求办理办法》第三条" in page
    assert "/policies/" not in page.split('id="answer"')[1].split("</li>\n")[0]
