"""`zhiyin notices test` sends one trial message, `zhiyin notices addresses FILE` takes in a list."""

import argparse
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from zhiyin.config.terminal import complain, pick, say

CHANNELS = ("mail", "wecom", "dingtalk", "wecom_robot", "dingtalk_robot")


def add_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    whole = commands.add_parser("notices", help=pick("提醒：试发，导入地址", "notices: a trial, addresses"))
    what = whole.add_subparsers(required=True, metavar="WHAT")
    test = what.add_parser("test", help=pick("往一个人那里试发一条", "send one trial message to somebody"))
    test.add_argument(
        "--to",
        default="",
        metavar="NUMBER",
        help=pick("收的人的工号；发给群机器人不用填", "employee number; not needed for a group robot"),
    )
    test.add_argument("--channel", required=True, choices=CHANNELS, help=pick("渠道", "channel"))
    test.set_defaults(run=run_test)
    addresses = what.add_parser(
        "addresses", help=pick("从表格导入邮箱和聊天账号", "take in addresses from a table")
    )
    addresses.add_argument(
        "file",
        type=Path,
        help=pick("xlsx 或 csv，列名：工号、邮箱、企业微信账号、钉钉账号", "xlsx or csv with these columns"),
    )
    addresses.set_defaults(run=run_addresses)


def run_test(options: argparse.Namespace) -> int:
    """Exit status 0 when the message was taken, 1 when not, 2 when it could not even be tried."""
    from zhiyin.workspace.channels.base import Refused, TryLater
    from zhiyin.workspace.channels.registry import ROBOTS, channel
    from zhiyin.workspace.notifying.wording import TEST, message

    way = channel(options.channel)
    if way is None:
        complain(
            "这个渠道没有设置，见 docs/operations.md「提醒发到外面」。",
            "this channel is not configured; see “Notices outside” in docs/operations.md",
        )
        return 2
    to = "" if options.channel in ROBOTS else _address(options.to, options.channel)
    if to is None:
        complain(
            f"工号 {options.to or '（没填）'} 没有接通这个渠道。本人在「提醒设置」里接。",
            f"employee {options.to or '(none given)'} has not connected this channel under “Notice settings”",
        )
        return 2
    text = message(TEST, {}, language=pick("zh-hans", "en"), reference=uuid4().hex)
    try:
        way.send(to, text)
    except (Refused, TryLater) as problem:
        sys.stderr.write(f"{options.channel}: {problem}\n")
        return 1
    say("对方收下了。", "It was taken.")
    return 0


def _address(number: str, name: str) -> str | None:
    from zhiyin.people.models import Contact
    from zhiyin.people.services.contacts import address_of

    contact = Contact.objects.filter(employee__number=number, channel=name).first()
    return address_of(contact) if contact else None


def run_addresses(options: argparse.Namespace) -> int:
    """Exit status 0 when the file could be read, even if some lines were not taken; 2 otherwise."""
    from zhiyin.people.roster.read import Unreadable, read
    from zhiyin.people.services.contacts import bind_from_roster
    from zhiyin.workspace.addresses import lines_of

    try:
        lines, wrong = lines_of(read(options.file.read_bytes())[0].rows)
    except OSError as problem:
        complain(f"{options.file}：{problem.strerror}", f"{options.file}: {problem.strerror}")
        return 2
    except Unreadable as problem:
        complain(f"{options.file}：读不了（{problem.code}）", f"{options.file}: unreadable ({problem.code})")
        return 2
    for row in wrong:
        complain(
            f"第 {row} 行：没有这个工号，或者邮箱不对", f"line {row}: no such number, or no such address"
        )
    taken = bind_from_roster(lines=lines)
    say(f"收下 {taken} 个地址。本人绑过、断开过的不动。", f"{taken} addresses taken; people's own stay.")
    return 0
