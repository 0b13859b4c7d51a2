"""/app/admin/roster/runs: what became of the files of the roster folder."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import RosterRun
from zhiyin.people.permissions import administers_whole
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.roster import words
from zhiyin.people.services import roster_folder


@roles(Role.SYSTEM_ADMIN)
@require_safe
def run_list(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def dismiss(request: SignedInRequest, pk: UUID) -> HttpResponse:
    try:
        roster_folder.dismiss(acting=request.acting, run_id=pk)
    except RosterRun.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        return _page(request, refused=str(refused))
    return notices.go("people:roster_runs", "dismissed")


def _page(request: SignedInRequest, *, refused: str = "") -> HttpResponse:
    if not administers_whole(request.acting):
        raise PermissionDenied
    context = {
        "page_title": _("自动导入"),
        "runs": [(run, words.why(run.why)) for run in selectors.roster_runs()],
        "folder": settings.ROSTER_FOLDER,
        "complete_for": settings.ROSTER_COMPLETE_FOR,
        "most_leave": settings.ROSTER_MOST_LEAVE,
        "refused": refused,
        "done": notices.said(request),
        "back_url": reverse("people:roster"),
    }
    return render(request, "people/admin/roster_runs.html", context)
