"""Going somewhere by a few letters: a page, a view, or a case by its number. Without script a plain page."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.saved_views import views_for
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.views.desk.saved import address_of
from zhiyin.workspace.navigation import AT_DESK, ENTRIES, place_of

LONGEST, MOST, FEWEST = 40, 30, 3
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Place:
    """Somewhere to go, and what kind of thing it is."""

    label: str
    url: str
    icon: str
    kind: str
    words: str


@signed_in
@require_safe
def go(request: SignedInRequest) -> HttpResponse:
    """The page of places; `part=1` gives the list alone, for the palette."""
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    acting = request.acting
    cases = _cases(acting, wanted)
    if cases and request.GET.get("part") != "1" and _is_number(wanted, cases[0]):
        return HttpResponseRedirect(cases[0].url)
    places = [*cases, *(place for place in _places(acting) if _matches(place, wanted))]
    context = {"page_title": _("去哪里"), "places": places[:MOST], "q": wanted}
    part = request.GET.get("part") == "1"
    name = "workspace/go_list.html" if part else "workspace/go.html"
    return render(request, name, context)


def _is_number(wanted: str, case: Place) -> bool:
    return case.words.split(" ", 1)[0].casefold() == wanted.casefold()


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


def _cases(acting: Acting, wanted: str) -> Sequence[Place]:
    """Cases whose number begins so, among those that this person may see. One query, for desks alone."""
    if not acting.roles & AT_DESK or len(wanted) < FEWEST or not wanted.isascii():
        return ()
    number = wanted.upper() if wanted.upper().startswith("ZY") else f"ZY-{wanted.upper()}"
    rows = visible(acting).filter(number__gte=number, number__lt=number + "~").order_by("number")
    return [_case(demand) for demand in rows.only("number", "title")[:5]]


def _case(demand: Demand) -> Place:
    url = reverse("voice:desk_case", args=[demand.pk])
    words = f"{demand.number} {demand.title}".casefold()
    return Place(f"{demand.number} {demand.title}", url, "file-text", pgettext("place", "诉求"), words)
