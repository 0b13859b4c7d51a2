"""Pages for when something went wrong: what happened, what is safe, what to do. They ask no database."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from zhiyin.people.access import door
from zhiyin.workspace.doors import door_of
from zhiyin.workspace.look import look_of, with_look

Words = Callable[[HttpRequest], tuple[str, str, str, str]]


def _bad_request(_request: HttpRequest) -> tuple[str, str, str, str]:
    return (
        _("这个请求看不懂"),
        _("网址或表单里有一处不对，服务器没法处理。"),
        _("什么都没有提交，什么都没有改动。"),
        _("返回上一页，再试一次。附件太大也会这样，少带几张照片再提。"),
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


ICONS: Final = {403: "lock", 404: "search", 500: "alert-triangle"}


def _page(request: HttpRequest, status: int, words: Words, icon: str = "") -> HttpResponse:
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
        return render(request, "errors/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _bad_request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _forbidden)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _not_found)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, _server_error)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, _csrf_failure, "refresh")


def foreign_form(request: HttpRequest) -> HttpResponse:
    """A form posted to a door without cookies, from a page that is not ours."""
    return _page(request, 403, _foreign_form, "ban")


@door
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the browser, shown when there is no network."""
    return _page(request, 200, _offline, "wifi-off")
