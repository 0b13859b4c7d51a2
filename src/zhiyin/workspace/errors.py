"""Pages for when something went wrong: what happened, what is safe, what to do. They ask no database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhiyin.journal import clock
from zhiyin.people.access import door
from zhiyin.workspace.doors import door_of
from zhiyin.workspace.look import look_of, with_look

Words = Callable[[HttpRequest], tuple[str, str, str, str]]


def _bad_request(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("这个请求看不懂"),
        _("网址或表单里有一处不对，服务器没法处理。"),
        _("什么都没有提交，什么都没有改动。"),
        _("返回上一页，再试一次。"),
    )


def _too_large(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("一次交得太多了"),
        _("这次交来的，超过了服务器一次能收的。"),
        _("什么都没有提交，什么都没有改动。"),
        _("返回上一页，字写少些，照片、文件少带几个，分几次交。"),
    )


def _too_many_tries(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("试错的次数太多了"),
        _("密码、首次登录码或者验证码连着错了好几次。为了不让别人猜出来，先停一停。"),
        _("密码没有变，已经登录的手机、电脑还能用，提过的事都在。"),
        _("忘了密码的，带工牌到工会办公室，当场再发一张纸条。等不及的，不登录也可以说。"),
    )


def _forbidden(request: HttpRequest) -> tuple[str, str, str, str]:
    if door_of(request.path_info) != "app":
        return (
            _("这一页不能这样打开"),
            _("这个网址只给有资格的人看。"),
            _("你没有登录，也没有留下名字。"),
            _("回到首页，从那里进。"),
        )
    return (
        _("这一页不归你看"),
        _("你的岗位没有打开它的权限。"),
        _("你的登录还在，你提的事不受影响。"),
        _("应当能看却看不到的，请本单位系统管理员核对你的岗位。"),
    )


def _not_found(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("没有这一页"),
        _("网址可能抄错了，也可能这件事不归你看。"),
        _("你提过的事都还在。"),
        _("回到首页，从那里找。"),
    )


def _server_error(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("我们这边出错了"),
        _("服务器没能办成刚才的事。不是你的错。"),
        _("给过你回执的，都已记下。没给回执的，没有提交成功。"),
        _("过几分钟再试。一直不行，就打工会办公室的电话，事情照样可以提。"),
    )


def _csrf_failure(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("这一页放得太久了"),
        _("为了防止别的网站冒用你的登录，表单过一段时间要重新打开。"),
        _("刚才的没有提交。你写的字，多半还在上一页里。"),
        _("返回上一页，刷新，再提交。"),
    )


def _foreign_form(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("这张表不是从本站来的"),
        _("浏览器说，这次提交来自别的网站，或者没有说从哪里来。我们不收。"),
        _("没有提交，也没有记下你是谁。"),
        _("从本站的匿名页重新打开，再写一遍。"),
    )


def _offline(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("网断了"),
        _("这一页没能打开，刚才的也没有提交成功。"),
        _("你写的还在这台手机上。"),
        _("连上网，返回上一页，再提交。"),
    )


ICONS: Final = {403: "lock", 404: "search", 429: "player-pause", 500: "alert-triangle"}
TOO_LARGE: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MEANWHILE: Final = (
    ("voice:anonymous", gettext_lazy("匿名说一件事")),
    ("voice:follow", gettext_lazy("凭回执看进展")),
)


def _page(
    request: HttpRequest, status: int, words: Words, icon: str = "", until: datetime | None = None
) -> HttpResponse:
    look = look_of(request)
    with translation.override(look.language):
        title, happened, safe, do = words(request)
        home = "/app/" if door_of(request.path_info) == "app" else with_look("/", look)
        context: dict[str, Any] = {
            "page_title": title,
            "happened": happened,
            "safe": safe,
            "do": do,
            "home": home,
            "error_icon": icon or ICONS.get(status, "alert-circle"),
        }
        if until:
            context["when"] = _when(until)
            context["meanwhile"] = [(with_look(reverse(name), look), label) for name, label in MEANWHILE]
        return render(request, "errors/error.html", context, status=status)


def _when(until: datetime) -> str:
    """From which minute on, and how many those are; never a minute too early."""
    minutes = -(-(until - clock.now()) // timedelta(minutes=1))
    moment = clock.local(until + timedelta(seconds=59)).strftime("%H:%M")
    words = ngettext(
        "%(time)s 以后再试，还要等 %(n)d 分钟。", "%(time)s 以后再试，还要等 %(n)d 分钟。", minutes
    )
    return words % {"time": moment, "n": minutes}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return _page(request, 413, _too_large)
    return _page(request, 400, _bad_request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _forbidden)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _not_found)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, _server_error)


def too_many_tries(request: HttpRequest, until: datetime) -> HttpResponse:
    """Wrong passwords or codes, one after the other: when to go on, and what to do meanwhile."""
    response = _page(request, 429, _too_many_tries, until=until)
    response.headers["Retry-After"] = str(max(1, -(-(until - clock.now()) // timedelta(seconds=1))))
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, _csrf_failure, "refresh")


def foreign_form(request: HttpRequest) -> HttpResponse:
    """A form posted to a door without cookies, from a page that is not ours."""
    return _page(request, 403, _foreign_form, "ban")


@door
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the browser, shown when there is no network."""
    return _page(request, 200, _offline, "wifi-off")
