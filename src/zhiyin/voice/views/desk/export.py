"""All rows of the current view and filter as a spreadsheet."""

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest
from zhiyin.people.spreadsheets import given
from zhiyin.voice import exports
from zhiyin.voice.filter_words import words_of
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors import inbox
from zhiyin.voice.selectors.due import with_due
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.views.desk.access import at_desk
from zhiyin.voice.views.desk.bulk import ids_of
from zhiyin.voice.views.desk.rows import rows_of

PRINTED = 200


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def download(request: SignedInRequest) -> FileResponse:
    """Into a file that is gone once sent; sent by the list, only what was picked there.

    Ids are random, so rows of one day tell no order.
    """
    acting = request.acting
    wanted = _wanted(request)
    demands = inbox.chosen(acting, wanted, inbox.conditions(acting))
    if request.method == "POST" and not request.POST.get("whole"):
        demands = with_due(visible(acting).filter(pk__in=ids_of(acting, request.POST))).order_by("due", "pk")
        demands = demands.select_related("unit", "handling_unit", "handling_post", "author")
    return given(exports.demands(acting, demands), _("诉求清单"), clock.today())


@at_desk
@require_safe
def printed(request: SignedInRequest) -> HttpResponse:
    """The list on paper, its first two hundred rows."""
    acting = request.acting
    wanted = _wanted(request)
    found = list(inbox.chosen(acting, wanted, inbox.conditions(acting))[: PRINTED + 1])
    name = "voice:discipline" if wanted.track else "voice:inbox"
    context = {
        "page_title": _("诉求清单"),
        "rows": rows_of(acting, found[:PRINTED]),
        "more": len(found) > PRINTED,
        "words": words_of(wanted),
        "back_url": f"{reverse(name)}?{request.GET.urlencode()}",
    }
    return render(request, "voice/desk/list_sheet.html", context)


def _wanted(request: SignedInRequest) -> inbox.Filter:
    discipline = Demand.Track.DISCIPLINE
    query = QueryDict(request.POST["query"]) if request.POST.get("query") else request.GET
    return filter_from(query.dict(), discipline if query.get("track") == discipline else "")
