"""Raising a demand: one screen, then its receipt."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.insight import topics
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.acting import Acting
from zhiyin.people.sent import id_in
from zhiyin.people.services.drafts import Begun
from zhiyin.vault.seal import CannotSeal
from zhiyin.vault.services import keepers_today
from zhiyin.voice.forms.speaker import CANNOT_SEAL, RaiseForm
from zhiyin.voice.models import Demand, Poster
from zhiyin.voice.selectors.mine import own_units
from zhiyin.voice.selectors.posters import poster_in
from zhiyin.voice.services import drafts, photos
from zhiyin.voice.services.submit import Said
from zhiyin.voice.speakers import by_person
from zhiyin.voice.states import Way
from zhiyin.voice.views.employee.draft import written
from zhiyin.voice.views.speaking import (
    photos_in_hand,
    raise_demand,
    receipt_context,
    said_in,
    token_of,
    topic_choices,
)

TOPIC_WORDS: Final = json.dumps(topics.WORDS, ensure_ascii=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def raising(request: SignedInRequest) -> HttpResponse:
    """The form; a post that is whole answers with the receipt itself, so that no address carries a code."""
    acting, token, before = request.acting, token_of(request), _continued(request)
    poster = poster_in(request)
    if request.method != "POST":
        begun = drafts.draft_of(acting) if before is None and poster is None else None
        form = _form(acting, before, poster, initial=begun.values if begun else filled_in(poster))
        return _page(request, form, token, before, begun=begun)
    if before is None and "forget" in request.POST:
        return _cleared(request, token)
    refused, dropped = photos_in_hand(request, token)
    form = _form(acting, before, poster, data=request.POST)
    if before is None and "keep" in request.POST:
        return _kept(request, form, token, refused)
    if not (dropped or refused) and form.is_valid():
        try:
            submitted = raise_demand(acting, _said(form.cleaned_data, token, before))
        except CannotSeal:
            form.add_error("way", CANNOT_SEAL)
        else:
            context = {"page_title": _("提交成功"), **receipt_context(submitted)}
            return render(request, "voice/speaker/receipt.html", context)
    return _page(request, form, token, before, refused)


def _form(acting: Acting, before: Demand | None, poster: Poster | None = None, **filled: Any) -> RaiseForm:
    """With what was sent (`data`) or written before (`initial`); a poster brings its own unit along."""
    units = own_units(acting.employee.unit)
    return RaiseForm(
        acting=acting,
        units=units if poster is None or poster.unit in units else [*units, poster.unit],
        can_seal=can_seal(),
        sealed_only=before is not None and before.way != Way.NAMED,
        auto_id="raise-%s",
        **filled,
    )


def _kept(request: SignedInRequest, sent: RaiseForm, token: bytes, refused: list[str]) -> HttpResponse:
    """先存着: the draft is kept, and the page goes on with all that was written."""
    drafts.save_draft(acting=request.acting, token=token, values=written(request))
    form = _form(request.acting, None, initial={name: sent[name].value() for name in sent.fields})
    begun = drafts.draft_of(request.acting)
    return _page(request, form, token, None, refused, begun=begun, done="kept" if begun else "")


def _cleared(request: SignedInRequest, token: bytes) -> HttpResponse:
    """清空草稿: the draft goes, and so do the photos held for this form."""
    drafts.drop_draft(acting=request.acting)
    for place in photos.pending(token):
        photos.drop_pending(token=token, place=place)
    return _page(request, _form(request.acting, None), token, None, done="cleared")


def filled_in(poster: Poster | None) -> dict[str, Any] | None:
    """What the code on a poster fills in; the speaker may change it."""
    if poster is None:
        return None
    return {"place": poster.place, "topic": poster.topic, "unit": str(poster.unit_id)}


def can_seal() -> bool:
    """Whether keepers of two sides exist, without whom nobody can speak in confidence."""
    return len({keeper.side for keeper in keepers_today()}) > 1


def _continued(request: SignedInRequest) -> Demand | None:
    """The demand of one's own that this one goes on from."""
    pk = id_in(request.POST.get("continues") or request.GET.get("continues") or "")
    before = Demand.objects.filter(pk=pk).first() if pk else None
    return before if before and by_person(request.acting, before) else None


def _said(data: dict[str, Any], token: bytes, before: Demand | None) -> Said:
    return Said(
        **said_in(data),
        way=Way(data["way"]),
        token=token,
        remind=data["remind"],
        on_behalf_of=data["on_behalf_of"],
        continues=before,
    )


def _page(
    request: HttpRequest,
    form: RaiseForm,
    token: bytes,
    before: Demand | None,
    refused: Sequence[str] = (),
    *,
    begun: Begun | None = None,
    done: str = "",
) -> HttpResponse:
    return render(
        request,
        "voice/speaker/raise.html",
        {
            "page_title": _("提诉求"),
            "back_url": "/app/",
            "form": form,
            "token": token.hex(),
            "held": photos.pending(token),
            "refused": refused,
            "continues": before,
            "poster": poster_in(request),
            "begun": begun,
            "done": done,
            "topics": topic_choices(),
            "topic_words": TOPIC_WORDS,
        },
    )
