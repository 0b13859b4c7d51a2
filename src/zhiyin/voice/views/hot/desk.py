"""Hot problems at the desk: the list, one problem, its steps, paper and spreadsheet."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.people.sent import number_in
from zhiyin.people.spreadsheets import given
from zhiyin.people.steps import steps_of_page
from zhiyin.people.tabs import query_without, tabs
from zhiyin.voice import exports_hot
from zhiyin.voice.hot_words import LEFT, chip_of_problem
from zhiyin.voice.models import HotProblem
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.reasons import told
from zhiyin.voice.reasons_hot import HOT_CONFLICT
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors import hot as reading
from zhiyin.voice.selectors.hot_alike import like_problem
from zhiyin.voice.selectors.hot_public import people_of, verdicts_of
from zhiyin.voice.selectors.inbox import units_to_choose
from zhiyin.voice.services.hot_broadcast import Broadcast
from zhiyin.voice.services.steps import Conflict
from zhiyin.voice.states_hot import HotState
from zhiyin.voice.views.desk.rows import rows_of
from zhiyin.voice.views.hot.access import at_hot_desk
from zhiyin.voice.views.hot.actions import BY_NAME, HotAction, offered

GONE, NOT_TAKEN = 409, 422
LONGEST_SEARCH = 60


@at_hot_desk
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The list, with views, filters and pages."""
    acting, wanted = request.acting, _wanted(request)
    views = reading.conditions(acting)
    counts = reading.counts(acting, views)
    problems = reading.chosen(acting, wanted, views)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = reading.page(acting, problems, after=after, before=before)
    context = {
        "page_title": _("热点问题"),
        "page": page,
        "rows": [(row, chip_of_problem(row.problem)) for row in page.rows],
        "tabs": tabs(request, reading.VIEWS, counts, wanted.view),
        "wanted": wanted,
        "units": units_to_choose(acting),
        "topics": Topic.choices,
        "export_url": f"{reverse('voice:hot_export')}?{query_without(request).urlencode()}",
        "may_gather": acting.has(Role.DEMAND_OFFICER),
    }
    return render(request, "voice/hot/index.html", context)


def _wanted(request: HttpRequest) -> reading.HotFilter:
    """An address is anybody's to type: what is not known counts as nothing."""
    view = request.GET.get("view", "")
    return reading.HotFilter(
        view=view if view in reading.VIEW_NAMES else "going",
        unit=request.GET.get("unit", "")[:32],
        topic=reading.valid_topic(request.GET.get("topic", "")),
        q=request.GET.get("q", "").strip()[:LONGEST_SEARCH],
    )


@at_hot_desk
@require_safe
def export(request: SignedInRequest) -> FileResponse:
    """All rows of the view and filter."""
    acting, wanted = request.acting, _wanted(request)
    problems = reading.chosen(acting, wanted, reading.conditions(acting))
    return given(exports_hot.problems(acting, problems), _("热点问题"), clock.today())


@at_hot_desk
@require_safe
def case(request: SignedInRequest, problem_id: UUID) -> HttpResponse:
    problem = _problem(request.acting, problem_id)
    did = BY_NAME.get(request.GET.get("did", ""))
    return _page(request, problem, opened=request.GET.get("do", ""), did=did)


def _problem(acting: Acting, problem_id: UUID) -> HotProblem:
    try:
        return reading.problem_for(acting, problem_id)
    except HotProblem.DoesNotExist:
        raise Http404 from None


def _page(
    request: SignedInRequest,
    problem: HotProblem,
    *,
    opened: str = "",
    did: HotAction | None = None,
    tried: tuple[HotAction, Any] | None = None,
    refused: str = "",
    broadcast: Broadcast | None = None,
    status: int = 200,
) -> HttpResponse:
    acting = request.acting
    found = reading.hot_case(acting, problem)
    context = {
        **_common(acting, found),
        **steps_of_page(offered(found), lambda step: step.form(case=found), opened=opened, tried=tried),
        "back_url": reverse("voice:hot_index"),
        "did": did,
        "refused": refused,
        "gathered": number_in(request.GET, "gathered"),
        "left": number_in(request.GET, "left"),
        "done": _done(found, broadcast) if broadcast else None,
        "similar": like_problem(acting, problem) if _may_gather(acting, found) else [],
    }
    return render(request, "voice/hot/case.html", context, status=status)


def _may_gather(acting: Acting, found: reading.HotCase) -> bool:
    return acting.has(Role.DEMAND_OFFICER) and found.problem.state != HotState.RESOLVED


def _common(acting: Acting, found: reading.HotCase) -> dict[str, Any]:
    problem = found.problem
    return {
        "page_title": problem.title,
        "case": found,
        "problem": problem,
        "chip": chip_of_problem(problem),
        "rows": rows_of(acting, found.demands),
        "people": people_of([problem.pk]).get(problem.pk, 0),
        "verdicts": verdicts_of(problem),
        "clocks_now": [one for one in found.clocks if one.running],
        "clocks_past": [one for one in found.clocks if not one.running],
    }


def _done(found: reading.HotCase, broadcast: Broadcast) -> dict[str, Any]:
    """What was done and what not, of the demands that this person sees."""
    by_id = {demand.pk: demand for demand in found.demands}
    left = [(by_id[pk], LEFT.get(why) or told(why)) for pk, why in broadcast.left.items() if pk in by_id]
    return {
        "answered": [by_id[pk] for pk in broadcast.answered if pk in by_id],
        "before": [by_id[pk] for pk in broadcast.before if pk in by_id],
        "left": left,
    }


@at_hot_desk
@require_POST
def do(request: SignedInRequest, problem_id: UUID, name: str) -> HttpResponse:
    """Take one step; a refused one comes back with its reason and with all that was typed."""
    acting, action = request.acting, BY_NAME.get(name)
    problem = _problem(acting, problem_id)
    if action is None:
        raise Http404
    found = reading.hot_case(acting, problem)
    form = action.form(request.POST, case=found)
    if not form.is_valid():
        return _page(request, problem, tried=(action, form), status=NOT_TAKEN)
    try:
        came = action.deed(acting, found, number_in(request.POST, "version"), form.cleaned_data)
    except Conflict:
        fresh = _problem(acting, problem_id)
        return _page(request, fresh, tried=(action, form), refused=str(HOT_CONFLICT), status=GONE)
    except NotNow as why:
        fresh = _problem(acting, problem_id)
        return _page(request, fresh, tried=(action, form), refused=told(why.reason), status=NOT_TAKEN)
    if isinstance(came, Broadcast):
        return _page(request, _problem(acting, problem_id), broadcast=came)
    return HttpResponseRedirect(f"{reverse('voice:hot_case', args=[problem_id])}?did={name}#steps")


@at_hot_desk
@require_safe
def sheet(request: SignedInRequest, problem_id: UUID) -> HttpResponse:
    """The problem on paper."""
    problem = _problem(request.acting, problem_id)
    context = {
        **_common(request.acting, reading.hot_case(request.acting, problem)),
        "back_url": reverse("voice:hot_case", args=[problem_id]),
    }
    return render(request, "voice/hot/sheet.html", context)
