"""People with addresses, channels that end in a stand-in, and a day in October."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from tests.fixtures.people import acting, client_as, enterprise
from tests.voice.conftest import Walk, at, keepers, walk
from tests.workspace.notices.stand_in import Api, Post, http_api, mail_server

from zhiyin.config.outgoing import Dingtalk, Outgoing, Smtp, Wecom
from zhiyin.journal import clock
from zhiyin.journal.sequence import number_all
from zhiyin.people.services.contacts import bind_contact
from zhiyin.workspace.models import Notice
from zhiyin.workspace.models import Outgoing as Row
from zhiyin.workspace.services.outbox import send_waiting
from zhiyin.workspace.services.telling import tell

__all__ = ["Walk", "acting", "at", "client_as", "enterprise", "keepers", "walk"]
HOUSE = "https://zhiyin.example.cn"
ROBOT_SECRET = "SEC000000000000000000000"


@pytest.fixture(autouse=True)
def _no_old_tokens() -> None:
    cache.clear()


@pytest.fixture
def configure(settings: Any) -> Callable[..., None]:
    """`configure(smtp=…)`: what the operator's variables say."""
    settings.OUTGOING = Outgoing(public_url=HOUSE, timeout=5)

    def change(**values: Any) -> None:
        settings.OUTGOING = replace(settings.OUTGOING, **values)

    return change


@pytest.fixture
def post(configure: Callable[..., None]) -> Iterator[Post]:
    """A mail server, configured."""
    with mail_server() as server:
        configure(
            smtp=Smtp("127.0.0.1", server.port, "", "", "none", "职音 <zhiyin@example.cn>"),
        )
        yield server


@pytest.fixture
def wecom(configure: Callable[..., None]) -> Iterator[Api]:
    """The WeCom API, configured, answering as documented."""
    tokens = iter(f"token-{n}" for n in range(1, 100))
    answers = {
        ("GET", "/cgi-bin/gettoken"): lambda asked: (
            {"errcode": 0, "errmsg": "ok", "access_token": next(tokens), "expires_in": 7200}
            if asked.query == {"corpid": "ww0000", "corpsecret": "s3cret"}
            else {"errcode": 40001, "errmsg": "invalid credential"}
        ),
        ("POST", "/cgi-bin/message/send"): lambda _asked: {
            "errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m1",
        },
        ("GET", "/cgi-bin/auth/getuserinfo"): lambda asked: (
            {"errcode": 0, "errmsg": "ok", "userid": "WangQiang"}
            if asked.query["code"] == "good-code"
            else {"errcode": 40029, "errmsg": "invalid code"}
        ),
        ("POST", "/cgi-bin/webhook/send"): lambda _asked: {"errcode": 0, "errmsg": "ok"},
    }  # fmt: skip
    with http_api(answers) as api:
        configure(
            wecom=Wecom(
                "ww0000", "1000002", "s3cret", api.url, "https://open.example", "https://desk.example"
            )
        )
        yield api


@pytest.fixture
def dingtalk(configure: Callable[..., None]) -> Iterator[Api]:
    """The two DingTalk APIs, configured, answering as documented."""
    answers = {
        ("GET", "/gettoken"): lambda _asked: {
            "errcode": 0, "errmsg": "ok", "access_token": "ding-token", "expires_in": 7200,
        },
        ("POST", "/topapi/message/corpconversation/asyncsend_v2"): lambda _asked: {
            "errcode": 0, "task_id": 256271667526, "request_id": "r1",
        },
        ("POST", "/v1.0/oauth2/userAccessToken"): lambda asked: (
            {"accessToken": "user-token", "refreshToken": "r", "expireIn": 7200, "corpId": "ding0"}
            if asked.body["code"] == "good-code"
            else (400, {"code": "invalidParameter.authCode.notFound", "message": "不存在的临时授权码"})
        ),
        ("GET", "/v1.0/contact/users/me"): lambda asked: (
            {"nick": "王强", "unionId": "union-1", "openId": "o1"}
            if asked.headers.get("x-acs-dingtalk-access-token") == "user-token"
            else (403, {"code": "Forbidden"})
        ),
        ("POST", "/topapi/user/getbyunionid"): lambda asked: {
            "errcode": 0, "errmsg": "ok", "result": {"contact_type": 0, "userid": "manager4567"},
        },
        ("POST", "/robot/send"): lambda _asked: {"errcode": 0, "errmsg": "ok"},
    }  # fmt: skip
    with http_api(answers) as api:
        configure(
            dingtalk=Dingtalk("dingkey", "dingsecret", "256", api.url, api.url, "https://login.example")
        )
        yield api


@pytest.fixture
def reach(enterprise: Any, told: Callable[[], int]) -> Callable[..., None]:
    """`reach("handler", mail="…")`: they bound that address some time ago."""

    def bind(who: str, **addresses: str) -> None:
        for channel, address in addresses.items():
            bind_contact(employee=enterprise.people[who], channel=channel, address=address)
        told()
        Row.objects.all().delete()
        Notice.objects.all().delete()

    return bind


@pytest.fixture
def days_on() -> Callable[[int], Any]:
    """`with days_on(2):` moves the clock on from now."""
    return lambda n: clock.moved_to(clock.now() + timedelta(days=n))


@pytest.fixture
def told() -> Callable[[], int]:
    """`told()`: the background numbers the facts and tells of them."""

    def run() -> int:
        number_all()
        return tell()

    return run


@pytest.fixture
def waiting() -> Callable[..., list[Row]]:
    """`waiting()`: the messages that are on their way out."""
    return lambda **known: list(Row.objects.filter(state="waiting", **known).order_by("what", "channel"))


@pytest.fixture
def sent_later(at: Callable[..., Any]) -> Callable[..., int]:
    """`sent_later("2026-10-20", "10:00")`: the outbox works at that time; how many left."""

    def run(day: str, hour: str) -> int:
        with at(day, hour):
            return send_waiting()

    return run
