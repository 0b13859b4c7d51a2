"""Saying something anonymously: three warnings, the form, the receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.people.access import anonymous_door
from zhiyin.vault.codes import BadCode
from zhiyin.voice.forms.speaker import SaidForm
from zhiyin.voice.models import Demand, Poster
from zhiyin.voice.selectors.mine import second_level_units
from zhiyin.voice.selectors.posters import poster_in, second_level
from zhiyin.voice.services import photos
from zhiyin.voice.services.submit import Said
from zhiyin.voice.speakers import by_receipt
from zhiyin.voice.states import Way
from zhiyin.voice.views.employee.raising import TOPIC_WORDS
from zhiyin.voice.views.speaking import (
    photos_in_hand,
    raise_demand,
    receipt_context,
    said_in,
    token_of,
    topic_choices,
)


@anonymous_door
@require_http_methods(["GET", "HEAD", "POST"])
def raising(request: HttpRequest) -> HttpResponse:
    """The form; a whole post answers with the receipt itself, shown this once."""
    token, before, poster = token_of(request), _continued(request), poster_in(request)
    sent = request.method == "POST" and "begin" not in request.POST
    initial = _filled_in(poster) if poster and not sent else None
    units = second_level_units()
    form = SaidForm(request.POST if sent else None, units=units, initial=initial, auto_id="raise-%s")
    refused, dropped = photos_in_hand(request, token)
    if sent and not (dropped or refused) and form.is_valid():
        submitted = raise_demand(None, _said(form.cleaned_data, token, before))
        context = {"page_title": _("提交成功"), **receipt_context(submitted)}
        return render(request, "voice/anonymous/receipt.html", context)
    return render(
        request,
        "voice/anonymous/raise.html",
        {
            "page_title": _("匿名说一件事"),
            "form": form,
            "token": token.hex(),
            "held": photos.pending(token),
            "refused": refused,
            "continues": request.POST.get("continues", "") if before else "",
            "before": before,
            "poster": poster,
            "topics": topic_choices(),
            "topic_words": TOPIC_WORDS,
        },
    )


def _filled_in(poster: Poster) -> dict[str, Any]:
    """The place as the poster says it, and no more of the unit than everybody is asked for."""
    unit = second_level(poster.unit)
    return {"place": poster.place, "topic": poster.topic, "unit": str(unit.pk) if unit else ""}


def _continued(request: HttpRequest) -> Demand | None:
    """The demand this one goes on from, by its own receipt code."""
    try:
        speaker = by_receipt(request.POST.get("continues", ""))
    except BadCode:
        return None
    return Demand.objects.filter(pk=speaker.demand_id).first() if speaker else None


def _said(data: dict[str, Any], token: bytes, before: Demand | None) -> Said:
    return Said(
        **said_in(data),
        way=Way.ANONYMOUS,
        token=token,
        continues=before,
    )
