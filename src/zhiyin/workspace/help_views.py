"""使用手册: what every page of a role says about its use, together, to read, search and print."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.roles import Role
from zhiyin.workspace.help import EMPLOYEE, handbook

LONGEST: Final = 40
NAMES: Final = frozenset({EMPLOYEE, *(str(role) for role in Role if role != Role.DELEGATE)})


@signed_in
@require_safe
def handbook_page(request: SignedInRequest) -> HttpResponse:
    asked = request.GET.get("role", "")
    own = [EMPLOYEE, *sorted(request.acting.roles)]
    roles = [asked] if asked in NAMES else own
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    parts = [
        {"topic": topic, "sentences": topic.sentences(roles), "url": _address(topic.routes[0])}
        for topic in handbook(roles)
        if topic.tells_of(wanted)
    ]
    choices = [("", _("我的岗位")), (EMPLOYEE, _("每个职工"))]
    choices += [(str(role), str(role.label)) for role in Role if role in NAMES]
    context = {
        "page_title": _("使用手册"),
        "parts": parts,
        "wanted": wanted,
        "asked": asked if asked in NAMES else "",
        "choices": choices,
        "back_url": reverse("people:me") if not request.acting.is_officer else "",
    }
    return render(request, "workspace/handbook.html", context)


def _address(route: str) -> str:
    """The page itself, where it has one address for everybody."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
