"""WeCom: messages of an own app, who a visitor of its web view is, and the webhook of a group's robot.

Documented at developer.work.weixin.qq.com: 获取access_token, 发送应用消息, 网页授权登录,
群机器人, 全局错误码.
"""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from zhiyin.config.outgoing import Wecom
from zhiyin.workspace.channels.base import CONFIGURATION, Message, Refused, TryLater, marked, within_bytes
from zhiyin.workspace.channels.http import ask
from zhiyin.workspace.channels.tokens import Tokens, token_in

TEXT_BYTES: Final = 2048
SAME_SECONDS: Final = 1800
TOKEN_REFUSED: Final = (40014, 42001)
BUSY: Final = (-1, 6000)
TOO_OFTEN: Final = (45009, 45033)
NO_SUCH_PERSON: Final = (60111, 81013)
CODE_REFUSED: Final = (40029, 42003)
PAUSE: Final = timedelta(minutes=2)


class WecomApp:
    """The enterprise's own app."""

    def __init__(self, app: Wecom) -> None:
        self._app = app
        self._tokens = Tokens("wecom", f"{app.url} {app.corp_id} {app.agent_id} {app.secret}", self._fetch)

    def _fetch(self) -> tuple[str, int]:
        query = {"corpid": self._app.corp_id, "corpsecret": self._app.secret}
        answer = _good(ask(f"{self._app.url}/cgi-bin/gettoken", query))
        return token_in(answer)

    def _call(self, path: str, body: dict[str, Any] | None = None, **query: str) -> dict[str, Any]:
        url = f"{self._app.url}{path}"
        return self._tokens.using(
            lambda token: ask(url, {"access_token": token, **query}, body),
            refused=lambda answer: answer.get("errcode") in TOKEN_REFUSED,
        )

    def send(self, to: str, message: Message) -> None:
        body = {
            "touser": to, "msgtype": "text", "agentid": int(self._app.agent_id),
            "text": {"content": marked(message, TEXT_BYTES)},
            "enable_duplicate_check": 1, "duplicate_check_interval": SAME_SECONDS,
        }  # fmt: skip
        answer = _good(self._call("/cgi-bin/message/send", body))
        if to.casefold() in str(answer.get("invaliduser", "")).casefold().split("|"):
            raise Refused("invaliduser")

    def ask_who(self, back: str, state: str, *, inside: bool) -> str:
        """Where to send a browser to be asked who it is: inside WeCom without a page, elsewhere a QR code."""
        if inside:
            query = {
                "appid": self._app.corp_id, "redirect_uri": back, "response_type": "code",
                "scope": "snsapi_base", "state": state, "agentid": self._app.agent_id,
            }  # fmt: skip
            return f"{self._app.login_url}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"
        query = {
            "login_type": "CorpApp", "appid": self._app.corp_id, "agentid": self._app.agent_id,
            "redirect_uri": back, "state": state,
        }  # fmt: skip
        return f"{self._app.desk_login_url}/wwlogin/sso/login?{urlencode(query)}"

    def who(self, code: str) -> str:
        """The member's id behind a code. Raises Refused for an old code and for no member; TryLater."""
        answer = _good(self._call("/cgi-bin/auth/getuserinfo", code=code))
        found = answer.get("userid") or answer.get("UserId")
        if not found:
            raise Refused("not a member")
        return str(found)


class WecomRobot:
    """A group's robot; whoever is in the group reads it. `to` plays no part."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, to: str, message: Message) -> None:
        body = {"msgtype": "text", "text": {"content": within_bytes(message.text, TEXT_BYTES)}}
        _good(ask(self._url, {}, body))


def _good(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, if it says that all is well. Raises Refused, TryLater."""
    code = answer.get("errcode", 0)
    if code == 0:
        return answer
    problem = f"errcode {code}"
    if code in TOO_OFTEN:
        raise TryLater(problem, after=PAUSE)
    if code in BUSY:
        raise TryLater(problem)
    if code in (*NO_SUCH_PERSON, *CODE_REFUSED):
        raise Refused(problem)
    # A wrong secret, an address that is not allowed …: nothing gets through until somebody mends it.
    raise TryLater(problem, after=CONFIGURATION)
