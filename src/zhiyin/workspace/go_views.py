"""Going somewhere by a few letters: a page, a view, or a thing by its number. Without script a plain page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.acting import Acting
from zhiyin.suggestions.models import Suggestion
from zhiyin.suggestions.selectors import board
from zhiyin.suggestions.services.steps import seat_of
from zhiyin.voice.models import Demand, HotProblem
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.hot import visible_problems
from zhiyin.voice.selectors.saved_views import views_for
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.views.desk.saved import address_of
from zhiyin.voice.views.hot.access import HOT_DESK
from zhiyin.workspace.navigation import AT_DESK, ENTRIES, place_of

LONGEST, MOST, FEWEST = 40, 30, 3
MOST_OF_A_KIND = 5
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Place:
    """Somewhere to go, and what kind of thing it is."""

    label: str
    url: str
    icon: str
    kind: str
    words: str


@dataclass(frozen=True)
class Numbered:
    """A kind of thing with numbers: how they begin, its page, and which of them somebody may see."""

    prefix: str
    page: str
    icon: str
    label: Promise
    seen: Callable[[Acting], QuerySet[Any]]


@signed_in
@require_safe
def go(request: SignedInRequest) -> HttpResponse:
    """The page of places; `part=1` gives the list alone, for the palette."""
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    acting = request.acting
    numbered = _numbered(acting, wanted)
    if numbered and request.GET.get("part") != "1" and _is_number(wanted, numbered[0]):
        return HttpResponseRedirect(numbered[0].url)
    places = [*numbered, *(place for place in _places(acting) if _matches(place, wanted))]
    context = {"page_title": _("去哪里"), "places": places[:MOST], "q": wanted}
    part = request.GET.get("part") == "1"
    name = "workspace/go_list.html" if part else "workspace/go.html"
    return render(request, name, context)


def _is_number(wanted: str, place: Place) -> bool:
    return place.words.split(" ", 1)[0].casefold() == wanted.casefold()


def _matches(place: Place, wanted: str) -> bool:
    """Every word of what was typed stands somewhere in it, in either language."""
    return all(word in place.words for word in wanted.casefold().split())


def _places(acting: Acting) -> list[Place]:
    """Pages of the navigation, the views of the inbox, and saved ones. One query."""
    at = place_of(acting)
    held = acting.roles
    found = [
        Place(str(entry.label), entry.url, entry.icon, _("页面"), _in_both(entry.label))
        for entry in ENTRIES
        if at in entry.places and entry.open_to(held)
    ]
    if held & AT_DESK:
        base, kind = reverse("voice:inbox"), pgettext("place", "视图")
        for view in inbox.VIEWS:
            url = f"{base}?{urlencode({'view': view.name})}"
            found.append(Place(str(view.label), url, "table", kind, _in_both(view.label)))
        for saved in views_for(acting):
            found.append(Place(saved.name, address_of(saved), "table", kind, saved.name.casefold()))
    return found


def _in_both(label: str | Promise) -> str:
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(label).casefold())
    return " ".join(said)


def _numbered(acting: Acting, wanted: str) -> list[Place]:
    """What has a number that begins so, among what this person may see. At most four queries."""
    if len(wanted) < FEWEST or not wanted.isascii():
        return []
    typed = wanted.upper()
    found = []
    for kind in NUMBERED:
        number = typed if typed.startswith(kind.prefix) else kind.prefix + typed
        rows = kind.seen(acting).filter(number__gte=number, number__lt=number + "~").order_by("number")
        found += [_place(kind, row) for row in rows.only("number", "title")[:MOST_OF_A_KIND]]
    return found


def _place(kind: Numbered, row: Demand | HotProblem | Suggestion) -> Place:
    label = f"{row.number} {row.title}"
    return Place(label, reverse(kind.page, args=[row.pk]), kind.icon, str(kind.label), label.casefold())


def _cases(acting: Acting) -> QuerySet[Any]:
    return visible(acting) if acting.roles & AT_DESK else Demand.objects.none()


def _problems(acting: Acting) -> QuerySet[Any]:
    return visible_problems(acting) if acting.has(*HOT_DESK) else HotProblem.objects.none()


def _suggestions(acting: Acting) -> QuerySet[Any]:
    seat = seat_of(acting)
    return board.seen(acting, seat) if board.may_enter(acting, seat) else Suggestion.objects.none()


NUMBERED = (
    Numbered("ZY-", "voice:desk_case", "file-text", pgettext_lazy("place", "诉求"), _cases),
    Numbered("RD-", "voice:hot_case", "git-merge", pgettext_lazy("place", "热点问题"), _problems),
    Numbered("JY-", "suggestions:show", "bulb", pgettext_lazy("place", "合理化建议"), _suggestions),
)
