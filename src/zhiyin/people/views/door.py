"""Before signing in: number with password or slip, own password, second factor; and out again."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhiyin.journal import clock
from zhiyin.people.access import door
from zhiyin.people.acting import acting_for
from zhiyin.people.devices import device_name
from zhiyin.people.forms.door import NewPasswordForm, SecondFactorForm, SignInForm
from zhiyin.people.models import Account
from zhiyin.people.services import accounts, signing_in

DEVICE_COOKIE = "zhiyin-device"
YEAR = 365 * 24 * 3600
OFFICER_SESSION = 12 * 3600
HALFWAY_SECONDS = 10 * 60
# In a session: it began with a slip, so its owner may be shown what to do first.
FIRST_TIME = "first_time"
NOT_IN = gettext_lazy("没有登录成功。工号、密码或首次登录码有一处不对。连错 5 次，要等 15 分钟再试。")
# What one can do without signing in: address and icon and words; shown when the page exists.
WITHOUT = (
    ("voice:anonymous", "eye-off", gettext_lazy("匿名说一件事")),
    ("voice:follow", "receipt", gettext_lazy("凭回执看进展")),
    ("workspace:how", "info-circle", gettext_lazy("看看怎么用")),
)


@door
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By number, and a password or the code of a slip."""
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(wanted_page(request))
    form = SignInForm(request.POST or None, initial={"number": request.GET.get("n", "")[:32]})
    if request.method == "POST" and form.is_valid():
        device = request.COOKIES.get(DEVICE_COOKIE, "")
        data = form.cleaned_data
        if data["code"]:
            account = signing_in.with_first_code(data["number"], data["code"])
            if account:
                return _halfway(request, account, "people:first_password", first_code=account.first_code)
        else:
            account = signing_in.with_password(data["number"], data["password"], device)
            if account:
                return enter(request, account)
        form.add_error(None, str(NOT_IN))
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm) -> HttpResponse:
    by_code = "code" in request.GET or (request.method == "POST" and bool(form.data.get("code")))
    form.fields["code"].required = form.fields["password"].required = True  # for its label, not for checking
    context = {
        "page_title": _("登录"),
        "form": form,
        "with_password": not by_code and (DEVICE_COOKIE in request.COOKIES or request.method == "POST"),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "without": _without(),
    }
    return render(request, "people/sign_in.html", context, status=200 if not form.errors else 422)


def _without() -> list[dict[str, Any]]:
    ways = []
    for name, icon, label in WITHOUT:
        try:
            ways.append({"url": reverse(name), "icon": icon, "label": label})
        except NoReverseMatch:
            continue
    return ways


@door
@require_http_methods(["GET", "HEAD"])
def first(request: HttpRequest) -> HttpResponse:
    """Where the QR code of a slip leads: its code is after #, which browsers never send to a server."""
    form = SignInForm(initial={"number": request.GET.get("n", "")[:32]})
    form.fields["code"].required = True
    return render(request, "people/first.html", {"page_title": _("第一次登录"), "form": form})


@door
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """One's own password, after the code of the slip."""
    account = _account_halfway(request, "people:first_password")
    if account is None:
        return redirect("people:sign_in")
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.set_password(account=account, password=form.cleaned_data["password"])
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            response = enter(request, account)
            request.session[FIRST_TIME] = True
            return response
    context = {"page_title": _("设一个自己的密码"), "form": form, "employee": account.employee}
    return render(request, "people/first_password.html", context)


@door
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The six digits of the phone, or a recovery code."""
    account = _account_halfway(request, "people:second")
    if account is None:
        return redirect("people:sign_in")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = request.COOKIES.get(DEVICE_COOKIE, "")
        signing_in.count_second_factor(account, device)
        if accounts.use_second_factor(account=account, code=form.cleaned_data["code"]):
            signing_in.second_factor_was_good(account, device)
            return _enter(request, account)
        form.add_error("code", _("不对，或者已经用过。等手机上换了新的六位数再试；连错 5 次，要等 15 分钟。"))
    return render(request, "people/second.html", {"page_title": _("两步验证"), "form": form})


@door
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.session.session_key:
        signing_in.forget_session(session_key=request.session.session_key)
    logout(request)
    return redirect("people:sign_in")


def enter(request: HttpRequest, account: Account, after: str = "") -> HttpResponse:
    """Open a session for whoever proved to be this account, after the second factor where there is one."""
    if account.totp_secret:
        return _halfway(request, account, "people:second", after=after)
    return _enter(request, account, after)


def _halfway(
    request: HttpRequest, account: Account, step: str, first_code: str = "", after: str = ""
) -> HttpResponse:
    """One secret was right, another is still needed: nobody is signed in yet."""
    after = after or wanted_page(request)
    request.session.cycle_key()
    request.session["halfway"] = {
        "account": account.pk.hex,
        "step": step,
        "until": clock.now().timestamp() + HALFWAY_SECONDS,
        "first_code": first_code,
        "after": after,
    }
    return redirect(step)


def _account_halfway(request: HttpRequest, step: str) -> Account | None:
    halfway = request.session.get("halfway")
    if not halfway or halfway["step"] != step or halfway["until"] < clock.now().timestamp():
        return None
    account = Account.objects.filter(pk=halfway["account"], is_active=True).first()
    if account and step == "people:first_password" and account.first_code != halfway["first_code"]:
        return None  # a newer slip, or the password has been set meanwhile
    return account


def _enter(request: HttpRequest, account: Account, after: str = "") -> HttpResponse:
    after = after or wanted_page(request)
    login(request, account)
    request.session.pop("halfway", None)
    acting = acting_for(account)
    if acting and (acting.is_officer or acting.awaits_second_factor):
        request.session.set_expiry(OFFICER_SESSION)
    if acting and acting.awaits_second_factor:
        after = reverse("people:second_factor")
    device = signing_in.remember(
        account=account,
        session_key=request.session.session_key or "",
        device=request.COOKIES.get(DEVICE_COOKIE, ""),
        device_name=device_name(request.headers.get("User-Agent", "")),
    )
    response = HttpResponseRedirect(after)
    response.set_cookie(
        DEVICE_COOKIE, device,
        max_age=YEAR, path="/app/", httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip
    return response


def wanted_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours behind /app/, else the first page."""
    halfway = request.session.get("halfway") or {}
    wanted = request.POST.get("next") or request.GET.get("next") or halfway.get("after") or ""
    if wanted.startswith("/app/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return str(wanted)
    return "/app/"
