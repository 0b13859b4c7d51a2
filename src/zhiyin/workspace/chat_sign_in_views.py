"""Signing in from WeCom and DingTalk, and binding one's account there: both ask the platform who it is."""

from datetime import timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, door, signed_in
from zhiyin.people.models import Contact
from zhiyin.people.refusals import Refused as NotBound
from zhiyin.people.services.contacts import account_bound_to, bind_contact
from zhiyin.people.views.door import enter, wanted_page
from zhiyin.workspace.channels.base import Refused, TryLater
from zhiyin.workspace.channels.dingtalk import DingtalkApp
from zhiyin.workspace.channels.registry import chat
from zhiyin.workspace.channels.wecom import WecomApp
from zhiyin.workspace.notice_settings_views import go

ASKED = "asked_who"
MINUTES = timedelta(minutes=10)
INSIDE = {"wecom": "wxwork", "dingtalk": "dingtalk"}


@door
@require_safe
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """To the platform, which sends the browser back with a code."""
    return _ask(request, name, bind=False)


@signed_in
@require_safe
def bind(request: SignedInRequest, name: str) -> HttpResponse:
    """The same, by somebody who is signed in and wants that account to be theirs."""
    return _ask(request, name, bind=True)


def _platform(name: str) -> WecomApp | DingtalkApp:
    found = chat(name)
    if found is None or not settings.OUTGOING.public_url:
        raise Http404
    return found


def _ask(request: HttpRequest, name: str, *, bind: bool) -> HttpResponse:
    platform, state = _platform(name), token_urlsafe(24)
    request.session[ASKED] = {
        "state": state, "name": name, "until": (clock.now() + MINUTES).timestamp(),
        "bind": str(request.user.pk) if bind else "", "after": wanted_page(request),
    }  # fmt: skip
    back = settings.OUTGOING.public_url + reverse("workspace:chat_back", args=[name])
    inside = INSIDE[name] in request.headers.get("User-Agent", "").casefold()
    return HttpResponseRedirect(platform.ask_who(back, state, inside=inside))


@door
@require_safe
def back(request: HttpRequest, name: str) -> HttpResponse:
    """Back from the platform. Each state is good once, in the browser that asked, for ten minutes."""
    platform = _platform(name)
    asked = request.session.pop(ASKED, None)
    if not _ours(request, asked, name):
        return _failed(request, name, _("这次登录已经过时，或者不是从这里开始的。请重新来一次。"))
    code = request.GET.get("code") or request.GET.get("authCode", "")
    if not code:
        return _failed(request, name, _("那边没有告诉我们您是谁。请重新来一次。"))
    try:
        who = platform.who(code[:512])
    except Refused:
        return _failed(request, name, _("那边说不认得您，或者这个码已经用过。请重新来一次。"))
    except TryLater:
        return _failed(request, name, _("那边现在没有回答。过一会儿再试，或者用工号登录。"), status=503)
    return _bind(request, name, who, asked) if asked["bind"] else _enter(request, name, who, asked)


def _ours(request: HttpRequest, asked: dict[str, str] | None, name: str) -> bool:
    if not asked or asked["name"] != name or clock.now().timestamp() > float(asked["until"]):
        return False
    return compare_digest(asked["state"].encode(), request.GET.get("state", "").encode())


def _bind(request: HttpRequest, name: str, who: str, asked: dict[str, str]) -> HttpResponse:
    if not request.user.is_authenticated or str(request.user.pk) != asked["bind"]:
        return _failed(request, name, _("您中间退出了登录。请重新来一次。"))
    try:
        bind_contact(employee=request.user.employee, channel=name, address=who)
    except NotBound as refused:
        return _failed(request, name, str(refused))
    return go("bound")


def _enter(request: HttpRequest, name: str, who: str, asked: dict[str, str]) -> HttpResponse:
    account = account_bound_to(name, who)
    if account is None:
        platform = Contact.Channel(name).label
        text = _(
            "这个%(platform)s账号还没有和工号绑定。先用工号登录一次，在“提醒设置”里绑定，以后就能直接进。"
        )
        return _failed(request, name, text % {"platform": platform})
    return enter(request, account, asked["after"])


def _failed(request: HttpRequest, name: str, text: str, status: int = 422) -> HttpResponse:
    context = {
        "page_title": _("没有登录成功"), "text": text,
        "again_url": reverse("workspace:chat_sign_in", args=[name]), "platform": Contact.Channel(name).label,
    }  # fmt: skip
    return render(request, "workspace/chat_failed.html", context, status=status)
