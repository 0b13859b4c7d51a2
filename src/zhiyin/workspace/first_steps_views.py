"""先做这几件事: a page of its own, and shut for this sign-in where it stands on the first page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.views.door import FIRST_TIME
from zhiyin.workspace.first_steps import first_steps


@signed_in
@require_safe
def first_things(request: SignedInRequest) -> HttpResponse:
    context = {"page_title": _("先做这几件事"), "steps": first_steps(request.acting), "alone": True}
    return render(request, "workspace/first_steps.html", context)


@signed_in
@require_POST
def put_away(request: SignedInRequest) -> HttpResponse:
    request.session.pop(FIRST_TIME, None)
    return HttpResponseRedirect("/app/")
