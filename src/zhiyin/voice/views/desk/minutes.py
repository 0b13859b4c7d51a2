"""The minutes of a mediation on paper, with lines to sign on."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.case_at_desk import demand_at_desk
from zhiyin.voice.selectors.explaining import mediations_of
from zhiyin.voice.views.desk.access import at_desk


@at_desk
@require_safe
def minutes(request: HttpRequest, demand_id: UUID, place: int) -> HttpResponse:
    """One A4 for each mediation of a case."""
    acting: Acting = request.acting  # type: ignore[attr-defined]  # set by at_desk
    try:
        demand = demand_at_desk(acting, demand_id)
    except Demand.DoesNotExist:
        raise Http404 from None
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
