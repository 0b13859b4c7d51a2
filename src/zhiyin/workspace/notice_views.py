"""One's notices: read them, and mark them read."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.workspace.notifying import waiting
from zhiyin.workspace.notifying.table import SORTS
from zhiyin.workspace.services.telling import mark_read


@signed_in
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    rows = [
        {
            "notice": row,
            "text": _(SORTS[row.what].words),
            "url": reverse(SORTS[row.what].page),
            "urgent": SORTS[row.what].urgent,
        }
        for row in waiting.unread(request.acting.employee.pk)
    ]
    rows.sort(key=lambda row: not row["urgent"])
    return render(request, "workspace/notices.html", {"page_title": _("提醒"), "rows": rows})


@signed_in
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    mark_read(acting=request.acting)
    return HttpResponseRedirect(reverse("workspace:notices"))
