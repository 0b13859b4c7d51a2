"""Every frame: landmarks, one heading, a way past the navigation, and English without leftovers."""

import re
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory

from zhiyin.workspace.look import Look

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
LEFT_IN_ENGLISH = {"职", "中文", "远山装备集团"}
FRAMES = [
    ("app_phone", "/app/"),
    ("app_desk", "/app/"),
    ("door_app", "/app/sign-in"),
    ("door_anonymous", "/a/"),
    ("public", "/how"),
    ("plain", "/a/"),
    ("print", "/how"),
]


@pytest.fixture
def nobody_waits(monkeypatch):
    monkeypatch.setattr("zhiyin.workspace.context.unread_count", lambda employee: 0)


def render(frame, path, look=None):
    request = RequestFactory().get(path)
    request.look = look or Look()
    request.acting = None
    if frame == "app_desk":
        employee = SimpleNamespace(pk=None, name="Wang")
        request.acting = SimpleNamespace(is_officer=True, roles=frozenset({"leader"}), employee=employee)
    page = '{% extends "frame/NAME.html" %}{% block content %}<p>inside</p>{% endblock %}'
    template = engines["django"].from_string(page.replace("NAME", frame))
    return template.render({"page_title": "Title", "back_url": "/"}, request)


@pytest.mark.parametrize(("frame", "path"), FRAMES)
def test_a_frame_has_one_heading_one_main_and_a_way_to_it(frame, path, nobody_waits):
    page = render(frame, path)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert len(re.findall(r"<main\b", page)) == 1
    assert 'class="z-skip" href="#main"' in page
    assert 'id="main"' in page
    assert "<p>inside</p>" in page
    assert "<title>Title · 职音</title>" in page


@pytest.mark.parametrize(("frame", "path"), FRAMES)
def test_only_the_signed_in_door_asks_for_a_token(frame, path, nobody_waits):
    assert ("csrfmiddlewaretoken" in render(frame, path)) == (path.startswith("/app/"))


def test_the_anonymous_door_shows_its_address_and_nothing_of_a_person():
    page = render("door_anonymous", "/a/")
    assert "<code>testserver/a/</code>" in page
    assert "z-anon" in page
    assert "z-tabs" not in page
    assert "manifest" not in page


def test_the_look_is_written_on_the_page():
    page = render("public", "/how", Look(theme="dark", text="large"))
    assert '<html lang="zh-CN" data-theme="dark" data-text="large">' in page


@pytest.mark.parametrize("address", ["/?lang=en", "/how?lang=en", "/a/nothing?lang=en", "/nothing?lang=en"])
def test_english_pages_are_english(client, address):
    page = client.get(address).content.decode()
    body = re.sub(r"<[^>]+>", " ", page)
    assert set(CHINESE.findall(body)) <= LEFT_IN_ENGLISH


def test_the_home_screen_icon_opens_the_signed_in_pages(client):
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/app/", "/app/", "standalone")
    for icon in manifest["icons"]:
        response = client.get(icon["src"])
        assert b"".join(response)[:4] == b"\x89PNG"


def test_without_network_one_page_is_kept(client):
    script = client.get("/app/worker.js")
    assert script["Content-Type"] == "text/javascript"
    assert "/app/offline" in script.content.decode()
    page = client.get("/app/offline").content.decode()
    assert "网断了" in page
    assert "你写的还在这台手机上" in page


def test_search_engines_are_told_to_stay_out(client):
    assert client.get("/robots.txt").content.decode().splitlines()[1:] == ["Disallow: /app/", "Disallow: /a/"]
    assert client.get("/favicon.ico").status_code == 302
