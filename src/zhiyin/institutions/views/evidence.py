"""制度台账: the list, and all of it as a spreadsheet."""

from typing import Final, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.institutions.models import EvidenceEntry
from zhiyin.institutions.register import RECORDERS, kinds
from zhiyin.institutions.selectors import evidence as selectors
from zhiyin.institutions.views.evidence_words import GROUPS, chip_of, groups, kind_word
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import Unit
from zhiyin.people.roles import Role
from zhiyin.people.sent import day_in
from zhiyin.people.spreadsheets import Cell, given, spreadsheet
from zhiyin.people.tabs import query_without, tabs

at_register = roles(*RECORDERS)
# The administrator records the enterprise's profile alone, and sees only their own lines.
at_a_line = roles(*RECORDERS, Role.SYSTEM_ADMIN)
UPPER: Final = ("group", "second", "office")


@at_register
@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    acting = request.acting
    wanted = _wanted(request)
    counts = selectors.counts(acting, selectors.conditions(acting))
    page = selectors.page(
        selectors.chosen(acting, wanted),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    rows = cast(list[EvidenceEntry], page.rows)
    facts = {name: kind.fact for name, kind in kinds().items()}
    about = selectors.subject_names(rows, facts)
    context = {
        "page_title": _("制度台账"),
        "rows": [
            {"entry": row, "chip": chip_of(row), "kind": kind_word(row.kind), "about": about[row.pk]}
            for row in rows
        ],
        "page": page,
        "tabs": tabs(request, selectors.VIEWS, counts, wanted.view),
        "wanted": wanted,
        "groups": groups(),
        "units": Unit.objects.filter(closed_on__isnull=True, level__in=UPPER).order_by("path"),
        "export_url": f"{reverse('institutions:evidence_export')}?{query_without(request).urlencode()}",
        "nav_counts": {"institutions:evidence": counts["mine"]},
    }
    return render(request, "institutions/evidence/list.html", context)


def _wanted(request: HttpRequest) -> selectors.Filter:
    query = request.GET
    view, group = query.get("view", ""), query.get("group", "")
    return selectors.Filter(
        view=view if view in selectors.VIEW_NAMES else "mine",
        group=group if group in GROUPS else "",
        unit=query.get("unit", "")[:32],
        since=day_in(query.get("since", "")),
        until=day_in(query.get("until", "")),
    )


@at_register
@require_safe
def export(request: SignedInRequest) -> FileResponse:
    """The chosen lines, with who recorded and who confirmed."""
    columns = [
        (_("什么事"), 24), (_("板块"), 14), (_("单位"), 18), (_("发生日期"), 12), (_("经过"), 60),
        (_("状态"), 12), (_("补录"), 8), (_("登记人"), 10), (_("登记日期"), 12), (_("确认人"), 10),
        (_("确认日期"), 12),
    ]  # fmt: skip
    rows = selectors.chosen(request.acting, _wanted(request)).iterator(chunk_size=500)
    file = spreadsheet(_("制度台账"), columns, map(_cells, rows))
    return given(file, _("制度台账"), clock.today())


def _cells(row: EvidenceEntry) -> list[Cell]:
    return [
        kind_word(row.kind), _(GROUPS[row.group]), row.unit.name, row.occurred_on, row.text,
        row.get_state_display(), _("是") if row.late else "", row.recorded_by.name, row.recorded_on,
        row.decided_by.name if row.decided_by else "", row.decided_on,
    ]  # fmt: skip
