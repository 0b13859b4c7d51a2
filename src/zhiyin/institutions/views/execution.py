"""督办: the board of sheets, one sheet, its steps, its print, its files, and the public 通报."""

from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiyin.institutions import words
from zhiyin.institutions.forms.execution import SheetForm
from zhiyin.institutions.models import KeptFile, Violation
from zhiyin.institutions.reading import programme
from zhiyin.institutions.rules import LADDER, NotNow
from zhiyin.institutions.selectors import bulletin as bulletins
from zhiyin.institutions.selectors import execution as selectors
from zhiyin.institutions.selectors.shown import evidence_for, ladder_of
from zhiyin.institutions.sentences import FORCE, sentence
from zhiyin.institutions.services.files import read_file
from zhiyin.institutions.services.moving import Conflict
from zhiyin.institutions.views.sheet_actions import BY_NAME, Action, offered, take
from zhiyin.institutions.views.sheet_words import chip_of, past_of, row_of, steps_of
from zhiyin.people.access import SignedInRequest, public, roles
from zhiyin.people.models import Unit
from zhiyin.people.qr import svg
from zhiyin.people.roles import Role
from zhiyin.people.sent import number_in
from zhiyin.people.steps import steps_of_page
from zhiyin.people.tabs import tabs

at_desk = roles(Role.LEADER, Role.HANDLER, Role.UNION_OFFICER, Role.DISCIPLINE_OFFICER)
UPPER = ("group", "second", "office")
GONE, NOT_TAKEN = 409, 422


