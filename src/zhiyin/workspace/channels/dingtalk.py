"""DingTalk: work notifications of an own app, who a visitor is, and a group robot with a signature.

Documented at open.dingtalk.com: 获取企业内部应用的access_token, 异步发送工作通知, 登录第三方网站,
根据unionid获取用户userid, 自定义机器人接入, 机器人安全设置, 全局错误码.
"""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from zhiyin.config.outgoing import Dingtalk
from zhiyin.journal import clock
from zhiyin.workspace.channels.base import (
    CONFIGURATION,
    Declined,
    Message,
    Refused,
    TryLater,
    marked,
    within_bytes,
)
from zhiyin.workspace.channels.http import ask
from zhiyin.workspace.channels.tokens import Tokens, token_in

TEXT_BYTES: Final = 2048
TOKEN_REFUSED: Final = (40014, 42001)
TOKEN_REFUSED_SUB: Final = ("40014", "42001")
BUSY: Final = (-1, 15, 90002)
TOO_OFTEN: Final = (45009, 90018, 130101, 410100)
NO_SUCH_PERSON: Final = (33012, 60121, 40035)
PAUSE: Final = timedelta(minutes=2)


class DingtalkApp:
    """The enterprise's own app."""

    def __init__(self, app: Dingtalk) -> None:
        self._app = app
        self._tokens = Tokens("dingtalk", f"{app.url} {app.app_key} {app.app_secret}", self._fetch)

    def _fetch(self) -> tuple[str, int]:
        query = {"appkey": self._app.app_key, "appsecret": self._app.app_secret}
        answer = _good(ask(f"{self._app.url}/gettoken", query))
        return token_in(answer)

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self._app.url}{path}"
        return self._tokens.using(lambda token: ask(url, {"access_token": token}, body), refused=_refused)

    def send(self, to: str, message: Message) -> None:
        body = {
            "agent_id": int(self._app.agent_id), "userid_list": to,
            "msg": {"msgtype": "text", "text": {"content": marked(message, TEXT_BYTES)}},
        }  # fmt: skip
        _good(self._call("/topapi/message/corpconversation/asyncsend_v2", body))

    def ask_who(self, back: str, state: str, *, inside: bool) -> str:
        """Where to send a browser to be asked who it is; the same inside DingTalk and elsewhere."""
        query = {
            "redirect_uri": back, "response_type": "code", "client_id": self._app.app_key,
            "scope": "openid", "state": state, "prompt": "consent",
        }  # fmt: skip
        return f"{self._app.login_url}/oauth2/auth?{urlencode(query)}"

    def who(self, code: str) -> str:
        """The member's id behind a code. Raises Refused for an old code and for no member; TryLater."""
        body = {
            "clientId": self._app.app_key, "clientSecret": self._app.app_secret,
            "code": code, "grantType": "authorization_code",
        }  # fmt: skip
        try:
            given = ask(f"{self._app.api_url}/v1.0/oauth2/userAccessToken", {}, body)
        except Declined as problem:
            raise Refused(str(problem)) from None
        header = {"x-acs-dingtalk-access-token": str(given.get("accessToken", ""))}
        person = ask(f"{self._app.api_url}/v1.0/contact/users/me", {}, headers=header)
        union_id = person.get("unionId")
        if not union_id:
            raise Refused("no unionId")
        answer = _good(self._call("/topapi/user/getbyunionid", {"unionid": union_id}))
        found = (answer.get("result") or {}).get("userid")
        if not found:
            raise Refused("not a member")
        return str(found)


class DingtalkRobot:
    """A group's robot; with a secret every request is signed. `to` plays no part."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    def send(self, to: str, message: Message) -> None:
        body = {"msgtype": "text", "text": {"content": within_bytes(message.text, TEXT_BYTES)}}
        _good(ask(self._url, self._signature(), body))

    def _signature(self) -> dict[str, str]:
        if not self._secret:
            return {}
        stamp = str(round(clock.now().timestamp() * 1000))
        return {"timestamp": stamp, "sign": signature(stamp, self._secret)}


def signature(stamp: str, secret: str) -> str:
    """HMAC-SHA256 of 「timestamp\\nsecret」 under the secret, in base 64."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), sha256)).decode()


def _refused(answer: dict[str, Any]) -> bool:
    return answer.get("errcode") in TOKEN_REFUSED or (
        answer.get("errcode") == 88 and str(answer.get("sub_code")) in TOKEN_REFUSED_SUB
    )


def _good(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, if it says that all is well. Raises Refused, TryLater."""
    code = answer.get("errcode", 0)
    if code == 0:
        return answer
    sub = str(answer.get("sub_code", ""))
    problem = f"errcode {code}" + (f"/{sub}" if sub.isascii() and sub else "")
    if code in TOO_OFTEN or sub in {str(one) for one in TOO_OFTEN}:
        raise TryLater(problem, after=PAUSE)
    if code in BUSY:
        raise TryLater(problem)
    if code in NO_SUCH_PERSON or sub in {str(one) for one in NO_SUCH_PERSON}:
        raise Refused(problem)
    # A wrong secret, a robot that wants a word, an address that is not allowed: somebody has to mend it.
    raise TryLater(problem, after=CONFIGURATION)
