"""Each channel against a stand-in that checks what is asked and answers as documented."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256

import pytest

from zhiyin.workspace.channels.base import Message, Refused, TryLater, within_bytes
from zhiyin.workspace.channels.dingtalk import signature
from zhiyin.workspace.channels.registry import channel, open_robots, open_to_people

MESSAGE = Message("职音：收到新诉求 2 件", "职音：收到新诉求 2 件\n打开：https://h/app/inbox", "3f9a2c00aa")


def test_what_is_not_configured_is_shut(configure):
    assert open_to_people() == () and open_robots() == ()
    assert channel("mail") is None


def test_wecom_gets_one_token_for_many_messages_and_asks_not_to_say_things_twice(wecom):
    way = channel("wecom")
    way.send("WangQiang", MESSAGE)
    channel("wecom").send("LiMin", MESSAGE)
    assert len(wecom.to("/cgi-bin/gettoken")) == 1
    sent = wecom.to("/cgi-bin/message/send")
    assert sent[0].query == {"access_token": "token-1"}
    assert sent[0].body == {
        "touser": "WangQiang", "msgtype": "text", "agentid": 1000002,
        "text": {"content": f"{MESSAGE.text}\n[3f9a2c]"},
        "enable_duplicate_check": 1, "duplicate_check_interval": 1800,
    }  # fmt: skip


@pytest.mark.parametrize("code", [40014, 42001])
def test_a_refused_token_is_fetched_anew_once(wecom, code):
    answers = iter([{"errcode": code}, {"errcode": 0, "errmsg": "ok", "msgid": "m"}])
    wecom.answers["POST", "/cgi-bin/message/send"] = lambda _asked: next(answers)
    channel("wecom").send("WangQiang", MESSAGE)
    assert [asked.query["access_token"] for asked in wecom.to("/cgi-bin/message/send")] == [
        "token-1", "token-2",
    ]  # fmt: skip


def test_a_token_that_is_refused_again_waits_instead_of_asking_for_ever(wecom):
    wecom.answers["POST", "/cgi-bin/message/send"] = lambda _asked: {"errcode": 40014}
    with pytest.raises(TryLater):
        channel("wecom").send("WangQiang", MESSAGE)
    assert len(wecom.to("/cgi-bin/gettoken")) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"errcode": 0, "invaliduser": "wangqiang|x"}, Refused),
        ({"errcode": 81013, "errmsg": "all invalid"}, Refused),
        ({"errcode": 60111, "errmsg": "userid not found"}, Refused),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, TryLater),
        ({"errcode": -1, "errmsg": "system busy"}, TryLater),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, TryLater),
        ((500, {}), TryLater),
        ((404, {}), TryLater),
        ((302, {"to": "http://127.0.0.1:9/"}), TryLater),
        ([], TryLater),
    ],
)
def test_wecom_says_whether_a_message_is_lost_or_may_be_tried_again(wecom, answer, kind):
    wecom.answers["POST", "/cgi-bin/message/send"] = lambda _asked: answer
    with pytest.raises(kind) as caught:
        channel("wecom").send("WangQiang", MESSAGE)
    assert "token" not in str(caught.value) and "http" not in str(caught.value)


def test_a_rate_limit_rests_the_whole_channel(wecom):
    wecom.answers["POST", "/cgi-bin/message/send"] = lambda _asked: {"errcode": 45009}
    with pytest.raises(TryLater) as caught:
        channel("wecom").send("WangQiang", MESSAGE)
    assert caught.value.channel and caught.value.after >= timedelta(minutes=1)


def test_nobody_there_is_a_reason_to_try_later(wecom, configure, settings):
    from dataclasses import replace

    configure(wecom=replace(settings.OUTGOING.wecom, url="http://127.0.0.1:9"))
    with pytest.raises(TryLater):
        channel("wecom").send("WangQiang", MESSAGE)


def test_a_wecom_robot_is_posted_to_its_own_address(wecom, configure):
    configure(wecom_robot=f"{wecom.url}/cgi-bin/webhook/send?key=693a91f6")
    channel("wecom_robot").send("", MESSAGE)
    (asked,) = wecom.to("/cgi-bin/webhook/send")
    assert asked.query == {"key": "693a91f6"}
    assert asked.body == {"msgtype": "text", "text": {"content": MESSAGE.text}}


def test_dingtalk_sends_a_work_notification(dingtalk):
    channel("dingtalk").send("manager4567", MESSAGE)
    assert dingtalk.to("/gettoken")[0].query == {"appkey": "dingkey", "appsecret": "dingsecret"}
    (asked,) = dingtalk.to("/topapi/message/corpconversation/asyncsend_v2")
    assert asked.query == {"access_token": "ding-token"}
    assert asked.body == {
        "agent_id": 256, "userid_list": "manager4567",
        "msg": {"msgtype": "text", "text": {"content": f"{MESSAGE.text}\n[3f9a2c]"}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"errcode": 88, "sub_code": "33012", "sub_msg": "invalid userid"}, Refused),
        ({"errcode": 88, "sub_code": "90018", "sub_msg": "too often"}, TryLater),
        ({"errcode": 88, "sub_code": "40014"}, TryLater),
        ({"errcode": 40035, "errmsg": "invalid parameter"}, Refused),
    ],
)
def test_dingtalk_says_whether_a_message_is_lost_or_may_be_tried_again(dingtalk, answer, kind):
    dingtalk.answers["POST", "/topapi/message/corpconversation/asyncsend_v2"] = lambda _asked: answer
    with pytest.raises(kind):
        channel("dingtalk").send("manager4567", MESSAGE)


def test_a_dingtalk_robot_signs_what_it_sends(dingtalk, configure, at):
    secret = "SECf3c9"
    configure(dingtalk_robot=f"{dingtalk.url}/robot/send?access_token=t1", dingtalk_robot_secret=secret)
    with at("2026-10-20", "09:30"):
        channel("dingtalk_robot").send("", MESSAGE)
    (asked,) = dingtalk.to("/robot/send")
    stamp = asked.query["timestamp"]
    assert stamp == "1792459800000"
    own = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()
    assert asked.query["sign"] == base64.b64encode(own).decode() == signature(stamp, secret)
    assert asked.query["access_token"] == "t1"


@pytest.mark.parametrize("answer", [{"errcode": 130101}, {"errcode": 310000, "errmsg": "sign not match"}])
def test_a_robot_that_does_not_take_it_is_tried_later(dingtalk, configure, answer):
    configure(dingtalk_robot=f"{dingtalk.url}/robot/send?access_token=t1")
    dingtalk.answers["POST", "/robot/send"] = lambda _asked: answer
    with pytest.raises(TryLater):
        channel("dingtalk_robot").send("", MESSAGE)


def test_a_long_text_is_cut_between_lines_and_keeps_its_link():
    text = "\n".join(["收到新诉求 1 件"] * 200 + ["打开：https://h/app/notices"])
    cut = within_bytes(text, 2048)
    assert len(cut.encode()) <= 2048
    assert cut.endswith("…\n打开：https://h/app/notices")
    assert within_bytes("短", 2048) == "短"
    assert len(within_bytes("长" * 2000, 100).encode()) <= 100


def test_a_mail_can_be_stopped_with_one_click_and_carries_the_same_mark_each_time(post):
    message = Message(MESSAGE.subject, MESSAGE.text, "3f9a2c00aa", "https://h/notices/off/x")
    channel("mail").send("wang@example.cn", message)
    ((to, mail),) = post.taken
    assert (to, mail["To"], mail["Subject"]) == ("wang@example.cn", "wang@example.cn", MESSAGE.subject)
    assert mail["List-Unsubscribe"] == "<https://h/notices/off/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == "<3f9a2c00aa@example.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    channel("mail").send("wang@example.cn", MESSAGE)
    assert post.taken[1][1]["List-Unsubscribe"] is None


@pytest.mark.parametrize(("line", "kind"), [("550 no such user", Refused), ("450 mailbox busy", TryLater)])
def test_a_mail_server_says_whether_an_address_is_lost(post, line, kind):
    post.refuse["wang@example.cn"] = line
    with pytest.raises(kind):
        channel("mail").send("wang@example.cn", MESSAGE)


def test_an_address_cannot_smuggle_a_second_header(post):
    with pytest.raises((Refused, TryLater, ValueError)):
        channel("mail").send("wang@example.cn\nBcc: all@example.cn", MESSAGE)
    assert post.taken == []


def test_half_a_channel_is_a_wrong_setting(monkeypatch):
    from environs import Env

    from zhiyin.config.outgoing import outgoing

    monkeypatch.setenv("ZHIYIN_WECOM_CORP_ID", "ww0000")
    with pytest.raises(ValueError, match="ZHIYIN_WECOM_SECRET"):
        outgoing(Env(prefix="ZHIYIN_"))
    monkeypatch.setenv("ZHIYIN_WECOM_AGENT_ID", "1")
    monkeypatch.setenv("ZHIYIN_WECOM_SECRET", "s")
    assert outgoing(Env(prefix="ZHIYIN_")).wecom.url == "https://qyapi.weixin.qq.com"
    monkeypatch.setenv("ZHIYIN_PUBLIC_URL", "file:///etc/passwd")
    with pytest.raises(ValueError, match="PUBLIC_URL"):
        outgoing(Env(prefix="ZHIYIN_"))
