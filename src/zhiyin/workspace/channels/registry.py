"""Which channels are open in this installation."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings

from zhiyin.config.outgoing import Outgoing
from zhiyin.people.models import Contact
from zhiyin.workspace.channels.base import Channel
from zhiyin.workspace.channels.dingtalk import DingtalkApp, DingtalkRobot
from zhiyin.workspace.channels.mail import Mail
from zhiyin.workspace.channels.wecom import WecomApp, WecomRobot

MAIL, WECOM, DINGTALK = (channel.value for channel in Contact.Channel)
WECOM_ROBOT: Final = "wecom_robot"
DINGTALK_ROBOT: Final = "dingtalk_robot"
ROBOTS: Final = (WECOM_ROBOT, DINGTALK_ROBOT)
CHATS: Final = (WECOM, DINGTALK)

_OPEN: Final[Mapping[str, Callable[[Outgoing], Channel | None]]] = {
    MAIL: lambda out: Mail(out.smtp, out.timeout) if out.smtp else None,
    WECOM: lambda out: WecomApp(out.wecom) if out.wecom else None,
    DINGTALK: lambda out: DingtalkApp(out.dingtalk) if out.dingtalk else None,
    WECOM_ROBOT: lambda out: WecomRobot(out.wecom_robot) if out.wecom_robot else None,
    DINGTALK_ROBOT: lambda out: (
        DingtalkRobot(out.dingtalk_robot, out.dingtalk_robot_secret) if out.dingtalk_robot else None
    ),
}


def channel(name: str) -> Channel | None:
    """The channel of that name, if it is configured."""
    return _OPEN[name](settings.OUTGOING)


def chat(name: str) -> WecomApp | DingtalkApp | None:
    """The chat platform of that name, if it is configured: it can also say who a visitor is."""
    found = channel(name) if name in CHATS else None
    return found if isinstance(found, WecomApp | DingtalkApp) else None


def open_to_people() -> tuple[str, ...]:
    """The configured channels that reach one person, in the order of the settings page."""
    return tuple(name for name in (MAIL, WECOM, DINGTALK) if channel(name))


def open_robots() -> tuple[str, ...]:
    return tuple(name for name in ROBOTS if channel(name))


def chat_ways() -> list[tuple[str, str]]:
    """(name, label) of the platforms through which one may sign in here."""
    if not settings.OUTGOING.public_url:
        return []
    return [(name, str(Contact.Channel(name).label)) for name in CHATS if chat(name)]
