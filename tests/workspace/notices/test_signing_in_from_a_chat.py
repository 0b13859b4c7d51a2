"""Signing in from WeCom and DingTalk: only where configured, only those who bound it, only once a code."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.fixtures.people import TOTP_SECRET, give_totp

from zhiyin.journal import clock as clocks
from zhiyin.journal.models import Fact
from zhiyin.people import secrets
from zhiyin.people.models import Contact, SignedIn
from zhiyin.people.services.contacts import account_bound_to

pytestmark = pytest.mark.django_db
WECOM, DINGTALK = "/app/sign-in/wecom", "/app/sign-in/dingtalk"
INSIDE = {"user-agent": "Mozilla/5.0 (Linux; Android 12) wxwork/4.1.20 MicroMessenger/7.0.1"}


def sent_to(answer):
    """(host and path, query) of where the browser is sent."""
    parts = urlsplit(answer["Location"])
    return f"{parts.netloc}{parts.path}", {name: values[0] for name, values in parse_qs(parts.query).items()}


def come_back(client, begun, code="good-code", name="code", **changed):
    """What the platform makes the browser do next."""
    _where, query = sent_to(begun)
    back = urlsplit(query["redirect_uri"])
    assert back.netloc == "zhiyin.example.cn"
    return client.get(back.path, {name: code, "state": query["state"], **changed})


def is_in(client):
    return client.get("/app/me").status_code == 200


@pytest.mark.parametrize("path", [WECOM, DINGTALK, f"{WECOM}/back", "/app/me/notices/wecom/bind"])
def test_without_settings_there_is_no_such_page(configure, client_as, path):
    assert client_as("employee").get(path).status_code == 404


def test_without_settings_there_is_no_button(configure):
    assert WECOM not in Client().get("/app/sign-in").content.decode()


def test_without_an_own_address_nobody_can_be_sent_back(wecom, configure):
    configure(public_url="")
    assert Client().get(WECOM).status_code == 404


def test_with_settings_there_is_a_button_that_remembers_the_page(wecom):
    page = Client().get("/app/sign-in?next=/app/notices").content.decode()
    assert f'href="{WECOM}?next=/app/notices"' in page and DINGTALK not in page


def test_inside_wecom_nobody_is_asked_and_elsewhere_a_code_is_scanned(wecom):
    where, query = sent_to(Client().get(WECOM, headers=INSIDE))
    assert where == "open.example/connect/oauth2/authorize"
    assert query["scope"] == "snsapi_base" and query["agentid"] == "1000002"
    where, query = sent_to(Client().get(WECOM))
    assert where == "desk.example/wwlogin/sso/login"
    assert query["login_type"] == "CorpApp"


def test_who_bound_it_comes_straight_to_the_page_of_the_message(wecom, reach, enterprise):
    reach("employee", wecom="WangQiang")
    client = Client()
    answer = come_back(client, client.get(f"{WECOM}?next=/app/notices", headers=INSIDE))
    assert (answer.status_code, answer["Location"]) == (302, "/app/notices")
    assert is_in(client)
    assert SignedIn.objects.get().account == enterprise.people["employee"].account
    (asked,) = wecom.to("/cgi-bin/auth/getuserinfo")
    assert asked.query == {"access_token": "token-1", "code": "good-code"}


def test_who_is_signed_in_binds_it_once_and_it_is_a_fact_without_the_account(wecom, client_as, enterprise):
    client = client_as("employee")
    answer = come_back(client, client.get("/app/me/notices/wecom/bind"))
    assert answer["Location"] == "/app/me/notices?done=bound"
    assert account_bound_to("wecom", "wangqiang") == enterprise.people["employee"].account
    fact = Fact.objects.get(kind="people.contact.bound")
    assert fact.payload == {"channel": "wecom"}
    assert b"WangQiang" not in bytes(Contact.objects.get().address)


def test_one_chat_account_is_one_persons(wecom, reach, client_as):
    reach("colleague", wecom="WangQiang")
    client = client_as("employee")
    answer = come_back(client, client.get("/app/me/notices/wecom/bind"))
    assert answer.status_code == 422 and "另一个工号" in answer.content.decode()
    assert Contact.objects.count() == 1


def test_an_officer_still_needs_the_second_factor(wecom, reach, enterprise):
    reach("demand_officer", wecom="WangQiang")
    give_totp(enterprise.people["demand_officer"])
    client = Client()
    answer = come_back(client, client.get(f"{WECOM}?next=/app/inbox"))
    assert answer["Location"] == "/app/sign-in/verify"
    assert not is_in(client)
    code = secrets.totp_at(TOTP_SECRET, int(clocks.now().timestamp()) // 30)
    assert client.post("/app/sign-in/verify", {"code": code})["Location"] == "/app/inbox"


def test_an_officer_without_one_is_first_sent_to_set_it_up(wecom, reach, enterprise):
    reach("demand_officer", wecom="WangQiang")
    client = Client()
    answer = come_back(client, client.get(f"{WECOM}?next=/app/inbox"))
    assert answer["Location"] == "/app/me/second-factor"
    assert client.get("/app/inbox").status_code == 403


def test_who_never_bound_it_is_told_how(wecom):
    client = Client()
    answer = come_back(client, client.get(WECOM))
    assert answer.status_code == 422 and "还没有和工号绑定" in answer.content.decode()
    assert not is_in(client)


def test_whoever_left_does_not_come_in(wecom, reach, enterprise):
    reach("employee", wecom="WangQiang")
    account = enterprise.people["employee"].account
    account.is_active = False
    account.save(update_fields=["is_active"])
    client = Client()
    come_back(client, client.get(WECOM))
    assert not is_in(client)


@pytest.mark.parametrize("changed", [{"state": "x"}, {"state": ""}])
def test_another_browsers_answer_is_refused(wecom, reach, changed):
    reach("employee", wecom="WangQiang")
    client = Client()
    answer = come_back(client, client.get(WECOM), **changed)
    assert answer.status_code == 422 and not is_in(client)
    assert wecom.to("/cgi-bin/auth/getuserinfo") == []


def test_an_answer_counts_once_and_for_ten_minutes(wecom, reach, at):
    reach("employee", wecom="WangQiang")
    client = Client()
    with at("2026-10-20", "10:00"):
        begun = client.get(WECOM)
    with at("2026-10-20", "10:11"):
        assert come_back(client, begun).status_code == 422
    begun = client.get(WECOM)
    come_back(client, begun, code="stolen")
    assert come_back(client, begun).status_code == 422
    assert not is_in(client)


def test_an_answer_for_another_platform_is_refused(wecom, dingtalk, reach):
    reach("employee", wecom="WangQiang", dingtalk="manager4567")
    client = Client()
    _where, query = sent_to(client.get(WECOM))
    answer = client.get(f"{DINGTALK}/back", {"code": "good-code", "state": query["state"]})
    assert answer.status_code == 422 and not is_in(client)


def test_a_binding_begun_by_one_is_not_ended_by_another(wecom, client_as, enterprise):
    client, other = client_as("employee"), client_as("colleague")
    begun = client.get("/app/me/notices/wecom/bind")
    answer = come_back(other, begun)
    assert answer.status_code == 422 and not Contact.objects.exists()


def test_a_wrong_code_and_a_silent_platform_are_said_in_words(wecom):
    client = Client()
    answer = come_back(client, client.get(WECOM), code="old")
    assert answer.status_code == 422 and "已经用过" in answer.content.decode()
    wecom.answers["GET", "/cgi-bin/auth/getuserinfo"] = lambda _asked: (500, {})
    answer = come_back(client, client.get(WECOM))
    assert answer.status_code == 503 and "没有回答" in answer.content.decode()
    assert come_back(client, client.get(WECOM), code="").status_code == 422


def test_a_guest_of_wecom_is_nobody_here(wecom, reach):
    reach("employee", wecom="WangQiang")
    wecom.answers["GET", "/cgi-bin/auth/getuserinfo"] = lambda _asked: {"errcode": 0, "openid": "guest"}
    client = Client()
    assert come_back(client, client.get(WECOM)).status_code == 422 and not is_in(client)


def test_dingtalk_tells_by_three_questions_who_it_is(dingtalk, reach):
    reach("employee", dingtalk="manager4567")
    client = Client()
    begun = client.get(f"{DINGTALK}?next=/app/notices")
    where, query = sent_to(begun)
    assert where == "login.example/oauth2/auth"
    assert (query["client_id"], query["scope"]) == ("dingkey", "openid")
    assert come_back(client, begun, name="authCode")["Location"] == "/app/notices"
    assert is_in(client)
    (given,) = dingtalk.to("/v1.0/oauth2/userAccessToken")
    assert given.body == {
        "clientId": "dingkey", "clientSecret": "dingsecret",
        "code": "good-code", "grantType": "authorization_code",
    }  # fmt: skip
    (asked,) = dingtalk.to("/topapi/user/getbyunionid")
    assert asked.body == {"unionid": "union-1"} and asked.query == {"access_token": "ding-token"}


def test_dingtalk_refuses_an_old_code_in_words(dingtalk):
    client = Client()
    answer = come_back(client, client.get(DINGTALK), code="old", name="authCode")
    assert answer.status_code == 422 and "已经用过" in answer.content.decode()


def test_afterwards_one_never_lands_outside_the_house(wecom, reach):
    reach("employee", wecom="WangQiang")
    client = Client()
    answer = come_back(client, client.get(f"{WECOM}?next=https://evil.example/"))
    assert answer["Location"] == "/app/"
