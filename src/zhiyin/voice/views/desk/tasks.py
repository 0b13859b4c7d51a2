"""协办: sub-tasks that wait for a post, and one of them; sign, answer, return."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import Role
from zhiyin.people.steps import typed
from zhiyin.voice.forms.tasks import AnswerTaskForm, ReturnTaskForm
from zhiyin.voice.models import Task
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.rules_joint import MOST_RETURNS, TaskState
from zhiyin.voice.selectors.tasks import page, task_for, waiting
from zhiyin.voice.services import joint

handles = roles(Role.HANDLER)
NOT_TAKEN = 422
FORMS = {"answer": AnswerTaskForm, "return": ReturnTaskForm}


@handles
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """What waits for my posts, nearest day first; or what is done."""
    ended = request.GET.get("view") == "done"
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    left = waiting(request.acting).count()
    context = {
        "page_title": _("协办"),
        "page": page(request.acting, ended=ended, after=after, before=before),
        "ended": ended,
        "waiting": left,
        "nav_counts": {"voice:tasks": left},
    }
    return render(request, "voice/desk/tasks.html", context)


@handles
@require_safe
def one(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """One sub-task with what its helper may know of the demand."""
    return _page(request, task_id, done=request.GET.get("did", ""))


@handles
@require_POST
def do(request: SignedInRequest, task_id: UUID, name: str) -> HttpResponse:
    """Sign, answer or return; what was typed stays when it is refused."""
    try:
        task_for(request.acting, task_id)
    except Task.DoesNotExist:
        raise Http404 from None
    known: dict[str, Any] = {"acting": request.acting, "task_id": task_id}
    form: Any = FORMS[name](request.POST, auto_id=f"{name}-%s") if name in FORMS else None
    if form is not None and not form.is_valid():
        return _page(request, task_id, tried=(name, form), status=NOT_TAKEN)
    try:
        match name:
            case "sign":
                joint.sign_task(**known)
            case "answer":
                joint.answer_task(**known, text=form.cleaned_data["text"])
            case "return":
                joint.return_task(**known, reason=form.cleaned_data["reason"])
            case _:
                raise Http404
    except NotNow as refused:
        tried = (name, form) if form else None
        return _page(request, task_id, tried=tried, why=told(refused.reason), status=NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('voice:task', args=[task_id])}?did={name}")


def _page(
    request: SignedInRequest,
    task_id: UUID,
    *,
    tried: tuple[str, Form] | None = None,
    why: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        seen = task_for(request.acting, task_id)
    except Task.DoesNotExist:
        raise Http404 from None
    task = seen.task
    name, form = tried or ("", None)
    with_me = task.state in (TaskState.GIVEN, TaskState.SIGNED)
    offered = {
        "answer": task.state == TaskState.SIGNED,
        "return": with_me and task.returns < MOST_RETURNS,
    }
    shown = {
        which: (form if which == name else blank(auto_id=f"{which}-%s")) if offered[which] else None
        for which, blank in FORMS.items()
    }
    gone = form is not None and not offered[name]
    context = {
        "page_title": seen.title,
        "back_url": reverse("voice:tasks"),
        "seen": seen,
        "task": task,
        "may_sign": task.state == TaskState.GIVEN,
        "answer_form": shown["answer"],
        "return_form": shown["return"],
        "tried": name,
        "refused": why,
        "gone": gone,
        "kept": typed(form) if form is not None and gone else [],
        "did": done,
    }
    return render(request, "voice/desk/task.html", context, status=status)
