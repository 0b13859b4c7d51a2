"""Templates of answers: the list, a new one, one to change, one to end."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import Role
from zhiyin.people.sent import number_in
from zhiyin.voice import placeholders
from zhiyin.voice.forms.templates import ELEMENTS, TemplateForm
from zhiyin.voice.models import AnswerTemplate
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.templates import kept_by, units_of
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.services.templates import change_template, end_template, make_template

handles = roles(Role.HANDLER)
GONE, NOT_TAKEN, MOST = 409, 422, 200


@handles
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Templates of my units."""
    rows = list(kept_by(request.acting)[:MOST])
    context = {
        "page_title": _("答复模板"),
        "now": [one for one in rows if one.ended_on is None],
        "ended": [one for one in rows if one.ended_on],
        "did": request.GET.get("did", ""),
    }
    return render(request, "voice/desk/answer_templates.html", context)


@handles
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write a new one."""
    units = units_of(request.acting)
    form = TemplateForm(request.POST if request.method == "POST" else None, units=units)
    if not form.is_bound or not form.is_valid():
        return _form(request, form, None, NOT_TAKEN if form.is_bound else 200)
    try:
        make_template(acting=request.acting, unit_id=form.cleaned_data["unit"], words=form.words())
    except NotNow as refused:
        form.add_error(None, told(refused.reason))
        return _form(request, form, None, NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('voice:answer_templates')}?did=saved")


@handles
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedInRequest, template_id: UUID) -> HttpResponse:
    """Change one, as long as it has not ended."""
    template = _mine(request, template_id)
    first = {name: getattr(template, name) for name in ("title", "topic", *ELEMENTS)}
    first["unit"] = str(template.unit_id)
    data = request.POST if request.method == "POST" else None
    form = TemplateForm(data, initial=first, units=[template.unit])
    if not form.is_bound or not form.is_valid():
        return _form(request, form, template, NOT_TAKEN if form.is_bound else 200)
    try:
        change_template(
            acting=request.acting, template_id=template_id, words=form.words(),
            version=number_in(request.POST, "version") or 0,
        )  # fmt: skip
    except Conflict:
        form.add_error(None, _("在你打开之后，有人改过这个模板。看看新的，再决定要不要按你写的存。"))
        return _form(request, form, _mine(request, template_id), GONE)
    except NotNow as refused:
        form.add_error(None, told(refused.reason))
        return _form(request, form, template, NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('voice:answer_templates')}?did=saved")


@handles
@require_POST
def end(request: SignedInRequest, template_id: UUID) -> HttpResponse:
    """Offer it no more."""
    _mine(request, template_id)
    try:
        end_template(acting=request.acting, template_id=template_id)
    except NotNow:
        # A second tap: it has ended already, which is what was wanted.
        return HttpResponseRedirect(reverse("voice:answer_templates"))
    return HttpResponseRedirect(f"{reverse('voice:answer_templates')}?did=ended")


def _mine(request: SignedInRequest, template_id: UUID) -> AnswerTemplate:
    template = kept_by(request.acting).filter(pk=template_id).first()
    if template is None:
        raise Http404
    return template


def _form(
    request: SignedInRequest, form: TemplateForm, template: AnswerTemplate | None, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": template.title if template else _("新的答复模板"),
        "back_url": reverse("voice:answer_templates"),
        "form": form,
        "template": template,
        "by_itself": "".join(placeholders.written(placeholders.BY_ITSELF)),
        "by_hand": "".join(placeholders.written(placeholders.BY_HAND)),
    }
    return render(request, "voice/desk/answer_template.html", context, status=status)
