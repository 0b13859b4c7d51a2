"""/app/admin/corrections: what employees say is wrong about them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.forms.admin import DecideForm
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.services import corrections


@roles(Role.SYSTEM_ADMIN)
@require_safe
def correction_list(request: SignedInRequest) -> HttpResponse:
    context = {
        "page_title": _("更正请求"),
        "requests": selectors.open_corrections(request.acting),
        "done": notices.said(request),
    }
    return render(request, "people/admin/corrections.html", context)


@roles(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = selectors.correction_for(request.acting, pk)
    if row is None:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.decide_correction(
                acting=request.acting, request=row,
                done=form.cleaned_data["done"] == "1", answer=form.cleaned_data["answer"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return notices.go("people:corrections", "decided")
    context = {
        "page_title": _("处理更正请求"),
        "asked": row,
        "form": form,
        "back_url": reverse("people:corrections"),
    }
    return render(request, "people/admin/correction.html", context)
