"""One case at the desk: read it, take the steps that the rules allow now, print it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.people.sent import number_in
from zhiyin.people.steps import typed
from zhiyin.voice.desk_words import KINDS, SATISFIED, SOLVED, WAY_ICONS
from zhiyin.voice.forms.desk import DeskForm
from zhiyin.voice.models import Demand
from zhiyin.voice.reasons import CONFLICT, told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk, case_at_desk, demand_at_desk, posts_named
from zhiyin.voice.selectors.explaining import dates_of_mediation
from zhiyin.voice.selectors.own_notes import note_in
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.looking import look_away
from zhiyin.voice.services.speaking import mark_read
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.views.desk.access import at_desk, demand_here
from zhiyin.voice.views.desk.actions import BY_NAME, Action, offered
from zhiyin.voice.views.desk.deeds import Doing
from zhiyin.voice.views.desk.presence import told_of_others
from zhiyin.voice.views.desk.rows import state_chip_of, way_of
from zhiyin.voice.views.desk.telling_facts import tell

CASE_PARTS = ("case", "do", "did")
GONE = 409
NOT_TAKEN = 422
OK = 200


@dataclass(frozen=True)
class Open:
    """The step whose form is open, with what was typed."""

    action: Action
    form: DeskForm | None


def pane_context(
    acting: Acting,
    demand_id: UUID,
    *,
    next_url: str = "",
    opened: str = "",
    tried: Open | None = None,
    on_paper: bool = False,
) -> dict[str, Any] | None:
    """All that the templates of a case need; None when this person may not see it."""
    try:
        demand = demand_at_desk(acting, demand_id)
    except Demand.DoesNotExist:
        return None
    case = case_at_desk(acting, demand)
    steps = offered(acting, case)
    main = next((step for step in steps if step.main), None)
    now = tried or _opened(acting, case, steps, opened, main)
    writing = BY_NAME["write"]
    return {
        "case": case,
        "demand": demand,
        "chip": state_chip_of(acting, demand),
        "way": way_of(demand),
        "way_icon": "archive" if demand.channel == Demand.Channel.IMPORT else WAY_ICONS[demand.way],
        "kind": KINDS.get(demand.kind, ""),
        "wish": KINDS.get(demand.wish, ""),
        "said": tell(case.timeline, posts_named(demand, case.timeline)),
        "verdicts": [(v, SOLVED[v.solved], SATISFIED[v.satisfied]) for v in case.verdicts],
        **_clocks(case),
        "mediation_dates": dates_of_mediation(case.clocks),
        "main": main,
        "open": now,
        "steps": [step for step in steps if step not in (main, writing)],
        "write_form": writing.form(case=case, acting=acting) if writing in steps and writing.form else None,
        "next_url": next_url,
        "looks": [] if on_paper else told_of_others(acting, case, now.action.name if now else ""),
        "note": None if on_paper else note_in(acting, demand.pk),
        "pending": [asked for asked in case.extensions if asked.granted is None],
        "pending_redates": [asked for asked in case.redates if asked.granted is None],
        "last": next((said for said in reversed(case.timeline) if not said.by_speaker and said.who), None),
    }


def _clocks(case: CaseAtDesk) -> dict[str, Any]:
    """The running clocks, nearest first, and what is past; the pane shows the first and the ceiling."""
    now = [clock for clock in case.clocks if clock.running]
    past = [clock for clock in case.clocks if not clock.running and clock.status != "cancelled"]
    first = next((clock for clock in now if not clock.ceiling), now[0] if now else None)
    ceiling = next((clock for clock in now if clock.ceiling), None)
    more = [clock for clock in (*now, *past) if clock is not first and clock is not ceiling]
    return {
        "clocks_now": now,
        "clocks_past": past,
        "clock_first": first,
        "clock_ceiling": ceiling,
        "clocks_more": more,
    }


def _opened(acting: Acting, case: CaseAtDesk, steps: Any, wanted: str, main: Action | None) -> Open | None:
    """The step asked for in the address, if it is offered; else the main one, where its form is short."""
    action = next((step for step in steps if step.name == wanted), None)
    if action is None and main is not None and main.inline:
        action = main
    if action is None:
        return None
    return Open(action, action.form(case=case, acting=acting) if action.form else None)


@at_desk
@require_safe
def show(request: SignedInRequest, demand_id: UUID) -> HttpResponse:
    in_pane = _wants_pane(request)
    next_url = safe_next(request.GET.get("from", ""))
    if in_pane:
        next_url = _with_case(next_url or reverse("voice:inbox"), demand_id)
    acting = request.acting
    context = pane_context(acting, demand_id, next_url=next_url, opened=request.GET.get("do", ""))
    if context is None:
        raise Http404
    if request.method == "GET" and any(said.unread for said in context["case"].talk):
        mark_read(acting=acting, demand=context["demand"])
    context["did"] = BY_NAME.get(request.GET.get("did", ""))
    return _page(request, context, in_pane=in_pane)


def _wants_pane(request: SignedInRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and htmx.target == "pane" and not htmx.history_restore_request)


def _page(
    request: SignedInRequest, context: dict[str, Any], *, in_pane: bool = False, status: int = 200
) -> HttpResponse:
    context["page_title"] = context["demand"].title
    context["back_url"] = _list_of(context["next_url"])
    context["in_pane"] = in_pane
    name = "voice/desk/pane.html" if in_pane else "voice/desk/case.html"
    return render(request, name, context, status=status)


@at_desk
@require_POST
def do(request: SignedInRequest, demand_id: UUID, name: str) -> HttpResponse:
    """Take one step. What was typed is never lost: a step that is refused comes back with its reason."""
    acting = request.acting
    action = BY_NAME.get(name)
    demand = demand_here(acting, demand_id)
    if action is None:
        raise Http404
    case = case_at_desk(acting, demand)
    next_url = safe_next(request.POST.get("next", ""))
    form = action.form(request.POST, case=case, acting=acting) if action.form else None
    if form is not None and form.rehearses:
        return _again(request, acting, demand_id, action, form.rehearsed(), next_url, "", OK)
    if form is not None and not form.is_valid():
        return _again(request, acting, demand_id, action, form, next_url, "", NOT_TAKEN)
    version = number_in(request.POST, "version")
    try:
        if version is not None and version != demand.version and action.name != "write":
            raise Conflict
        action.deed(Doing(acting, demand, version, form.cleaned_data if form else {}, form))
    except Conflict:
        return _again(request, acting, demand_id, action, form, next_url, str(CONFLICT), GONE)
    except NotNow as refused:
        return _again(request, acting, demand_id, action, form, next_url, told(refused.reason), NOT_TAKEN)
    look_away(acting=acting, demand=demand)
    return HttpResponseRedirect(_after(acting, action, demand_id, next_url))


def _after(acting: Acting, action: Action, demand_id: UUID, next_url: str) -> str:
    if action.leaves or not visible(acting).filter(pk=demand_id).exists():
        return _list_of(next_url)
    if f"case={demand_id}" in next_url:
        return f"{next_url}&did={action.name}"
    query = {"from": next_url} if next_url else {}
    return f"{reverse('voice:desk_case', args=[demand_id])}?{urlencode(query | {'did': action.name})}"


def _again(
    request: SignedInRequest,
    acting: Acting,
    demand_id: UUID,
    action: Action,
    form: DeskForm | None,
    next_url: str,
    why: str,
    status: int,
) -> HttpResponse:
    context = pane_context(acting, demand_id, next_url=next_url, tried=Open(action, form))
    if context is None:
        raise PermissionDenied
    still = action.name == "write" or action in (context["main"], *context["steps"])
    context |= {"refused": why, "gone": not still, "kept": typed(form) if form and not still else []}
    if not still:
        context["open"] = None
    if action.name == "write" and form is not None:
        context["write_form"], context["open"] = form, None
    return _page(request, context, status=status)


def safe_next(url: str) -> str:
    """A page of the desk, or nothing: the address came from outside."""
    return url if url.startswith(("/app/inbox", "/app/discipline", "/app/cases/", "/app/today")) else ""


def _list_of(next_url: str) -> str:
    """The list behind a case, without the case."""
    parts = urlsplit(next_url)
    if not parts.path.startswith(("/app/inbox", "/app/discipline", "/app/today")):
        return reverse("voice:inbox")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in CASE_PARTS]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def _with_case(url: str, demand_id: UUID) -> str:
    base = _list_of(url)
    return f"{base}{'&' if '?' in base else '?'}case={demand_id}"


@at_desk
@require_safe
def sheet(request: SignedInRequest, demand_id: UUID) -> HttpResponse:
    """The case on paper."""
    acting = request.acting
    context = pane_context(acting, demand_id, on_paper=True)
    if context is None:
        raise Http404
    context["page_title"] = _("诉求办理单")
    context["back_url"] = reverse("voice:desk_case", args=[demand_id])
    return render(request, "voice/desk/sheet.html", context)
