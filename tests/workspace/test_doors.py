"""Three doors: what each keeps, sends and refuses."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from zhiyin.config import urls as ours
from zhiyin.people.access import anonymous_door, door
from zhiyin.workspace.middleware import Doors, SecurityHeaders


@anonymous_door
def speak(request):
    response = HttpResponse(f"{sorted(request.COOKIES)} {request.acting}")
    response.set_cookie("leak", "1")
    return response


@door
def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("a/test-speak", speak),
    path("a/test-broken", broken),
    path("test-broken", broken),
    *ours.urlpatterns,
]
handler400, handler403 = ours.handler400, ours.handler403
handler404, handler500 = ours.handler404, ours.handler500

here = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.parametrize("address", ["/", "/how", "/nothing-here", "/a/nothing-here", "/favicon.ico"])
def test_no_cookie_is_set_outside_the_signed_in_door(client, address):
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@here
def test_the_anonymous_door_neither_reads_nor_sets_a_cookie(client):
    client.cookies["zhiyin"] = "someone's session"
    response = client.get("/a/test-speak")
    assert response.content == b"[] None"
    assert not response.cookies


@here
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_form_at_the_anonymous_door_must_come_from_this_site(headers, status):
    response = Client(enforce_csrf_checks=True).post("/a/test-speak", {"what": "x"}, headers=headers)
    assert response.status_code == status
    if status == 403:
        assert "这张表不是从本站来的" in response.content.decode()
        assert "没有提交" in response.content.decode()


def test_the_signed_in_door_asks_for_a_token():
    response = Client(enforce_csrf_checks=True).post("/app/look", {"text": "large"})
    assert response.status_code == 403
    assert "这一页放得太久了" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/a/x", "/app/offline", "/static/zhiyin/app.css"])
def test_every_answer_carries_the_strict_policy(client, address):
    response = client.get(address)
    b"".join(response)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(("address", "kept"), [("/app/offline", True), ("/a/x", True), ("/", False)])
def test_what_lies_behind_a_door_is_not_stored_by_browsers(client, address, kept):
    assert (client.get(address).headers.get("Cache-Control") == "no-store") is kept


@pytest.mark.parametrize("https", [True, False])
def test_https_is_insisted_on_where_it_is_there(https):
    with override_settings(HTTPS=https):
        response = SecurityHeaders(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert response.has_header("Strict-Transport-Security") is https


@here
@pytest.mark.parametrize("address", ["/test-broken", "/a/test-broken"])
def test_a_failure_tells_what_is_safe_and_asks_no_database(client, address, caplog):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == 500
    page = response.content.decode()
    assert "我们这边出错了" in page
    assert "给过你回执的，都已记下" in page
    assert "broken on purpose" not in page


def test_the_log_of_the_anonymous_door_does_not_name_pages_with_their_time(client, caplog):
    assert client.get("/a/nothing-here").status_code == 404
    assert caplog.records == []


@pytest.mark.django_db
def test_nobody_signed_in_acts_as_nobody(client):
    seen = []
    doors = Doors(lambda request: seen.append(request.acting) or HttpResponse())
    doors(RequestFactory().get("/app/"))
    doors(RequestFactory().get("/"))
    assert seen == [None, None]


def test_more_than_the_server_takes_is_told_as_that_and_not_as_a_fault(client):
    whole = urlencode({"code": "长" * 1_000_000})
    answer = client.post(
        "/a/case", whole, content_type="application/x-www-form-urlencoded",
        headers={"sec-fetch-site": "same-origin"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "一次交得太多了" in answer.content.decode()
