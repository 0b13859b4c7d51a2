"""/app/intake: what comes by phone, by visit or on paper, one after the other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.selectors import units_within
from zhiyin.vault.seal import CannotSeal
from zhiyin.voice.forms.desk.intake import IntakeForm
from zhiyin.voice.forms.speaker import CANNOT_SEAL
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.posters import poster_of
from zhiyin.voice.services import photos
from zhiyin.voice.services.intake import TAKERS, take_down
from zhiyin.voice.services.submit import Said, Submitted
from zhiyin.voice.states import Way
from zhiyin.voice.views.employee.raising import can_seal
from zhiyin.voice.views.speaking import photos_in_hand, receipt_context, said_in, token_of

# What stays for the next one: whoever copies letters changes little from one to the next.
STAYS = ("channel", "way", "unit", "place", "topic", "received_on")


@roles(*TAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """An empty form; after a post that is whole, the slip to hand over and the form for the next."""
    token = token_of(request)
    if request.method != "POST":
        return _page(request, _form(request, initial=_from_poster(request)), token)
    form = _form(request, data=request.POST)
    refused, dropped = photos_in_hand(request, token)
    if not (dropped or refused) and form.is_valid():
        try:
            submitted = take_down(acting=request.acting, said=_said(form, token))
        except CannotSeal:
            form.add_error("way", CANNOT_SEAL)
        except NotNow as problem:
            form.add_error(None, told(problem.reason))
        else:
            return _taken(request, form, submitted)
    return _page(request, form, token, refused=refused)


def _form(request: SignedInRequest, **filled: Any) -> IntakeForm:
    return IntakeForm(units=units_within(request.acting, *TAKERS), can_seal=can_seal(), **filled)


def _from_poster(request: SignedInRequest) -> dict[str, Any]:
    poster = poster_of(request.GET.get("poster", "")) if "poster" in request.GET else None
    return {"unit": poster.unit_id, "place": poster.place, "topic": poster.topic} if poster else {}


def _said(form: IntakeForm, token: bytes) -> Said:
    data = form.cleaned_data
    return Said(
        **said_in(data),
        way=Way(data["way"]),
        token=token,
        channel=data["channel"],
        speaker=form.speaker,
        received_on=data["received_on"],
    )


def _taken(request: SignedInRequest, form: IntakeForm, submitted: Submitted) -> HttpResponse:
    stays = {name: form.cleaned_data[name] for name in STAYS}
    stays["unit"] = form.cleaned_data["unit"].pk
    following = _form(request, initial=stays)
    fresh = token_of(HttpRequest())
    slip = {**receipt_context(submitted), "address": request.build_absolute_uri("/").rstrip("/")}
    return _page(request, following, fresh, slip=slip)


def _page(
    request: SignedInRequest,
    form: IntakeForm,
    token: bytes,
    *,
    refused: list[str] | None = None,
    slip: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "page_title": _("登记来电来访"),
        "form": form,
        "token": token.hex(),
        "held": photos.pending(token),
        "refused": refused or [],
        "slip": slip,
    }
    return render(request, "voice/desk/intake.html", context)
