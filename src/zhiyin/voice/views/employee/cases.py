"""我的: the list of one's own demands, and one of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors import mine as reading
from zhiyin.voice.selectors.case_of_speaker import case_of, load
from zhiyin.voice.services.speaking import forget_case, mark_seen
from zhiyin.voice.speakers import Speaker, by_person
from zhiyin.voice.states import Way
from zhiyin.voice.views.acting_in_case import Deed, act, blank_forms, context_of
from zhiyin.voice.views.photo_urls import by_id, give_addresses


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Named demands, and the confidential ones whose speaker asked to be reminded."""
    page = reading.page(
        request.acting, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(
        request,
        "voice/speaker/mine.html",
        {"page_title": _("我的诉求"), "page": page, "forgot": request.GET.get("done") == "forget"},
    )


def own(request: SignedInRequest, pk: UUID) -> tuple[Demand, Speaker]:
    """A demand of the one who asks. Raises Http404: whose it is, is nobody else's business."""
    demand = load(pk)
    speaker = by_person(request.acting, demand) if demand else None
    if demand is None or speaker is None:
        raise Http404
    return demand, speaker


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Where it stands, and whatever its speaker can say to it."""
    demand, speaker = own(request, pk)
    deed = act(request, speaker, demand) if request.method == "POST" else Deed(forms=blank_forms())
    if deed.done:
        return HttpResponseRedirect(f"{reverse('voice:case', args=[pk])}?done={deed.done}#done")
    if deed.asked == "withdraw" and not deed.forms["withdraw"].errors:
        return render(request, "voice/speaker/withdraw.html", _sure(demand))
    if demand.has_news:
        mark_seen(speaker=speaker)
    found = case_of(load(pk) or demand)
    give_addresses(found, by_id)
    context = {
        "page_title": _("我的诉求"),
        "back_url": reverse("voice:mine"),
        **context_of(found, deed, request.GET.get("done", "")),
    }
    return render(request, "voice/speaker/case.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Drop a confidential case from one's list, after being asked in words."""
    demand, speaker = own(request, pk)
    if demand.way != Way.CONFIDENTIAL:
        raise Http404
    if request.method == "POST" and request.POST.get("sure") == "1":
        forget_case(speaker=speaker)
        return HttpResponseRedirect(f"{reverse('voice:mine')}?done=forget")
    return render(request, "voice/speaker/forget.html", _sure(demand) | {"page_title": _("从“我的”里拿掉")})


def _sure(demand: Demand) -> dict[str, Any]:
    here = reverse("voice:case", args=[demand.pk])
    return {"page_title": _("撤回"), "back_url": here, "demand": demand, "here": here}
