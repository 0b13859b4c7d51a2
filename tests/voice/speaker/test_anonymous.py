"""The anonymous door: no cookie, no time, no name; the receipt code alone."""

import re

import pytest
from django.test import Client

from zhiyin.journal.models import Fact
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.voice.states import State, Way

FORM = {"token": "a1" * 16, "text": "二线淋浴间，国庆后一直没有热水。"}
CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}")


def send(browser, **changed):
    return browser.post("/a/", {**FORM, **changed})


def code_in(page):
    return "".join(re.search(r'id="code"><span>([0-9A-Z-]+)</span><span>([0-9A-Z-]+)</span>', page).groups())


@pytest.mark.django_db
def test_the_door_warns_before_the_first_field(anonymous):
    page = anonymous.get("/a/").content.decode()
    first_field = page.index("<textarea")
    for warning in ("别在单位电脑上写。", "只有你知道的细节会暴露你。", "网络本身可能留痕。"):
        assert 0 < page.index(warning) < first_field


@pytest.mark.django_db
def test_nothing_at_this_door_sets_or_needs_a_cookie(anonymous):
    receipt = send(anonymous)
    code = code_in(receipt.content.decode())
    answers = [
        anonymous.get("/a/"),
        anonymous.get("/a/follow"),
        receipt,
        anonymous.post("/a/case", {"code": code}),
        anonymous.post("/a/case", {"code": code, "do": "write", "text": "还没修"}),
        anonymous.post("/a/copy", {"code": code}),
    ]
    for response in answers:
        assert response.status_code == 200
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert response["Cache-Control"] == "no-store"


def test_a_form_from_another_site_is_refused():
    assert (
        Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="cross-site").post("/a/", FORM).status_code
        == 403
    )


@pytest.mark.django_db
def test_neither_the_demand_nor_its_facts_nor_any_page_has_a_time(anonymous):
    page = send(anonymous).content.decode()
    demand = Demand.objects.get()
    assert (demand.submitted_at, demand.author, demand.way) == (None, None, Way.ANONYMOUS)
    facts = Fact.objects.filter(subject_id=str(demand.pk))
    assert {(f.occurred_at, f.recorded_at, f.actor) for f in facts} == {(None, None, "speaker")}
    code = code_in(page)
    followed = anonymous.post("/a/case", {"code": code, "do": "write", "text": "还没修"}).content.decode()
    copied = anonymous.post("/a/copy", {"code": code, "form": "txt"}).content.decode()
    for shown in (page, followed, copied):
        assert not CLOCK_TIME.search(shown)


@pytest.mark.django_db
def test_a_double_tap_gives_the_same_receipt(anonymous):
    assert code_in(send(anonymous).content.decode()) == code_in(send(anonymous).content.decode())
    assert Demand.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_code_reads_the_same_whether_it_is_no_code_or_nobody_has_it(anonymous):
    from zhiyin.vault.codes import shown

    unknown = anonymous.post("/a/case", {"code": shown("7KQF2M9TXW4HP3RD")}).content.decode()
    garbled = anonymous.post("/a/case", {"code": "7KQF-2M9T"}).content.decode()
    told = [re.search(r'id="id_code-error">.*?</p>', page, re.S).group(0) for page in (unknown, garbled)]
    assert told[0] == told[1]
    assert "没有找到这个码" in told[0]


@pytest.mark.django_db
def test_a_wrong_code_takes_the_same_queries(anonymous, django_assert_num_queries):
    from zhiyin.vault.codes import shown

    for text in (shown("7KQF2M9TXW4HP3RD"), "not a code"):
        with django_assert_num_queries(1):  # the one lookup
            anonymous.post("/a/case", {"code": text})


@pytest.mark.django_db
def test_the_code_is_forgiven_its_writing(anonymous):
    code = code_in(send(anonymous).content.decode())
    sloppy = code.lower().replace("-", " ")
    assert Demand.objects.get().number in anonymous.post("/a/case", {"code": sloppy}).content.decode()


@pytest.mark.django_db
def test_the_code_never_stands_in_an_address(anonymous):
    code = code_in(send(anonymous).content.decode())
    page = anonymous.post("/a/case", {"code": code}).content.decode()
    assert all(code not in address for address in re.findall(r'(?:href|src|action)="([^"]*)"', page))
    assert anonymous.get("/a/case", {"code": code}).status_code == 302


def test_everything_a_speaker_can_do_works_with_the_code_alone(anonymous, walk):
    case = walk(Way.ANONYMOUS).in_handling().answered()

    def say(**fields):
        seen = case.fresh().version
        return anonymous.post("/a/case", {"code": case.code, "seen": seen, **fields}).content.decode()

    assert "轮到你了" in say()
    assert "再办一次" in say(do="rate", solved="no", satisfied="no")
    assert case.fresh().state == State.REWORK
    case.answered()
    say(do="review", text="还是没热水")
    assert case.fresh().state == State.REVIEW_REQUESTED
    assert "撤回以后就不再办了" in say(do="withdraw")
    say(do="withdraw", sure="1")
    assert case.fresh().state == State.WITHDRAWN


def test_the_code_of_one_demand_does_nothing_to_another(anonymous, walk):
    mine, other = walk(Way.ANONYMOUS), walk(Way.ANONYMOUS)
    anonymous.post(
        "/a/case", {"code": mine.code, "do": "withdraw", "sure": "1", "demand_id": other.demand.pk}
    )
    assert (mine.fresh().state, other.fresh().state) == (State.WITHDRAWN, State.SUBMITTED)


@pytest.mark.usefixtures("enterprise")
def test_anyone_may_be_kept_out_here_too(anonymous, enterprise):
    send(anonymous, keep_from="周伟")
    assert Exclusion.objects.get().employee == enterprise.people["workshop_handler"]


@pytest.mark.usefixtures("enterprise")
def test_only_second_level_units_are_offered_and_none_is_needed(anonymous, enterprise):
    page = anonymous.get("/a/").content.decode()
    assert "热处理厂" in page
    assert "热处理二线车间" not in page
    send(anonymous, unit=str(enterprise.units["YS01"].pk))
    assert Demand.objects.get().unit == enterprise.units["YS01"]


@pytest.mark.django_db
def test_too_many_wrong_codes_in_a_day_stop_the_wrong_ones_and_no_right_one(anonymous, monkeypatch):
    from django.core.cache import cache

    from zhiyin.voice.views.anonymous import following

    cache.clear()
    monkeypatch.setattr(following, "MOST_WRONG_A_DAY", 2)
    code = code_in(send(anonymous).content.decode())
    answers = [anonymous.post("/a/case", {"code": "wrong"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert anonymous.post("/a/case", {"code": code}).status_code == 200
    cache.clear()


def test_a_finished_anonymous_demand_can_be_gone_on_from_with_its_code(anonymous, walk):
    case = walk(Way.ANONYMOUS)
    page = anonymous.post("/a/", {"begin": "1", "continues": case.code}).content.decode()
    assert case.demand.number in page
    send(anonymous, continues=case.code)
    assert Demand.objects.exclude(pk=case.demand.pk).get().continues == case.demand