@at_desk
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    acting = request.acting
    views = selectors.conditions(acting)
    wanted = _wanted(request.GET)
    counts = selectors.counts(acting, views)
    page = selectors.page(
        acting, wanted, views, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rungs = selectors.rung_counts(acting)
    context = {
        "page_title": _("督办单"),
        "page": page,
        "rows": [row_of(sheet) for sheet in page.rows],
        "tabs": tabs(request, selectors.VIEWS, counts, wanted.view),
        "wanted": wanted,
        "counts": counts,
        "rungs": [
            {"number": rung.number, "role": words.role_word(rung.role), "count": rungs.get(rung.number, 0)}
            for rung in LADDER
        ],
        "forces": [(code, words.force_word(code)) for code in FORCE],
        "units": Unit.objects.filter(closed_on__isnull=True, level__in=UPPER).order_by("path"),
        "nav_counts": {"institutions:supervision": counts["mine"]},
    }
    return render(request, "institutions/execution/board.html", context)


def _wanted(query: QueryDict) -> selectors.Filter:
    """An address is anybody's to type: what is not known counts as nothing."""
    view, rung, force = query.get("view", ""), query.get("rung", ""), query.get("force", "")
    return selectors.Filter(
        view=view if view in selectors.VIEW_NAMES else "mine",
        unit=query.get("unit", "")[:32],
        rung=rung if rung in {str(one.number) for one in LADDER} else "",
        force=force if force in FORCE else "",
    )


@at_desk
@require_safe
def show(request: SignedInRequest, violation_id: UUID) -> HttpResponse:
    sheet = _sheet(request, violation_id)
    return _page(request, sheet, opened=request.GET.get("do", ""))


def _sheet(request: SignedInRequest, violation_id: UUID) -> Violation:
    sheet = selectors.sheet_for(request.acting, violation_id)
    if sheet is None:
        raise Http404
    return sheet


def _page(
    request: SignedInRequest,
    sheet: Violation,
    *,
    opened: str = "",
    tried: tuple[Action, SheetForm] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    steps = offered(request.acting, sheet)
    context = {
        **_sheet_context(request, sheet),
        **steps_of_page(steps, lambda step: step.form(sheet=sheet), opened=opened, tried=tried),
        "refused": refused,
        "did": BY_NAME.get(request.GET.get("did", "")),
    }
    return render(request, "institutions/execution/sheet.html", context, status=status)


def _sheet_context(request: SignedInRequest, sheet: Violation) -> dict[str, Any]:
    rule = programme().by_uid.get(sheet.rule_uid)
    entries = selectors.entries_of(sheet)
    return {
        "page_title": _("督办单 %(number)s") % {"number": sheet.sheet},
        "back_url": reverse("institutions:supervision"),
        "sheet": sheet,
        "title": words.title_of(sheet),
        "source": words.source_of(rule),
        "sentence": sentence(programme(), rule, words.lang()) if rule else "",
        "must": words.role_word(sheet.must),
        "chip": chip_of(sheet),
        "shown": evidence_for(sheet, rule, words.lang()),
        "earlier": selectors.earlier_ones(sheet),
        "past": past_of(sheet, entries),
        "timeline": steps_of(sheet, entries),
        "rungs": [
            {"number": rung.number, "word": words.role_word(rung.role), "days": rung.days, "now": rung.now}
            for rung in ladder_of(sheet, rule)
        ],
        "outcomes": Violation.Outcome.choices,
        "qr": svg(
            request.build_absolute_uri(reverse("institutions:sheet", args=[sheet.pk])),
            _("这张督办单的二维码"),
            small=True,
        ),
    }


@at_desk
@require_POST
def do(request: SignedInRequest, violation_id: UUID, name: str) -> HttpResponse:
    """Take one step. What was typed is never lost: a step that is refused comes back with its reason."""
    sheet = _sheet(request, violation_id)
    action = BY_NAME.get(name)
    if action is None:
        raise Http404
    form = action.form(request.POST, request.FILES, sheet=sheet)
    if not form.is_valid():
        return _page(request, sheet, tried=(action, form), status=NOT_TAKEN)
    try:
        take(action, request.acting, sheet, number_in(request.POST, "version"), form.cleaned_data)
    except Conflict:
        return _again(request, violation_id, action, form, str(words.CONFLICT), GONE)
    except NotNow as refused:
        return _again(request, violation_id, action, form, words.told(refused.reason), NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('institutions:sheet', args=[sheet.pk])}?did={action.name}")


def _again(
    request: SignedInRequest, violation_id: UUID, action: Action, form: SheetForm, why: str, status: int
) -> HttpResponse:
    sheet = selectors.sheet_for(request.acting, violation_id)
    if sheet is None:
        raise PermissionDenied
    return _page(request, sheet, tried=(action, form), refused=why, status=status)


@at_desk
@require_safe
def printed(request: SignedInRequest, violation_id: UUID) -> HttpResponse:
    """One A4 with places to sign by hand for what is still to come."""
    sheet = _sheet(request, violation_id)
    context = _sheet_context(request, sheet)
    context["back_url"] = reverse("institutions:sheet", args=[sheet.pk])
    return render(request, "institutions/execution/print.html", context)


@at_desk
@require_safe
def file(request: SignedInRequest, file_id: UUID) -> HttpResponse:
    """A file of a sheet, for whoever may see the sheet."""
    found = KeptFile.objects.filter(selectors.may_see_file(request.acting, file_id)).first()
    if found is None:
        raise Http404
    return file_response(found)


def file_response(found: KeptFile) -> HttpResponse:
    """Always as a download: a file from outside never opens inside the site."""
    response = HttpResponse(read_file(found), content_type=found.media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_safe
def bulletin(request: HttpRequest, month: str = "") -> HttpResponse:
    """月度通报, for everybody."""
    months = bulletins.months()
    chosen = next((m for m in months if month in ("", m.strftime("%Y-%m"))), None)
    if chosen is None:
        raise Http404
    found = bulletins.bulletin(chosen)
    en = words.lang() == "en"
    outcomes = dict(Violation.Outcome.choices)
    context = {
        "page_title": _("制度执行通报"),
        "bulletin": found,
        "month": _month(chosen),
        "lines": [
            {
                "line": line,
                "title": line.title_en if en else line.title_zh,
                "must": words.role_word(line.must),
            }
            for line in found.lines
        ],
        "results": [
            {"result": one, "must": words.role_word(one.must), "outcome": outcomes[one.outcome]}
            for one in found.results
        ],
        "light": [{"row": row, "title": row.title_en if en else row.title_zh} for row in found.light],
        "months": [(m.strftime("%Y-%m"), _month(m), m == chosen) for m in months],
    }
    return render(request, "institutions/execution/bulletin.html", context)


def _month(month: date) -> str:
    return _("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}
