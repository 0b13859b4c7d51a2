"""移交清单 to read, sign and print; and who takes over what a dissolved unit still owes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.institutions import words
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.selectors import handover
from zhiyin.institutions.services.handover import name_successor, take_over_duties
from zhiyin.institutions.views.duties import told
from zhiyin.institutions.views.evidence_words import kind_word
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import Unit
from zhiyin.people.roles import OFFICERS, Role
from zhiyin.people.sent import id_in, number_in

NOT_TAKEN = 422


@roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def handed_over(request: SignedInRequest, post_id: UUID) -> HttpResponse:
    """What passed on with a post, and the new holder's signature under it."""
    if request.method != "POST":
        return _list(request, post_id, "institutions/duties/handover.html")
    try:
        take_over_duties(acting=request.acting, post_id=post_id, seen=number_in(request.POST, "seen"))
    except NotNow as refused:
        told_why = words.told(refused.reason)
        return _list(request, post_id, "institutions/duties/handover.html", told_why, status=NOT_TAKEN)
    return HttpResponseRedirect(reverse("institutions:handover", args=[post_id]))


@roles(*OFFICERS)
@require_safe
def handover_printed(request: SignedInRequest, post_id: UUID) -> HttpResponse:
    """The same on paper, with places to sign."""
    return _list(request, post_id, "institutions/duties/handover_print.html")


def _list(
    request: SignedInRequest, post_id: UUID, template: str, refused: str = "", status: int = 200
) -> HttpResponse:
    one = next((one for one in handover.taken(request.acting) if one.post.pk == post_id), None)
    if one is None:
        raise Http404
    found = handover.handed(request.acting, one)
    own = reverse("institutions:handover", args=[post_id])
    context: dict[str, Any] = {
        "page_title": _("移交清单"),
        "post": one.post,
        "taken": one,
        "found": found,
        "owed": told(found.owed, request.acting),
        "evidence": [(entry, kind_word(entry.kind)) for entry in found.evidence],
        "refused": refused,
        "back_url": own if template.endswith("print.html") else reverse("institutions:duties"),
    }
    return render(request, template, context, status=status)


@roles(Role.LEADER, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def dissolved(request: SignedInRequest) -> HttpResponse:
    """Dissolved units that still owe: who answers today, and a successor to be named."""
    refused, status = "", 200
    if request.method == "POST":
        unit, successor = (_unit(request.POST.get(name, "")) for name in ("unit", "successor"))
        if unit is None:
            raise Http404
        try:
            # Nothing chosen is no successor: the same unit is refused with that sentence.
            name_successor(acting=request.acting, unit_id=unit, successor_id=successor or unit)
            return HttpResponseRedirect(reverse("institutions:dissolved"))
        except NotNow as why:
            refused, status = words.told(why.reason), NOT_TAKEN
    context = {
        "page_title": _("撤销的单位还欠什么"),
        "left": handover.dissolved(request.acting),
        "units": Unit.objects.filter(closed_on=None).order_by("path"),
        "refused": refused,
        "back_url": reverse("institutions:duties"),
    }
    return render(request, "institutions/duties/dissolved.html", context, status=status)


def _unit(text: str) -> UUID | None:
    found = id_in(text)
    return found if found and Unit.objects.filter(pk=found).exists() else None
