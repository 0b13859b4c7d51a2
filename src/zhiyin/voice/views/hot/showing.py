"""What the public, the employee's and the anonymous page share."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from zhiyin.voice.hot_words import chip_of_problem
from zhiyin.voice.models import HotProblem
from zhiyin.voice.selectors.hot_public import Open, open_page, public_page, public_problems
from zhiyin.voice.services.hot_support import may_judge
from zhiyin.voice.states_hot import GOING_ON


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Problems going on, or ended, with their chips."""
    ended = request.GET.get("view") == "closed"
    page = public_page(ended=ended, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    rows: list[tuple[Open, Any]] = [(row, chip_of_problem(row.problem)) for row in page.rows]
    return {"page": page, "rows": rows, "ended": ended}


def published(problem_id: UUID) -> HotProblem:
    """Raises Http404 for one that is not public."""
    found = public_problems().filter(pk=problem_id).first()
    if found is None:
        raise Http404
    return found


def page_context(problem: HotProblem) -> dict[str, Any]:
    shown = open_page(problem)
    return {
        "page_title": problem.title,
        "problem": problem,
        "shown": shown,
        "chip": chip_of_problem(problem),
        "may_support": problem.state in GOING_ON,
        "may_judge": may_judge(problem),
    }
