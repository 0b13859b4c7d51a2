"""What a message says: sort, count and a link. Never a title, a number, a text or a name."""

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zhiyin.workspace.channels.base import Message
from zhiyin.workspace.notifying.table import SORTS

DIGEST: Final = "digest"
TEST: Final = "test"


def message(
    what: str, counts: Mapping[str, int], *, language: str, reference: str, off_url: str = ""
) -> Message:
    """One message of `what` with counts by sort. The last line is where to click."""
    with translation.override(language):
        lines = [counted(sort, count) for sort, count in counts.items()]
        if what == TEST:
            subject = _("职音试发：收到这条就是接通了")
            lines = [subject]
        elif what == DIGEST:
            subject = _("职音：今天等您看的")
            lines = [subject, *lines]
        else:
            subject = _("职音：%(what)s") % {"what": lines[0]}
            lines = [subject]
        if off_url:
            lines.append(_("不想再收这一类，点这里关掉：%(url)s") % {"url": off_url})
        elif what in SORTS and SORTS[what].fixed:
            lines.append(_("这一类不能关：%(why)s") % {"why": _(SORTS[what].why_fixed)})
        if link := address(what):
            lines.append(_("打开：%(url)s") % {"url": link})
        return Message(subject, "\n".join(lines), reference, off_url)


def counted(sort: str, count: int) -> str:
    """收到新诉求 3 件."""
    return _("%(what)s %(count)d 件") % {"what": _(SORTS[sort].words), "count": count}


def address(what: str) -> str:
    """The page's full address; empty while nobody has said under which address the house is reached."""
    if not settings.OUTGOING.public_url:
        return ""
    page = SORTS[what].page if what in SORTS else "workspace:notices"
    return settings.OUTGOING.public_url + reverse(page)


def code_message(code: str, *, minutes: int) -> Message:
    """The code that proves a mail address, in the language of the page on which it was asked for."""
    subject = _("职音：验证您的邮箱")
    text = _("验证码 %(code)s，%(minutes)d 分钟内有效。不是您要的，不用理会。") % {
        "code": code,
        "minutes": minutes,
    }
    return Message(subject, text, uuid4().hex)
