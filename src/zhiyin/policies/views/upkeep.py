"""What is done to a published document: particulars, a new version, a misprint, repeal."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.people.access import SignedInRequest
from zhiyin.people.marks import mark
from zhiyin.policies.forms.desk import DocumentForm, ReasonForm, RepealForm, TextForm
from zhiyin.policies.models import Document, Version
from zhiyin.policies.rules import NotNow
from zhiyin.policies.selectors import desk as selectors
from zhiyin.policies.services import drafts, publishing
from zhiyin.policies.views.desk import at_desk, status_of
from zhiyin.policies.words import refusal

ways = require_http_methods(["GET", "HEAD", "POST"])


def _document(request: SignedInRequest, document_id: UUID) -> Document:
    found = selectors.mine(request.acting).filter(pk=document_id).first()
    if found is None:
        raise Http404
    return found


@at_desk
@ways
def describe(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    """Name, number, topics, public or internal."""
    of = _document(request, document_id)
    units = selectors.units(request.acting)
    form = DocumentForm(request.POST if request.method == "POST" else None, units=units, of=of)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            drafts.describe(acting=request.acting, document_id=of.pk, described=form.described())
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(reverse("policies:app_document", args=[of.pk]))
    return _form(request, of, _("修改文件信息"), form, refused, about=True)


@at_desk
@ways
def new_version(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    """A later text; it begins with the last one, to be changed."""
    of = _document(request, document_id)
    last = of.versions.filter(state=Version.State.PUBLISHED).order_by("-from_on").first()
    if request.method == "POST":
        form = TextForm(request.POST, request.FILES)
    else:
        form = TextForm(initial={"source": last.source, "excerpt": last.excerpt} if last else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.draft_version(acting=request.acting, document_id=of.pk, text=form.text())
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(reverse("policies:draft", args=[draft.pk]))
    context = {
        "page_title": _("%(name)s：新版本") % {"name": of.title}, "about": None, "text": form,
        "back_url": reverse("policies:app_document", args=[of.pk]), "refused": refused,
        "draft_key": f"policy-next-{of.pk.hex}",
    }  # fmt: skip
    return render(request, "policies/edit.html", context, status=status_of(request))


@at_desk
@ways
def correct(request: SignedInRequest, document_id: UUID, version_id: UUID) -> HttpResponse:
    """Take a misprint out of a published text: why, then the text."""
    of = _document(request, document_id)
    wrong = of.versions.filter(pk=version_id).first()
    if wrong is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.draft_correction(
                acting=request.acting, version_id=wrong.pk, reason=form.cleaned_data["reason"]
            )
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(reverse("policies:draft_edit", args=[draft.pk]))
    lead = _("勘误只改错字，施行日期不变；原来的文字仍然查得到。意思变了的，发布新版本。")
    return _form(request, of, _("勘误"), form, refused, lead=lead, button=_("下一步，改文字"))


@at_desk
@ways
def repeal(request: SignedInRequest, document_id: UUID) -> HttpResponse:
    """The document is no longer in force from a day on."""
    of = _document(request, document_id)
    form = RepealForm(request.POST if request.method == "POST" else None, of=of)
    refused = ""
    if request.method == "POST" and form.is_valid():
        by = form.cleaned_data["by"]
        try:
            publishing.repeal(
                acting=request.acting, document_id=of.pk, on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"], by=by.pk if by else None,
            )  # fmt: skip
        except NotNow as problem:
            refused = refusal(problem.reason)
        else:
            return HttpResponseRedirect(reverse("policies:app_document", args=[of.pk]))
    lead = _("废止以后，按以前的日期仍然查得到。")
    return _form(request, of, _("废止"), form, refused, lead=lead, button=_("废止"))


def _form(
    request: SignedInRequest, of: Document, title: str, form: object, refused: str, *,
    lead: str = "", button: str = "", about: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "page_title": f"{of.title}{mark('：')}{title}",
        "form": form, "refused": refused, "note": lead, "about": about,
        "button": button or _("保存"), "back_url": reverse("policies:app_document", args=[of.pk]),
    }  # fmt: skip
    return render(request, "policies/one_form.html", context, status=status_of(request))
