"""One suggestion: the whole way on one page, with the steps its reader may take."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhiyin.journal.refusal import NotNow
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.refusals import Refused
from zhiyin.people.sent import number_in
from zhiyin.people.steps import steps_of_page
from zhiyin.suggestions.forms.steps import StepForm
from zhiyin.suggestions.models import Attachment
from zhiyin.suggestions.rules import ENDED, Party
from zhiyin.suggestions.selectors import one as selectors
from zhiyin.suggestions.selectors.one import Page
from zhiyin.suggestions.services.files import name_of, read_attachment
from zhiyin.suggestions.services.filing import mark_seen
from zhiyin.suggestions.services.steps import Conflict
from zhiyin.suggestions.views.actions import BY_NAME, Action, offered, take
from zhiyin.suggestions.words import CONFLICT, chip_of, effects_said, told, unit_said, yuan

GONE, NOT_TAKEN = 409, 422


@signed_in
@require_safe
def show(request: SignedInRequest, suggestion_id: UUID) -> HttpResponse:
    page = _found(request, suggestion_id)
    if page.one.author and page.one.author.seen < page.suggestion.version:
        mark_seen(author=page.one.author, version=page.suggestion.version)
    return _page(request, page, opened=request.GET.get("do", ""))


def _found(request: SignedInRequest, suggestion_id: UUID) -> Page:
    page = selectors.page_of(request.acting, suggestion_id)
    if page is None:
        raise Http404
    return page


def _page(
    request: SignedInRequest,
    page: Page,
    *,
    opened: str = "",
    tried: tuple[Action, StepForm] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    def blank(step: Action) -> StepForm:
        return step.form(suggestion=page.suggestion, acting=request.acting)

    found = steps_of_page(offered(page), blank, opened=opened, tried=tried)
    own = bool(page.mine & {Party.AUTHOR, Party.INVITED})
    context = {
        **_told_of(page),
        **found,
        "own": own,
        "back_url": reverse("suggestions:mine" if own else "suggestions:board"),
        "out": getattr(found["form"], "out", []),
        "refused": refused,
        "did": BY_NAME.get(request.GET.get("did", "")),
        "filed_now": request.GET.get("did") == "filed",
    }
    return render(request, "suggestions/one.html", context, status=status)


def _told_of(page: Page) -> dict[str, Any]:
    suggestion = page.suggestion
    running = [c for c in page.dates if c.running]
    return {
        "page_title": suggestion.title,
        "page": page,
        "suggestion": suggestion,
        "chip": chip_of(suggestion),
        "effects": effects_said(suggestion.effect_codes),
        "value": yuan(suggestion.value),
        "department": unit_said(suggestion.handling_unit),
        "authors": [(author, unit_said(author.employee.unit)) for author in page.authors],
        "running": running,
        "past": [c for c in page.dates if not c.running],
        "late": any(c.status == "breached" for c in running),
        "ended": suggestion.state in ENDED,
        "files": suggestion.attachments.all(),
        "shared": [
            (author, yuan(author.amount)) for author in page.authors if author.share and len(page.authors) > 1
        ],
    }


@signed_in
@require_safe
def file(request: SignedInRequest, file_id: UUID) -> HttpResponse:
    """A file of a suggestion, for whoever may see the suggestion; always as a download."""
    found = Attachment.objects.select_related("suggestion").filter(pk=file_id).first()
    if found is None or selectors.page_of(request.acting, found.suggestion_id) is None:
        raise Http404
    response = HttpResponse(read_attachment(found), content_type=found.media)
    response["Content-Disposition"] = f'attachment; filename="{name_of(found)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_POST
def do(request: SignedInRequest, suggestion_id: UUID, name: str) -> HttpResponse:
    """Take one step. What was typed is never lost: a step that is refused comes back with its reason."""
    page = _found(request, suggestion_id)
    action = BY_NAME.get(name)
    if action is None:
        raise Http404
    form = action.form(request.POST, request.FILES, suggestion=page.suggestion, acting=request.acting)
    if not form.is_valid():
        return _page(request, page, tried=(action, form), status=NOT_TAKEN)
    try:
        take(action, request.acting, page, number_in(request.POST, "version"), form.cleaned_data)
    except Conflict:
        return _again(request, suggestion_id, action, form, str(CONFLICT), GONE)
    except NotNow as refusal:
        return _again(request, suggestion_id, action, form, told(refusal.reason), NOT_TAKEN)
    except Refused as refusal:
        return _again(request, suggestion_id, action, form, str(refusal), NOT_TAKEN)
    if selectors.page_of(request.acting, suggestion_id) is None:
        return HttpResponseRedirect(reverse("suggestions:mine"))
    return HttpResponseRedirect(f"{_address(page)}?did={action.name}")


def _address(page: Page) -> str:
    """Where its reader finds it: among their own, or at the desk."""
    own = page.mine & {Party.AUTHOR, Party.INVITED}
    return reverse("suggestions:own" if own else "suggestions:show", args=[page.suggestion.pk])


def _again(
    request: SignedInRequest, suggestion_id: UUID, action: Action, form: StepForm, why: str, status: int
) -> HttpResponse:
    page = selectors.page_of(request.acting, suggestion_id)
    if page is None:
        raise PermissionDenied
    return _page(request, page, tried=(action, form), refused=why, status=status)
