"""The page behind a message's link: one sort off, without signing in; and on again.

A GET changes nothing, because mail programs fetch links by themselves. A POST proves itself by the signed
address alone, so that a mail program's own button works (RFC 8058).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhiyin.people.access import public
from zhiyin.people.models import Contact
from zhiyin.workspace.notifying.links import Off, read
from zhiyin.workspace.notifying.table import SORTS
from zhiyin.workspace.notifying.wording import DIGEST
from zhiyin.workspace.services.wishes import switch


@public
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, on=False)


@public
@require_POST
def on_again(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, on=True)


def _page(request: HttpRequest, token: str, *, on: bool) -> HttpResponse:
    asked = read(token)
    if asked is None or (request.method == "POST" and not switch(off=asked, on=on)):
        context = {"page_title": _("这个链接用不了"), "asked": None}
        return render(request, "workspace/notice_off.html", context, status=404)
    page: dict[str, Any] = {
        "page_title": _("关掉一类提醒"),
        "asked": asked,
        "what": _words(asked),
        "channel": Contact.Channel(asked.channel).label,
        "state": ("on" if on else "off") if request.method == "POST" else "",
        "off_url": reverse("workspace:notice_off", args=[token]),
        "on_url": reverse("workspace:notice_on", args=[token]),
    }
    return render(request, "workspace/notice_off.html", page)


def _words(asked: Off) -> str:
    return _("每天一条") if asked.what == DIGEST else _(SORTS[asked.what].words)
