"""A demand begun behind /app/ waits, unreadable, until it is raised, cleared or two weeks old."""

from datetime import timedelta

import pytest
from django.urls import reverse

from zhiyin.journal import clock
from zhiyin.voice.models import Demand, Draft
from zhiyin.voice.services import drafts

pytestmark = pytest.mark.django_db
TEXT = "淋浴间没有热水，希望先修一个龙头。"
FORM = {"token": "0f" * 16, "way": "confidential", "text": TEXT, "place": "二线淋浴间", "topic": "living"}


def page_of(browser):
    return browser.get("/app/raise").content.decode()


def test_what_was_begun_is_there_again_on_another_day_in_another_browser(client_as, keepers):
    assert client_as("employee").post("/app/raise/draft", FORM).status_code == 204
    page = page_of(client_as("employee"))
    assert TEXT in page and "二线淋浴间" in page
    assert TEXT not in page_of(client_as("colleague"))


def test_a_draft_lies_on_the_disk_unreadable_and_tells_not_even_its_length(client_as):
    browser = client_as("employee")
    browser.post("/app/raise/draft", FORM)
    box = bytes(Draft.objects.get().box)
    assert TEXT.encode() not in box
    browser.post("/app/raise/draft", {**FORM, "text": TEXT * 3})
    assert len(bytes(Draft.objects.get().box)) == len(box)


def test_without_script_a_button_keeps_the_draft_and_another_clears_it(client_as, keepers):
    browser = client_as("employee")
    kept = browser.post("/app/raise", {**FORM, "keep_from": "李主任", "keep": "1"}).content.decode()
    assert not Demand.objects.exists()
    assert TEXT in kept and "李主任" in kept and "草稿存好了" in kept
    assert 'role="alert"' not in kept
    cleared = browser.post("/app/raise", {**FORM, "forget": "1"}).content.decode()
    assert TEXT not in cleared and 'data-draft-done="raise"' in cleared
    assert not Draft.objects.exists()


@pytest.mark.parametrize("way", ["named", "confidential"])
def test_nothing_of_the_draft_is_left_once_it_is_raised(client_as, keepers, way):
    browser = client_as("employee")
    browser.post("/app/raise/draft", FORM)
    browser.post("/app/raise", {**FORM, "way": way})
    assert Demand.objects.get().way == way
    assert not Draft.objects.exists()


def test_a_late_save_cannot_tie_a_raised_demand_to_its_speaker(client_as, keepers):
    browser = client_as("employee")
    browser.post("/app/raise", FORM)
    assert browser.post("/app/raise/draft", FORM).status_code == 204
    assert not Draft.objects.exists()


def test_a_draft_is_forgotten_after_two_weeks(client_as):
    client_as("employee").post("/app/raise/draft", FORM)
    with clock.moved_to(clock.now() + timedelta(days=14)):
        assert drafts.expire_drafts() == 0
    with clock.moved_to(clock.now() + timedelta(days=15)):
        assert drafts.expire_drafts() == 1
    assert not Draft.objects.exists()


def test_going_on_from_an_earlier_demand_neither_shows_nor_changes_the_draft(client_as, walk):
    before = walk().demand
    browser = client_as("employee")
    browser.post("/app/raise/draft", FORM)
    page = browser.get(f"/app/raise?continues={before.pk}").content.decode()
    assert TEXT not in page and "data-keep-at" not in page
    browser.post(
        "/app/raise", {**FORM, "way": "named", "text": "还是没有热水。", "continues": str(before.pk)}
    )
    assert Draft.objects.count() == 1


def test_the_anonymous_door_keeps_no_draft(client_as, client):
    client_as("employee").post("/app/raise/draft", FORM)
    page = client.get("/a/").content.decode()
    assert TEXT not in page and "data-keep-at" not in page and reverse("voice:raise_draft") not in page
    assert client.post("/app/raise/draft", FORM).status_code == 302
