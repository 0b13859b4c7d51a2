"""The desk of those who keep the library: drafts, previews, publishing."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.sent import number_in
from zhiyin.policies.differences import Change, compare
from zhiyin.policies.forms.desk import DocumentForm, TextForm
from zhiyin.policies.models import Version
from zhiyin.policies.parsing import Parsed, Problem, parse
from zhiyin.policies.permissions import MAINTAINERS
from zhiyin.policies.rules import NotNow
from zhiyin.policies.selectors import desk as selectors
from zhiyin.policies.services import drafts, publishing
from zhiyin.policies.views.library import texts
from zhiyin.policies.words import problem_words, refusal

NOT_TAKEN = 422
SHOWN = 100
at_desk = roles(*MAINTAINERS)


@at_desk
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """Drafts first, then every document."""
    found = selectors.drafts(request.acting)
    context = {
        "page_title": _("维护制度库"),
        "back_url": reverse("policies:app_shelf"),
        "drafts": found,
        "documents": selectors.kept(request.acting),
        "nav_counts": {"policies:app_shelf": sum(not one.mine for one in found)},
        "discarded": request.GET.get("did") == "discard",
    }
    return render(request, "policies/desk.html", context)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A new document: its particulars and its first text."""
    units = selectors.units(request.acting)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    about = DocumentForm(sent[0], units=units, initial={"level": "group", "kind": "house"})
    text = TextForm(*sent)
    refused = ""
    # Both are checked, so that everything to put right is said at once.
    if request.method == "POST" and all([about.is_valid(), text.is_valid()]):
        try:
            draft = drafts.draft_document(
                acting=request.acting, described=about.described(), text=text.text()
            )
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(reverse("policies:draft", args=[draft.pk]))
    context = {
        "page_title": _("新文件"), "back_url": reverse("policies:desk"), "about": about, "text": text,
        "refused": refused, "draft_key": "policy-new",
    }  # fmt: skip
    return render(request, "policies/edit.html", context, status=status_of(request))


@at_desk
@require_safe
def draft(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """What was recognised, what is wrong, and who may publish it."""
    return draft_page(request, draft_or_404(request, version_id))


def draft_or_404(request: SignedInRequest, version_id: UUID) -> Version:
    found = selectors.draft(request.acting, version_id)
    if found is None:
        raise Http404
    return found


def draft_page(
    request: SignedInRequest, of: Version, *, refused: str = "", status: int = 200
) -> HttpResponse:
    document = of.document
    if of.state != Version.State.DRAFT and not refused:
        return HttpResponseRedirect(reverse("policies:app_document", args=[document.pk]))
    parsed = parse(of.source, title=document.title)
    lines = of.source.split("\n")
    stopping, noted = parsed.stopping(excerpt=of.excerpt), parsed.noted(excerpt=of.excerpt)
    before = selectors.text_before(of)
    mine = of.drafted_by_id == request.acting.employee.pk
    context = {
        "page_title": document.title,
        "back_url": reverse("policies:desk"),
        "draft": of,
        "document": document,
        "parsed": parsed,
        "chapters": sum("章" in heading.split(" ")[0] for heading in parsed.headings),
        "stopping": [_row(one, lines) for one in stopping[:SHOWN]],
        "noted": [_row(one, lines) for one in noted[:SHOWN]],
        "more": max(0, len(stopping) - SHOWN) + max(0, len(noted) - SHOWN),
        "still_draft": of.state == Version.State.DRAFT,
        "mine": mine,
        "before": before,
        "changes": _changes(before, parsed) if before and not stopping else [],
        "may_publish": not mine and not stopping,
        "late": of.from_on < clock.today(),
        "refused": refused,
        "saved": request.GET.get("did") == "edit",
    }
    return render(request, "policies/draft.html", context, status=status)


def _changes(before: Version, parsed: Parsed) -> list[Change]:
    """What the draft changes against the text it follows."""
    return [one for one in compare(texts(before), parsed.articles) if one.kind != "same"]


def _row(problem: Problem, lines: list[str]) -> dict[str, Any]:
    there = 0 < problem.line <= len(lines)
    return {
        "line": problem.line,
        "what": problem_words(problem),
        "text": lines[problem.line - 1].strip()[:60] if there else "",
    }


def revision_of(request: SignedInRequest) -> int:
    return number_in(request.POST, "revision") or 0


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Another text for the draft."""
    of = draft_or_404(request, version_id)
    if of.state != Version.State.DRAFT:
        return draft_page(request, of, refused=refusal("not_a_draft"), status=NOT_TAKEN)
    text = TextForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)), of=of)
    refused = ""
    if request.method == "POST" and text.is_valid():
        try:
            drafts.edit_draft(
                acting=request.acting, version_id=of.pk, revision=revision_of(request), text=text.text()
            )
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(f"{reverse('policies:draft', args=[of.pk])}?did=edit")
    context = {
        "page_title": of.document.title, "back_url": reverse("policies:draft", args=[of.pk]), "about": None,
        "text": text, "refused": refused, "draft": of, "draft_key": f"policy-{of.pk.hex}",
        "revision": of.revision,
    }  # fmt: skip
    return render(request, "policies/edit.html", context, status=status_of(request))


@at_desk
@require_POST
def publish(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """A second person publishes what they saw."""
    of = draft_or_404(request, version_id)
    try:
        publishing.publish(acting=request.acting, version_id=of.pk, revision=revision_of(request))
    except NotNow as problem:
        return draft_page(
            request, draft_or_404(request, version_id), refused=refusal(problem.reason), status=NOT_TAKEN
        )
    return HttpResponseRedirect(f"{reverse('policies:app_document', args=[of.document_id])}?on={of.from_on}")


@at_desk
@require_POST
def discard(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Take the draft away."""
    of = draft_or_404(request, version_id)
    try:
        drafts.discard_draft(acting=request.acting, version_id=of.pk, revision=revision_of(request))
    except NotNow as problem:
        return draft_page(request, of, refused=refusal(problem.reason), status=NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('policies:desk')}?did=discard")


def status_of(request: SignedInRequest) -> int:
    """Of a page with a form: one that comes back after sending was not taken."""
    return NOT_TAKEN if request.method == "POST" else 200
