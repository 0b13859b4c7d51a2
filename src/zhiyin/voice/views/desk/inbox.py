"""The inbox: views with counts, one list in the order of dates, and the chosen case beside it."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.people.selectors_absences import deputised
from zhiyin.people.sent import id_in
from zhiyin.people.tabs import PLACE_IN_PAGES, Tab, query_without, tabs
from zhiyin.voice.desk_words import KINDS, WAYS
from zhiyin.voice.filter_words import FLAG_WORDS
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import Demand
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.selectors import inbox, inbox_pages
from zhiyin.voice.selectors.bulk import undoable
from zhiyin.voice.selectors.own_notes import how_many, notes_in
from zhiyin.voice.selectors.saved_views import Saved, of_name, saved_for
from zhiyin.voice.states import SHOWN_AS_ANSWERED, State
from zhiyin.voice.tellings import TELLINGS
from zhiyin.voice.views.desk.access import at_desk, in_discipline
from zhiyin.voice.views.desk.actions import BY_NAME
from zhiyin.voice.views.desk.bulk import deeds_for
from zhiyin.voice.views.desk.case import CASE_PARTS, pane_context
from zhiyin.voice.views.desk.rows import rows_of, with_notes

NOT_CARRIED = (*CASE_PARTS, *PLACE_IN_PAGES, "saved")


@at_desk
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    return _list(request, title=_("诉求收件箱"), name="voice:inbox")


@in_discipline
@require_safe
def discipline(request: SignedInRequest) -> HttpResponse:
    """Accusations: nobody but discipline officers has this page, or any row of it elsewhere."""
    return _list(request, title=_("检举控告"), name="voice:discipline", track=Demand.Track.DISCIPLINE)


def _list(request: SignedInRequest, *, title: str, name: str, track: str = "") -> HttpResponse:
    acting = request.acting
    wanted = filter_from(request.GET.dict(), track)
    views = inbox.conditions(acting)
    counts = inbox.counts(acting, views, track)
    saved = saved_for(acting, views, track)
    noted, noted_due = how_many(acting)
    this = of_name(saved, request.GET.get("saved", ""))
    page = inbox_pages.page(
        acting,
        wanted,
        views,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        total=counts.get(wanted.view),
    )
    rows = rows_of(acting, page.rows)
    if wanted.view == "noted":
        rows = with_notes(rows, notes_in(acting, [row.pk for row in page.rows]))
    here, chosen = _here(request, name), id_in(request.GET.get("case", ""))
    context: dict[str, Any] = {
        "page_title": title,
        "rows": rows,
        "page": page,
        "tabs": tabs(
            request,
            inbox.VIEWS,
            {**counts, "noted": noted},
            "" if this else wanted.view,
            gone=(*NOT_CARRIED, "state"),
        ),
        "noted_due": noted_due if wanted.view != "noted" else 0,
        "saved": _saved_tabs(saved, this, name),
        "saved_now": this,
        "saved_changed": bool(this and this.own and this.wanted != wanted),
        "save_url": _save_url(this, wanted, track),
        "views_url": f"{reverse('voice:saved_views')}?{urlencode({'track': track})}",
        "print_url": f"{reverse('voice:inbox_print')}?{_export_query(request, track)}",
        "wanted": wanted,
        "counts": counts,
        "deputising": deputised(acting),
        "here": here,
        "here_and": f"{here}{'&' if '?' in here else '?'}",
        "from_here": quote(here, safe=""),
        "list_url": reverse(name),
        "export_url": f"{reverse('voice:export')}?{_export_query(request, track)}",
        "nav_counts": {"voice:inbox": counts["mine"]} if not track else {},
        "may_record": acting.has(Role.DEMAND_OFFICER),
        "may_gather": acting.has(Role.DEMAND_OFFICER) and not track,
        "deeds": [] if track else deeds_for(acting),
        "may_pick": not track,
        "undoable": None if track else undoable(acting),
        "whole_query": _export_query(request, track),
        "filters": _choices(acting, wanted, this),
        "chosen": chosen,
        "chosen_pk": str(chosen or ""),
        "did": BY_NAME.get(request.GET.get("did", "")),
    }
    context |= _pane(request, acting, context)
    return render(request, "voice/desk/inbox.html", context)


def _pane(request: SignedInRequest, acting: Acting, context: dict[str, Any]) -> dict[str, Any]:
    """The chosen case, as the pane shows it; an address that names one not seen shows none."""
    if not context["chosen"]:
        return {}
    next_url = f"{context['here_and']}case={context['chosen']}"
    return pane_context(acting, context["chosen"], next_url=next_url, opened=request.GET.get("do", "")) or {}


def _here(request: SignedInRequest, name: str) -> str:
    """This list without the chosen case: where a step of a case leads back to."""
    query = query_without(request, CASE_PARTS)
    return f"{reverse(name)}?{query.urlencode()}" if query else reverse(name)


def _saved_tabs(saved: list[Saved], this: Saved | None, name: str) -> list[Tab]:
    return [
        Tab(
            one.view.name,
            f"{reverse(name)}?{urlencode({**one.wanted.query, 'saved': one.view.pk})}",
            one.count,
            "",
            one is this,
        )
        for one in saved
    ]


def _save_url(this: Saved | None, wanted: inbox.Filter, track: str) -> str:
    """Where this filter becomes a view, or the own view that is open takes it over."""
    query = {**wanted.query, "track": track} if track else wanted.query
    own = this is not None and this.own and this.wanted != wanted
    page = (
        reverse("voice:saved_view", args=[this.view.pk]) if own and this else reverse("voice:saved_view_new")
    )
    return f"{page}?{urlencode(query)}"


def _export_query(request: SignedInRequest, track: str) -> str:
    query = {k: v for k, v in request.GET.dict().items() if k not in NOT_CARRIED and v}
    if track:
        query["track"] = track
    return urlencode(query)


def _choices(acting: Acting, wanted: inbox.Filter, this: Saved | None) -> dict[str, Any]:
    """What one may narrow by. Whoever handles cases is not offered the states of ratings.

    Open where the list is narrowed, unless a saved view says by what.
    """
    officer = acting.has(Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER)
    states = [
        (state.value, _(telling.officer))
        for state, telling in TELLINGS.items()
        if officer or state not in SHOWN_AS_ANSWERED or state == State.ANSWERED
    ]
    return {
        "units": inbox.units_to_choose(acting),
        "topics": Topic.choices,
        "kinds": list(KINDS.items()),
        "ways": list(WAYS.items()),
        "states": states,
        "channels": Demand.Channel.choices,
        "flags": [(name, label, getattr(wanted, name)) for name, label in FLAG_WORDS.items()],
        "open": wanted.narrowed
        and wanted != inbox.Filter(view=wanted.view, q=wanted.q)
        and not (this and this.wanted == wanted),
    }
