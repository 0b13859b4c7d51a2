"""The first page behind /app/."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.roles import Role
from zhiyin.voice.selectors.mine import home as home_of
from zhiyin.voice.selectors.mine import use_of
from zhiyin.voice.views.desk.access import AT_DESK


@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """An employee's own matters; leaders begin with their day, other officers with their inbox."""
    acting = request.acting
    if acting.has(*AT_DESK):
        return HttpResponseRedirect(reverse("voice:today" if acting.has(Role.LEADER) else "voice:inbox"))
    found = home_of(acting)
    return render(
        request,
        "voice/speaker/home.html",
        {
            "page_title": _("首页"),
            "brand_unit": acting.employee.unit.name,
            "home": found,
            "first": found.waiting[0] if found.waiting else None,
            "use": use_of(acting.employee.unit),
        },
    )
