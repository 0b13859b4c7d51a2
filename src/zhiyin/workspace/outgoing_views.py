"""Messages that could not be sent, for the system administrator: whose address, which channel, why."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import Role
from zhiyin.people.sent import ids_in
from zhiyin.workspace.notifying.given_up import given_up
from zhiyin.workspace.services.outbox import forget_given_up, try_again


@roles(Role.SYSTEM_ADMIN)
@require_safe
def given_up_list(request: SignedInRequest) -> HttpResponse:
    rows, more = given_up(request.acting)
    context = {"page_title": _("发不出的提醒"), "rows": rows, "more": more}
    return render(request, "workspace/given_up.html", context)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def given_up_do(request: SignedInRequest) -> HttpResponse:
    """Those ticked once more, or away with them; only those that this administrator may see."""
    ticked = set(ids_in(request.POST.getlist("row")))
    rows, _more = given_up(request.acting)
    mine = [row.pk for row in rows if row.pk in ticked]
    if "forget" in request.POST:
        forget_given_up(ids=mine)
    else:
        try_again(ids=mine)
    return HttpResponseRedirect(reverse("workspace:given_up"))
