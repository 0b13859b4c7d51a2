"""我也有这个问题 without a name: a receipt, and with it taking back and a verdict."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.people.access import anonymous_door
from zhiyin.vault.codes import BadCode, normal, shown
from zhiyin.vault.services import case_of_receipt
from zhiyin.voice.forms.hot import JudgeForm
from zhiyin.voice.models import HotSupport
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.services import hot_support
from zhiyin.voice.views.hot.showing import list_context, page_context, published
from zhiyin.voice.views.speaking import halves, qr, token_of


@anonymous_door
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"page_title": _("大家都在说的事"), "back_url": reverse("voice:anonymous")}
    return render(request, "voice/hot/anonymous_index.html", {**context, **list_context(request)})


@anonymous_door
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """The problem; a post answers with the receipt itself, shown this once."""
    problem = published(problem_id)
    token, refused = token_of(request), ""
    if request.method == "POST":
        try:
            code = hot_support.support_anonymously(problem_id=problem_id, token=token)
        except NotNow as why:
            refused = told(why.reason)
        else:
            context = {
                "page_title": _("记下了"),
                "problem": problem,
                "code": code,
                "halves": halves(code),
                "qr": qr(code),
            }
            return render(request, "voice/hot/anonymous_receipt.html", context)
    context = {
        **page_context(problem),
        "page_title": _("大家都在说的事"),
        "back_url": reverse("voice:hot_anonymous"),
        "token": token.hex(),
        "refused": refused,
    }
    return render(request, "voice/hot/anonymous_one.html", context, status=422 if refused else 200)


@anonymous_door
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """What a receipt of a support still can do. The code travels in the body and is kept nowhere."""
    found = by_code(request.POST.get("code", "")) if request.method == "POST" else None
    if found is None:
        return HttpResponseRedirect(reverse("voice:follow"))
    return page_of(request, found, request.POST.get("do", ""))


def by_code(code: str) -> HotSupport | None:
    """The support that a code opens."""
    try:
        row_id = case_of_receipt(code)
    except BadCode:
        return None
    return support_with(row_id) if row_id else None


def support_with(row_id: UUID) -> HotSupport | None:
    """One query."""
    rows = HotSupport.objects.select_related("problem__unit", "problem__post__unit")
    return rows.filter(pk=row_id).first()


def page_of(request: HttpRequest, found: HotSupport, do: str = "") -> HttpResponse:
    """The page of a support, after doing what its form asks for."""
    refused, done = "", ""
    form = JudgeForm(request.POST if do == "judge" else None)
    if do == "withdraw":
        hot_support.withdraw_anonymously(support_id=found.pk)
        context: dict[str, Any] = {"page_title": _("收回了"), "problem": found.problem}
        return render(request, "voice/hot/anonymous_gone.html", context)
    if do == "judge" and form.is_valid():
        try:
            found.solved = hot_support.judge_result(
                support_id=found.pk, solved=form.cleaned_data["solved"]
            ).solved
            done = "judge"
        except NotNow as why:
            refused = told(why.reason)
    context = {
        **page_context(found.problem),
        "page_title": _("大家都在说的事"),
        "back_url": reverse("voice:follow"),
        "own": found,
        "code": shown(normal(request.POST.get("code", ""))),
        "form": form,
        "refused": refused,
        "done": done,
    }
    return render(request, "voice/hot/anonymous_support.html", context, status=422 if refused else 200)
