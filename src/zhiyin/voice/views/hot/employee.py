"""大家都在说的事 for an employee: 我也有这个问题, taking it back, and whether it is solved."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.voice.forms.hot import JudgeForm
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.services import hot_support
from zhiyin.voice.views.hot.showing import list_context, page_context, published

DONE = ("support", "withdraw", "judge")


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    context = {"page_title": _("大家都在说的事"), **list_context(request)}
    return render(request, "voice/hot/me_too_index.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedInRequest, problem_id: UUID) -> HttpResponse:
    problem = published(problem_id)
    refused, form = "", JudgeForm()
    if request.method == "POST":
        do = request.POST.get("do", "")
        form = JudgeForm(request.POST if do == "judge" else None)
        try:
            if _did(request, problem_id, do, form):
                return HttpResponseRedirect(f"{reverse('voice:hot_me_too_one', args=[problem_id])}?done={do}")
        except NotNow as why:
            refused = told(why.reason)
    done = request.GET.get("done", "")
    context = {
        **page_context(problem),
        "page_title": _("大家都在说的事"),
        "back_url": reverse("voice:hot_me_too"),
        "own": hot_support.own_support(request.acting, problem_id),
        "told_it": hot_support.told_it(request.acting, problem_id),
        "form": form,
        "refused": refused,
        "done": done if done in DONE else "",
    }
    return render(request, "voice/hot/me_too_one.html", context, status=422 if refused else 200)


def _did(request: SignedInRequest, problem_id: UUID, do: str, form: JudgeForm) -> bool:
    """Whether it is done; a form not filled in comes back. Raises NotNow."""
    acting = request.acting
    if do == "support":
        hot_support.support_problem(acting=acting, problem_id=problem_id)
    elif do == "withdraw":
        hot_support.withdraw_support(acting=acting, problem_id=problem_id)
    elif do == "judge":
        own = hot_support.own_support(acting, problem_id)
        if own is None or not form.is_valid():
            return False
        hot_support.judge_result(support_id=own.pk, solved=form.cleaned_data["solved"])
    return do in DONE
