"""Language, theme and text size: a cookie under /app/, the query string elsewhere."""

import pytest
from django.http import HttpRequest, HttpResponseRedirect

from zhiyin.workspace.look import Look, look_of, with_look
from zhiyin.workspace.middleware import Preferences


def request(path, query="", cookie=""):
    made = HttpRequest()
    made.path = made.path_info = path
    made.GET = made.GET.__class__(query)
    made.COOKIES = {"zhiyin-look": cookie} if cookie else {}
    return made


def test_pages_are_chinese_whatever_the_browser_says(client):
    page = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-CN">' in page
    assert "不登录也可以" in page


def test_public_pages_take_their_look_from_the_address(client):
    page = client.get("/?lang=en&theme=dark&text=large").content.decode()
    assert '<html lang="en" data-theme="dark" data-text="large">' in page
    assert "Without signing in" in page
    assert 'href="/how?lang=en&amp;theme=dark&amp;text=large"' in page
    assert 'href="/?theme=dark&amp;text=large"' in page  # the way back to Chinese


def test_a_look_given_by_cookie_counts_behind_the_signed_in_door_alone():
    assert look_of(request("/app/", cookie="en.dark.large")) == Look("en", "dark", "large")
    assert look_of(request("/a/", cookie="en.dark.large")) == Look()
    assert look_of(request("/app/", query="lang=en")) == Look()


@pytest.mark.parametrize("cookie", ["", "xx.yy.zz", "en", "en.dark.large.more", "...."])
def test_a_broken_cookie_is_no_error(cookie):
    assert look_of(request("/app/", cookie=cookie)).theme in ("auto", "dark")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/a/case?x=1", "/a/case?x=1&text=large"),
        ("/a/case?text=normal", "/a/case?text=large"),
        ("/how#top", "/how?text=large#top"),
        ("/app/home", "/app/home"),
        ("https://example.com/", "https://example.com/"),
        ("?after=3", "?after=3"),
    ],
)
def test_addresses_carry_the_look_only_where_no_cookie_may(address, kept):
    assert with_look(address, Look(text="large")) == kept


def test_a_redirect_outside_the_signed_in_door_carries_the_look():
    around = Preferences(lambda _: HttpResponseRedirect("/a/receipt"))
    assert around(request("/a/", "lang=en"))["Location"] == "/a/receipt?lang=en"


def test_a_choice_is_kept_for_the_signed_in_door_and_leads_back(client):
    response = client.post("/app/look", {"text": "large", "next": "/app/offline"})
    assert response["Location"] == "/app/offline"
    cookie = response.cookies["zhiyin-look"]
    assert (cookie.value, cookie["path"], cookie["httponly"]) == ("zh.auto.large", "/app/", True)
    page = client.get("/app/offline").content.decode()
    assert 'data-text="large"' in page


@pytest.mark.parametrize("back", ["https://evil.example/app/", "//evil.example/app/", "/how", ""])
def test_a_choice_never_leads_to_another_site(client, back):
    assert client.post("/app/look", {"theme": "dark", "next": back})["Location"] == "/app/"
