"""The minutes of a mediation on paper, with lines to sign on."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest
from zhiyin.voice.selectors.explaining import mediations_of
from zhiyin.voice.views.desk.access import at_desk, demand_here


@at_desk
@require_safe
def minutes(request: SignedInRequest, demand_id: UUID, place: int) -> HttpResponse:
    """One A4 for each mediation of a case."""
    demand = demand_here(request.acting, demand_id)
    mediation = mediations_of(demand).filter(place=place).first()
    if mediation is None:
        raise Http404
    context = {
        "page_title": _("协调记录"),
        "back_url": reverse("voice:desk_case", args=[demand_id]),
        "demand": demand,
        "mediation": mediation,
    }
    return render(request, "voice/desk/minutes.html", context)
