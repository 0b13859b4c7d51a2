"""/app/admin/handover: what leavers and dissolved units left, for administrators and the line."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhiyin.people import selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import Unit
from zhiyin.people.sent import id_in
from zhiyin.workspace.handover.left import LINE, WHATS, left_behind

WORDS = {"post": gettext_lazy("空岗"), "person": gettext_lazy("离开的人"), "unit": gettext_lazy("撤销的单位")}


@roles(*LINE)
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    return render(request, "workspace/handover.html", _context(request))


@roles(*LINE)
@require_safe
def printed(request: SignedInRequest) -> HttpResponse:
    """The same list on paper."""
    back = f"{reverse('workspace:handover')}?{request.GET.urlencode()}".rstrip("?")
    return render(request, "workspace/handover_print.html", {**_context(request), "back_url": back})


def _context(request: SignedInRequest) -> dict[str, Any]:
    units = list(selectors.units_within(request.acting, *LINE))
    what = request.GET.get("what", "")
    unit = _of(units, request.GET.get("unit", ""))
    rows = left_behind(request.acting, what=what if what in WHATS else "", unit=unit)
    return {
        "page_title": _("待交接"),
        "rows": [(row, WORDS[row.what]) for row in rows],
        "whats": list(WORDS.items()),
        "what": what,
        "units": units,
        "unit": unit,
        "query": request.GET.urlencode(),
        "is_admin": request.acting.has("system_admin"),
    }


def _of(units: list[Unit], text: str) -> Unit | None:
    key = id_in(text)
    return next((unit for unit in units if unit.pk == key), None)
