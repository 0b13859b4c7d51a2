"""提醒设置: where notices are sent, when, and of what."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.models import Contact
from zhiyin.people.refusals import Refused
from zhiyin.people.selectors import own_contacts
from zhiyin.people.services.contacts import bind_contact, drop_contact, opened
from zhiyin.workspace.channels.registry import MAIL, open_to_people
from zhiyin.workspace.forms import AddressForm, CodeForm, WishesForm
from zhiyin.workspace.models import NoticeSettings
from zhiyin.workspace.notifying.choices import Row, rows_for, switches_of
from zhiyin.workspace.services.wishes import CODE_TRIES, code_is_right, save_wishes, send_code

PENDING = "pending_mail"
DONE = {
    "saved": gettext_lazy("已保存。"),
    "bound": gettext_lazy("接通了。要收哪几类，在下面勾选。"),
    "dropped": gettext_lazy("断开了，不再往那里发。"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest) -> HttpResponse:
    """The page with its one form."""
    acting = request.acting
    own = NoticeSettings.objects.filter(employee=acting.employee).first() or NoticeSettings()
    channels, contacts = open_to_people(), own_contacts(acting.employee)
    bound = [name for name in channels if name in contacts]
    rows = rows_for(acting.employee.pk, acting.roles, bound)
    switches = switches_of(rows)
    form = WishesForm(request.POST or None, initial=_initial(own, rows), switches=switches)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        save_wishes(
            acting=acting, quiet_from=data["quiet_from"], quiet_until=data["quiet_until"],
            digest_hour=data["digest_hour"] if bound else own.digest_hour,
            language="en" if request.look.lang == "en" else "zh-hans",  # type: ignore[attr-defined]
            shown=[_pair(value) for value, _label in switches], on=[_pair(value) for value in data["on"]],
        )  # fmt: skip
        return go("saved")
    context = {
        "page_title": _("提醒设置"),
        "form": form,
        "rows": rows,
        "places": [_place(name, contacts.get(name)) for name in channels],
        "bound": [Contact.Channel(name).label for name in bound],
        "done": DONE.get(request.GET.get("done", ""), ""),
        "back_url": reverse("people:me"),
    }
    return render(request, "workspace/notice_settings.html", context)


def _initial(own: NoticeSettings, rows: list[Row]) -> dict[str, Any]:
    on = [switch.value for row in rows for switch in row.switches if switch.on]
    return {
        "quiet_from": own.quiet_from, "quiet_until": own.quiet_until,
        "digest_hour": "" if own.digest_hour is None else own.digest_hour, "on": on,
    }  # fmt: skip


def _pair(value: str) -> tuple[str, str]:
    what, _colon, name = value.partition(":")
    return what, name


def _place(name: str, contact: Contact | None) -> dict[str, Any]:
    return {
        "name": name, "label": Contact.Channel(name).label, "contact": contact, "is_mail": name == MAIL,
        "bind_url": reverse("workspace:mail_address")
        if name == MAIL
        else reverse("workspace:chat_bind", args=[name]),
    }  # fmt: skip


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mail_address(request: SignedInRequest) -> HttpResponse:
    """Say which address, then type the code that was sent there."""
    if MAIL not in open_to_people():
        raise Http404
    pending = request.session.get(PENDING)
    if pending and "again" not in request.GET:
        return _code_page(request, pending)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request.session[PENDING] = send_code(acting=request.acting, address=form.cleaned_data["address"])
        except Refused as refused:
            form.add_error("address", str(refused))
        else:
            return HttpResponseRedirect(reverse("workspace:mail_address"))
    context = {"page_title": _("填邮箱"), "form": form, "back_url": reverse("workspace:wishes")}
    return render(request, "workspace/mail_address.html", context)


def _code_page(request: SignedInRequest, pending: dict[str, Any]) -> HttpResponse:
    address = opened(pending["address"])
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if code_is_right(pending, address, form.cleaned_data["code"]):
            del request.session[PENDING]
            bind_contact(employee=request.acting.employee, channel=MAIL, address=address)
            return go("bound")
        pending["tries"] += 1
        request.session[PENDING] = pending
        if pending["tries"] >= CODE_TRIES:
            del request.session[PENDING]
            return HttpResponseRedirect(reverse("workspace:mail_address"))
        form.add_error("code", _("不对，或者过了时间。看最新的那封信，或者重新发一个码。"))
    context = {
        "page_title": _("验证邮箱"), "form": form, "address": address,
        "back_url": reverse("workspace:wishes"),
    }  # fmt: skip
    return render(request, "workspace/mail_code.html", context)


@signed_in
@require_POST
def drop(request: SignedInRequest, name: str) -> HttpResponse:
    """No more to that address."""
    if name not in Contact.Channel.values:
        raise Http404
    drop_contact(employee=request.acting.employee, channel=name)
    return go("dropped")


def go(done: str) -> HttpResponseRedirect:
    """Back to the settings, which say what was done."""
    return HttpResponseRedirect(f"{reverse('workspace:wishes')}?done={done}")
