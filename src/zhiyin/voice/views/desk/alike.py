"""A case beside the ones most like it: dates, units and answers side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.people.access import SignedInRequest
from zhiyin.people.roles import Role
from zhiyin.voice.desk_words import KINDS
from zhiyin.voice.models import Answer, Demand
from zhiyin.voice.selectors.alike import alike_to
from zhiyin.voice.views.desk.access import at_desk, demand_here
from zhiyin.voice.views.desk.rows import state_chip_of, way_of


@dataclass(frozen=True)
class Line:
    """One thing of both cases; `differs` where they are not the same."""

    label: str
    here: str | Promise | date | None
    there: str | Promise | date | None
    day: bool = False

    @property
    def differs(self) -> bool:
        return str(self.here or "") != str(self.there or "")


@at_desk
@require_safe
def show(request: SignedInRequest, demand_id: UUID) -> HttpResponse:
    acting = request.acting
    demand = demand_here(acting, demand_id)
    found = alike_to(acting, demand)
    chosen = next((one for one in found if str(one.pk) == request.GET.get("with")), None)
    other = chosen or next(iter(found), None)
    context: dict[str, Any] = {
        "page_title": _("像这一件的"),
        "demand": demand,
        "found": [(one, state_chip_of(acting, one)) for one in found],
        "other": other,
        "lines": _lines(demand, other) if other else [],
        "answers": [(demand, _last(demand)), (other, _last(other))] if other else [],
        "chips": [state_chip_of(acting, demand), state_chip_of(acting, other)] if other else [],
        "may_gather": acting.has(Role.DEMAND_OFFICER) and demand.track == Demand.Track.ORDINARY,
        "back_url": reverse("voice:desk_case", args=[demand_id]),
    }
    return render(request, "voice/desk/alike.html", context)


def _last(demand: Demand) -> Answer | None:
    answers = list(demand.answers.all())
    return answers[-1] if answers else None


def _lines(here: Demand, there: Demand) -> list[Line]:
    def both(label: str, of: Any, *, day: bool = False) -> Line:
        return Line(label, of(here), of(there), day)

    return [
        both(_("单位"), lambda d: d.unit.name if d.unit else ""),
        both(_("地点"), lambda d: d.place),
        both(_("事由"), lambda d: d.get_topic_display()),
        both(_("类型"), lambda d: KINDS.get(d.kind, "")),
        both(_("方式"), way_of),
        both(_("提出日期"), lambda d: d.submitted_on, day=True),
        both(_("承办单位"), lambda d: d.handling_unit.name if d.handling_unit else ""),
        both(_("答复日期"), lambda d: d.answered_on, day=True),
        both(_("用了几天"), lambda d: str((d.answered_on - d.submitted_on).days) if d.answered_on else ""),
        both(_("结论"), lambda d: a.get_result_display() if (a := _last(d)) else ""),
        both(_("热点问题"), lambda d: d.hot_problem.title if d.hot_problem else ""),
    ]
