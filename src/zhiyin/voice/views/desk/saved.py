"""Saved views: make one of the filter in the address, change it, share it, end it, take the end back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.voice.filter_words import words_of
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import Demand, SavedView
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.saved_views import views_for
from zhiyin.voice.services.saved_views import UNDO_FOR, end_view, save_view, take_up_view
from zhiyin.voice.views.desk.access import at_desk

DISCIPLINE = Demand.Track.DISCIPLINE


@dataclass(frozen=True)
class Listed:
    """A view on the page of views."""

    view: SavedView
    words: list[str]
    url: str
    own: bool


class ViewForm(forms.Form):
    """A name, and whether colleagues of the same unit have it too."""

    name = forms.CharField(
        label=gettext_lazy("视图的名字"),
        max_length=20,
        help_text=gettext_lazy("几个字，比如“等配件的”。不写人名。"),
    )
    shared = forms.BooleanField(
        label=gettext_lazy("本单位的同事也能用"),
        required=False,
        help_text=gettext_lazy("各人看到的还是各人有权看的诉求。"),
    )


def _track(request: SignedInRequest, acting: Acting) -> str:
    """Views of accusations belong to discipline officers alone."""
    wanted = request.GET.get("track") == DISCIPLINE and acting.has(Role.DISCIPLINE_OFFICER)
    return DISCIPLINE if wanted else Demand.Track.ORDINARY


def address_of(view: SavedView) -> str:
    """The list that a view shows."""
    name = "voice:discipline" if view.track == DISCIPLINE else "voice:inbox"
    return f"{reverse(name)}?{urlencode({**view.query, 'saved': view.pk})}"


@at_desk
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Own views and those of the unit; what was ended just now may be taken back."""
    return _list(request, _track(request, request.acting))


def _list(request: SignedInRequest, track: str, refused: str = "") -> HttpResponse:
    acting = request.acting
    views = [
        Listed(view, words_of(filter_from(view.query)), address_of(view), view.owner_id == acting.employee.pk)
        for view in views_for(acting, track)
    ]
    ended = SavedView.objects.filter(owner=acting.employee, ended_at__gte=clock.now() - UNDO_FOR, track=track)
    context = {
        "page_title": _("我的视图"),
        "views": sorted(views, key=lambda listed: not listed.own),
        "ended": ended,
        "refused": refused,
        "minutes": UNDO_FOR // timedelta(minutes=1),
        "back_url": reverse("voice:discipline" if track == DISCIPLINE else "voice:inbox"),
    }
    return render(request, "voice/desk/saved_views.html", context, status=422 if refused else 200)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A view of the filter in the address."""
    return _form(request, None)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    """Another name, shared or not, or the filter of the address instead of the old one."""
    acting = request.acting
    view = SavedView.objects.filter(pk=view_id, owner=acting.employee, ended_at__isnull=True).first()
    if view is None:
        raise Http404
    return _form(request, view)


def _form(request: SignedInRequest, view: SavedView | None) -> HttpResponse:
    acting = request.acting
    track = view.track if view else _track(request, acting)
    asked = request.GET.dict()
    wanted = filter_from(view.query if view and "view" not in asked else asked)
    first = {"name": view.name, "shared": view.shared_in_id is not None} if view else {}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            data: dict[str, Any] = form.cleaned_data
            saved = save_view(
                acting=acting, name=data["name"], shared=data["shared"], query=wanted.query,
                track=track, view_id=view.pk if view else None,
            )  # fmt: skip
        except NotNow as why:
            form.add_error("name", told(why.reason))
        else:
            return HttpResponseRedirect(address_of(saved))
    back = "voice:discipline" if track == DISCIPLINE else "voice:inbox"
    context = {
        "page_title": _("改视图") if view else _("存成视图"),
        "form": form,
        "view": view,
        "words": words_of(wanted),
        "back_url": f"{reverse(back)}?{urlencode(wanted.query)}",
    }
    return render(request, "voice/desk/saved_view.html", context, status=422 if form.errors else 200)


@at_desk
@require_POST
def end(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    acting = request.acting
    try:
        view = end_view(acting=acting, view_id=view_id)
    except SavedView.DoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(f"{reverse('voice:saved_views')}?{urlencode({'track': view.track})}")


@at_desk
@require_POST
def take_up(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    acting = request.acting
    try:
        view = take_up_view(acting=acting, view_id=view_id)
    except SavedView.DoesNotExist:
        raise Http404 from None
    except NotNow as why:
        return _list(request, _track(request, request.acting), told(why.reason))
    return HttpResponseRedirect(address_of(view))
