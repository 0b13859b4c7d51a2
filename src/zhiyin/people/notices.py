"""What a page says after something was done: a word in the address, and the sentence it stands for."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

SENTENCES = {
    "saved": gettext_lazy("已保存。"),
    "password": gettext_lazy("密码改好了。别处的登录都已结束。"),
    "factor_on": gettext_lazy("两步验证已启用。"),
    "factor_off": gettext_lazy("两步验证已关闭。"),
    "session_ended": gettext_lazy("那处登录已结束。"),
    "asked": gettext_lazy("已提交。处理结果会写在这里。"),
    "decided": gettext_lazy("已处理，本人看得到。"),
    "opened": gettext_lazy("单位已设立。"),
    "moved": gettext_lazy("已划转。"),
    "closed": gettext_lazy("已撤销。"),
    "handed_over": gettext_lazy("已交接，手头的事跟着岗位走。"),
    "taken": gettext_lazy("已任岗。"),
    "given_up": gettext_lazy("已离岗。"),
    "granted": gettext_lazy("已授权。"),
    "ended": gettext_lazy("授权已终止。"),
    "left": gettext_lazy("已办离开：登录停用，岗位已离。"),
    "joined": gettext_lazy("已入职。下一步：发首次登录的纸条。"),
    "segment_defined": gettext_lazy("分群已设立。"),
    "segment_changed": gettext_lazy("已存成新的一版，从今天起用。"),
    "segment_ended": gettext_lazy("分群已停用，以前的日子还可以数。"),
    "dismissed": gettext_lazy("不导入，文件放进“refused”。"),
    "absence_marked": gettext_lazy("已请人代，代的人会收到提醒。到日子自己结束。"),
    "absence_ended": gettext_lazy("这次代岗已结束。"),
    "written": gettext_lazy("名册已写入。"),
}


def said(request: HttpRequest) -> str:
    """The sentence for `?done=…`; empty for anything unknown."""
    return str(SENTENCES.get(request.GET.get("done", ""), ""))


def go(name: str, done: str, *args: object) -> HttpResponseRedirect:
    """To a page, which then says what was done."""
    return HttpResponseRedirect(f"{reverse(name, args=args)}?{urlencode({'done': done})}")
