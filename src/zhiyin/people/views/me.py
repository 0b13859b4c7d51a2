"""One's own pages: what is kept, corrections, password, second factor, sessions."""

import base64
from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.people import notices, qr, secrets, selectors
from zhiyin.people.about_me import kept_about
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.facts_in_words import told
from zhiyin.people.forms.door import ChangePasswordForm, SecondFactorForm
from zhiyin.people.forms.me import CorrectionForm
from zhiyin.people.models import Account, SignedIn
from zhiyin.people.refusals import Refused
from zhiyin.people.services import accounts, corrections, signing_in
from zhiyin.people.views.door import DEVICE_COOKIE

PENDING_SECRET = "pending_totp"  # noqa: S105 (a name in the session, not a secret)


def _account(request: SignedInRequest) -> Account:
    account: Account = request.user  # type: ignore[assignment]
    return account


@signed_in
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """One's own account: what is kept about oneself and why, and where to change it."""
    employee = request.acting.employee
    context = {
        "page_title": _("账户"),
        "employee": employee,
        "is_officer": request.acting.is_officer,
        "kept": kept_about(employee),
        "corrections": selectors.own_corrections(employee),
        "second_factor": _account(request).totp_secret is not None,
        "done": notices.said(request),
    }
    return render(request, "people/me.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest) -> HttpResponse:
    """Say that something kept about oneself is wrong."""
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.ask_correction(acting=request.acting, **form.cleaned_data)
        except Refused as refused:
            form.add_error("field", str(refused))
        else:
            return notices.go("people:me", "asked")
    context = {"page_title": _("请求更正"), "form": form, "back_url": _me_url()}
    return render(request, "people/correction.html", context)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    """Another password; every other session ends."""
    account = _account(request)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        good = signing_in.with_password(
            account.login, form.cleaned_data["old"], request.COOKIES.get(DEVICE_COOKIE, "")
        )
        if good is None:
            form.add_error("old", _("现在的密码不对。连错 5 次，要等 15 分钟。"))
        else:
            try:
                _change(request, account, form.cleaned_data["password"])
            except ValidationError as problem:
                form.add_error("password", problem)
            else:
                return notices.go("people:me", "password")
    context = {"page_title": _("改密码"), "form": form, "back_url": _me_url(), "number": account.login}
    return render(request, "people/password.html", context)


def _change(request: SignedInRequest, account: Account, new: str) -> None:
    accounts.set_password(account=account, password=new, keep_session=request.session.session_key or "")
    old_key = request.session.session_key
    update_session_auth_hash(request, account)  # gives the session a new key
    SignedIn.objects.filter(session_key=old_key).update(session_key=request.session.session_key)


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Turn the second factor on: scan, type a first code, keep the recovery codes."""
    account = _account(request)
    if account.totp_secret is not None:
        context = {
            "page_title": _("两步验证"),
            "left": len(account.recovery_codes),
            "may_turn_off": not request.acting.is_officer,
            "back_url": _me_url(),
            "form": SecondFactorForm(),
        }
        return render(request, "people/second_factor_on.html", context)
    secret = _pending_secret(request)
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = accounts.enrol_second_factor(
                account=account, secret=secret, code=form.cleaned_data["code"]
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            request.session.pop(PENDING_SECRET, None)
            context = {"page_title": _("备用码"), "codes": codes}
            return render(request, "people/recovery_codes.html", context)
    context = {
        "page_title": _("两步验证"),
        "form": form,
        "qr": qr.svg(secrets.otpauth(secret, account.login), _("给验证器扫的二维码")),
        "key": secrets.spelled(secret),
        "needed": request.acting.awaits_second_factor,
        "back_url": _me_url(),
    }
    return render(request, "people/second_factor.html", context)


def _pending_secret(request: SignedInRequest) -> bytes:
    """The secret shown but not yet confirmed; locked in the session like everywhere else."""
    kept = request.session.get(PENDING_SECRET)
    if kept:
        return secrets.opened(base64.b64decode(kept))
    secret = secrets.new_totp_secret()
    request.session[PENDING_SECRET] = base64.b64encode(secrets.locked(secret)).decode()
    return secret


@signed_in
@sensitive_post_parameters()
@require_POST
def second_factor_off(request: SignedInRequest) -> HttpResponse:
    """Its owner turns it off with a code; officers cannot do without."""
    account = _account(request)
    form = SecondFactorForm(request.POST)
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    allowed = not request.acting.is_officer and form.is_valid()
    if allowed:
        signing_in.count_second_factor(account, device)
        if accounts.use_second_factor(account=account, code=form.cleaned_data["code"]):
            accounts.drop_second_factor(acting=request.acting, account=account)
            return notices.go("people:me", "factor_off")
        form.add_error("code", _("不对，或者已经用过。"))
    context = {
        "page_title": _("两步验证"),
        "left": len(account.recovery_codes),
        "may_turn_off": not request.acting.is_officer,
        "back_url": _me_url(),
        "form": form,
    }
    return render(request, "people/second_factor_on.html", context)


@signed_in
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in, and what was done about one's access."""
    facts = selectors.own_security_facts(request.acting.employee)
    context = {
        "page_title": _("登录的设备"),
        "sessions": selectors.sessions_of(_account(request).pk),
        "here": request.session.session_key,
        "history": told(facts, selectors.names_in(facts)),
        "done": notices.said(request),
        "back_url": _me_url(),
    }
    return render(request, "people/sessions.html", context)


@signed_in
@require_POST
def end_session(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End one session of one's own."""
    account = _account(request)
    signed = SignedIn.objects.filter(pk=pk, account=account).first()
    if signed is None:
        raise Http404
    here = signed.session_key == request.session.session_key
    accounts.end_session(account=account, signed_in=signed)
    if here:
        request.session.flush()
        return redirect("people:sign_in")
    return notices.go("people:sessions", "session_ended")


@signed_in
@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """End every session but this one."""
    accounts.end_other_sessions(account=_account(request), keep_session=request.session.session_key or "")
    return notices.go("people:sessions", "session_ended")


def _me_url() -> str:
    return reverse("people:me")
