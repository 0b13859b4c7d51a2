"""Raising a demand behind /app/."""

import re

import pytest

from zhiyin.voice.models import Alert, Demand, Exclusion
from zhiyin.voice.models.demand import Topic


def code_in(page: str) -> str:
    found = re.search(r'id="code"><span>([0-9A-Z-]+)</span><span>([0-9A-Z-]+)</span>', page)
    assert found, "no receipt code on the page"
    return "".join(found.groups())


@pytest.mark.usefixtures("keepers")
def test_confidential_is_the_default_and_the_reminder_is_on(client_as):
    page = client_as("employee").get("/app/raise").content.decode()
    assert re.search(r'name="way" value="confidential" required checked', page)
    assert re.search(r'name="remind"[^>]* checked', page)
    assert 'href="/a/" rel="noreferrer"' in page


@pytest.mark.usefixtures("keepers")
def test_the_receipt_answers_the_form_itself_so_that_no_address_carries_the_code(client_as, raised):
    response = client_as("employee").post("/app/raise", raised())
    assert response.status_code == 200
    assert len(code_in(response.content.decode()).replace("-", "")) == 17
    assert response.headers["Cache-Control"] == "no-store"
    demand = Demand.objects.get()
    assert (demand.author, demand.recorded_by, demand.way) == (None, None, "confidential")


@pytest.mark.usefixtures("keepers")
def test_a_double_tap_makes_one_demand_and_shows_the_same_receipt(client_as, raised):
    browser = client_as("employee")
    first = browser.post("/app/raise", raised()).content.decode()
    second = browser.post("/app/raise", raised()).content.decode()
    assert code_in(first) == code_in(second)
    assert Demand.objects.count() == 1


@pytest.mark.usefixtures("keepers")
def test_other_words_in_the_same_form_are_another_demand_and_are_not_lost(client_as, raised):
    browser = client_as("employee")
    first = browser.post("/app/raise", raised()).content.decode()
    for _tap in range(2):
        second = browser.post("/app/raise", raised(text="还有一件事，食堂晚饭是凉的。")).content.decode()
    assert code_in(first) != code_in(second)
    assert sorted(Demand.objects.values_list("text", flat=True)) == [
        "淋浴间没有热水，希望先修一个龙头。",
        "还有一件事，食堂晚饭是凉的。",
    ]


def test_without_keepers_of_two_sides_nobody_is_told_that_they_are_protected(client_as, raised):
    browser = client_as("employee")
    assert 'value="confidential" required disabled' in browser.get("/app/raise").content.decode()
    page = browser.post("/app/raise", raised()).content.decode()
    assert "现在还不能保密提" in page
    assert not Demand.objects.exists()
    assert "淋浴间没有热水，希望先修一个龙头。" in page  # what was typed is still there


def test_under_ones_name_the_author_is_kept_and_no_code_is_needed(client_as, raised, enterprise):
    page = client_as("employee").post("/app/raise", raised(way="named")).content.decode()
    assert 'id="code"' not in page
    assert Demand.objects.get().author == enterprise.people["employee"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("大夜班津贴少算了四个", Topic.PAY),
        ("排风机坏了，焊烟散不出去", Topic.SAFETY),
        ("没有什么特别的", Topic.OTHER),
    ],
)
def test_the_topic_is_guessed_from_the_words_when_nothing_was_picked(client_as, raised, text, topic):
    client_as("employee").post("/app/raise", raised(way="named", text=text))
    assert Demand.objects.get().topic == topic


def test_pay_brings_the_one_year_for_arbitration_before_and_after_sending(client_as, raised):
    browser = client_as("employee")
    assert "<b>一年内</b>" in browser.get("/app/raise").content.decode()
    page = browser.post("/app/raise", raised(way="named", topic="pay")).content.decode()
    assert "<b>一年内</b>" in page
    other = browser.post("/app/raise", raised(way="named", topic="living", token="1e" * 16))
    assert "<b>一年内</b>" not in other.content.decode()


def test_for_a_colleague_only_under_ones_name_and_with_their_consent(client_as, raised, enterprise, keepers):
    browser = client_as("employee")
    page = browser.post("/app/raise", raised(on_behalf_of="李敏", agreed="on")).content.decode()
    assert "替同事提只能实名" in page
    page = browser.post("/app/raise", raised(way="named", on_behalf_of="李敏")).content.decode()
    assert "先问过本人" in page
    assert not Demand.objects.exists()
    browser.post("/app/raise", raised(way="named", on_behalf_of="李敏", agreed="on"))
    demand = Demand.objects.get()
    assert (demand.on_behalf_of, demand.recorded_by) == ("李敏", enterprise.people["employee"])


def test_whoever_is_named_there_is_kept_from_it(client_as, raised, enterprise):
    client_as("employee").post("/app/raise", raised(way="named", keep_from="周伟、没有这个人"))
    kept = Exclusion.objects.order_by("written")
    assert {row.written for row in kept} == {"周伟", "没有这个人"}
    assert kept.get(employee__isnull=False).employee == enterprise.people["workshop_handler"]


def test_one_may_choose_among_the_units_one_belongs_to_and_no_other(client_as, raised, enterprise):
    browser = client_as("employee")
    page = browser.get("/app/raise").content.decode()
    assert f'value="{enterprise.units["YS0101"].pk}" selected' in page
    assert "总装一车间" not in page
    refused = browser.post("/app/raise", raised(way="named", unit=str(enterprise.units["YS0201"].pk)))
    assert "还没有提交" in refused.content.decode()


def test_a_danger_to_life_is_told_at_once_and_names_no_demand(client_as, raised):
    client_as("employee").post("/app/raise", raised(way="named", urgent="on", place="二线配电间"))
    alert = Alert.objects.get()
    assert alert.place == "二线配电间"
    assert not [f for f in Alert._meta.get_fields() if f.is_relation and f.related_model is Demand]


def test_an_accusation_goes_to_discipline_and_says_so(client_as, raised):
    browser = client_as("employee")
    assert "只交给纪检" in browser.get("/app/raise").content.decode()
    page = browser.post("/app/raise", raised(way="named", wish="report")).content.decode()
    assert "这件只交给纪检" in page
    assert Demand.objects.get().track == Demand.Track.DISCIPLINE


def test_a_new_demand_may_go_on_from_a_finished_one_but_never_unmasks_it(client_as, raised, walk, keepers):
    before = walk("confidential").demand
    browser = client_as("employee")
    page = browser.get(f"/app/raise?continues={before.pk}").content.decode()
    assert before.number in page
    assert 'value="named"' not in page
    named = browser.post("/app/raise", raised(way="named", continues=str(before.pk)))
    assert "前一件是保密的" in named.content.decode()
    browser.post("/app/raise", raised(continues=str(before.pk)))
    assert Demand.objects.exclude(pk=before.pk).get().continues == before


def test_nobody_can_go_on_from_a_demand_of_somebody_else(client_as, raised, walk):
    before = walk("named").demand
    client_as("colleague").post("/app/raise", raised(way="named", continues=str(before.pk)))
    assert Demand.objects.exclude(pk=before.pk).get().continues is None
