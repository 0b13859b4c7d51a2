"""An officer's notices: read them, and mark them read."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import OFFICERS
from zhiyin.workspace import notices


@roles(*OFFICERS)
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    rows = [
        {"notice": row, "text": _(notices.WORDS[row.what]), "url": "/app/" + notices.PAGE[row.what]}
        for row in notices.unread(request.acting.employee.pk)
    ]
    return render(request, "workspace/notices.html", {"page_title": _("提醒"), "rows": rows})


@roles(*OFFICERS)
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    notices.mark_read(acting=request.acting)
    return HttpResponseRedirect(reverse("workspace:notices"))
