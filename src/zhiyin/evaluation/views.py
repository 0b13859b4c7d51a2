"""各单位情况: the scoreboard, and the same figures as a spreadsheet."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.evaluation import exports, showing, words
from zhiyin.evaluation.periods import FREEZE_AFTER, Period, latest, period_of, read_period
from zhiyin.evaluation.permissions import SEES, may_see, reach
from zhiyin.evaluation.rates import HEADLINES
from zhiyin.evaluation.selectors.scoreboard import Board, scoreboard
from zhiyin.evaluation.selectors.surroundings import duties, people_at_work, waiting_sheets
from zhiyin.evaluation.selectors.tree import Tree
from zhiyin.evaluation.suppression import THRESHOLD
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.spreadsheets import given

CHOICES = {"quarter": 8, "month": 12, "year": 3}


@roles(*SEES)
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    tree = Tree.load()
    found = _found(request, tree)
    today = clock.today()
    context: dict[str, Any] = {
        "page_title": _("%(unit)s：职工答不答应、满不满意") % {"unit": found.node.name},
        "board": found,
        "period": found.period,
        "period_words": showing.period_words(found.period),
        "people": people_at_work(found.node.path),
        "running": found.period.after > today,
        "freezes_on": found.period.freezes_on + timedelta(days=1),
        "freeze_days": FREEZE_AFTER.days,
        "threshold": THRESHOLD,
        "units": reach(request.acting, tree),
        "periods": _choices(found.period),
        "sentence": showing.one_sentence(found.own),
        "headlines": [showing.headline(found, key) for key in HEADLINES],
        "nothing": not any(cell.figure and cell.figure.all for cell in found.own.cells.values()),
        "rows": [showing.row_words(row) for row in found.rows],
        "silent": found.silent,
        "rates_open": request.GET.get("open") == "rates",
        "rates_url": showing.address("evaluation:scoreboard", found, open="rates"),
        "rates": showing.all_rates(found.own),
        "late_changes": showing.late_changes(found),
        "duties": duties(found.node.pk, found.period),
        "sheets": waiting_sheets(found.node.path),
        "withdrawn": _withdrawn(found),
        "year_url": _year_url(found),
        "xlsx_url": showing.address("evaluation:export", found),
        "csv_url": showing.address("evaluation:export", found, form="csv"),
    }
    return render(request, "evaluation/scoreboard.html", context)


@roles(*SEES)
@require_safe
def export(request: SignedInRequest) -> FileResponse:
    found = _found(request, Tree.load())
    form = "csv" if request.GET.get("form") == "csv" else "xlsx"
    file = exports.FORMS[form](found)
    return given(file, _("各单位情况"), found.node.code, found.period.code, kind=form)


def _found(request: SignedInRequest, tree: Tree) -> Board:
    """The asked unit, else the highest within reach; the asked period, else the last full quarter."""
    within = reach(request.acting, tree)
    code = request.GET.get("unit", "")
    node = tree.by_code(code) if code else next(iter(within), None)
    if node is None:
        raise Http404
    if not may_see(request.acting, node):
        raise PermissionDenied
    return scoreboard(tree, node, _period(request.GET.get("period", "")))


def _period(code: str) -> Period:
    if not code:
        return period_of(clock.today(), "quarter").before()
    try:
        period = read_period(code)
    except ValueError:
        raise Http404 from None
    if period.first > clock.today():
        raise Http404
    return period


def _choices(chosen: Period) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for kind, n in CHOICES.items():
        periods = latest(period_of(clock.today(), kind), n)[::-1]
        if chosen.kind == kind and chosen not in periods:
            periods.append(chosen)
        found.append((str(words.KINDS[kind]), [(one.code, showing.period_words(one)) for one in periods]))
    return found


def _year_url(found: Board) -> str:
    """Where small numbers hide what people said, the year has more to show."""
    if found.period.kind == "year" or found.own.cells["solved"].figure is not None:
        return ""
    year = period_of(found.period.first, "year").code
    return f"{reverse('evaluation:scoreboard')}?unit={found.node.code}&period={year}"


def _withdrawn(found: Board) -> int:
    """Withdrawn demands, where they are more than a tenth: then the union asks why."""
    figure = found.own.cells["answer"].figure
    if figure is None or figure.all < THRESHOLD:
        return 0
    n = figure.left_out.get("withdrawn", 0)
    return n if n * 10 > figure.all else 0
