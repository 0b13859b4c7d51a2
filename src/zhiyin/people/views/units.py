"""/app/admin/units: the tree, and opening, renaming, moving, closing."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.facts_in_words import told
from zhiyin.people.forms.admin import MoveUnitForm, NewUnitForm, RenameUnitForm
from zhiyin.people.models import Unit
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.sent import id_in
from zhiyin.people.services import units


@roles(*selectors.ADMIN_ROLES)
@require_safe
def tree(request: SignedInRequest) -> HttpResponse:
    under = _under(request)
    rows = selectors.unit_tree(request.acting, closed="closed" in request.GET, under=under)
    context = {
        "under": under,
        "many": len(rows) + sum(row.below for row in rows),
        "page_title": _("单位"),
        "rows": rows,
        "total": sum(row.people for row in rows),
        "with_closed": "closed" in request.GET,
        "may_change": request.acting.has(Role.SYSTEM_ADMIN),
        "done": notices.said(request),
    }
    return render(request, "people/admin/units.html", context)


def _under(request: SignedInRequest) -> Unit | None:
    """The unit whose subtree is asked for; anything else is the whole tree."""
    key = id_in(request.GET.get("under", ""))
    if key is None:
        return None
    return selectors.units_within(request.acting, *selectors.ADMIN_ROLES, closed=True).filter(pk=key).first()


@roles(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = NewUnitForm(request.POST or None, initial={"parent": request.GET.get("under", "")})
    form.fields["parent"].offer(selectors.units_within(request.acting, Role.SYSTEM_ADMIN))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            unit = units.open_unit(
                acting=request.acting, code=data["code"].strip().upper(), name=data["name"],
                level=data["level"], parent=data["parent"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            return notices.go("people:unit", "opened", unit.pk)
    context = {"page_title": _("设立单位"), "form": form, "back_url": reverse("people:units")}
    return render(request, "people/admin/unit_new.html", context)


@roles(*selectors.ADMIN_ROLES)
@require_safe
def unit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _page(request, _unit(request, pk))


@roles(Role.SYSTEM_ADMIN)
@require_POST
def rename(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _unit(request, pk)
    form = RenameUnitForm(request.POST)
    if form.is_valid():
        try:
            units.rename_unit(acting=request.acting, unit=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return notices.go("people:unit", "saved", pk)
    return _page(request, row, rename=form)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _unit(request, pk)
    form = _move_form(request, row, request.POST)
    if form.is_valid():
        try:
            units.move_unit(acting=request.acting, unit=row, parent=form.cleaned_data["parent"])
        except Refused as refused:
            form.add_error("parent", str(refused))
        else:
            return notices.go("people:unit", "moved", pk)
    return _page(request, row, move=form)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _unit(request, pk)
    try:
        units.close_unit(acting=request.acting, unit=row)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:unit", "closed", pk)


def _unit(request: SignedInRequest, pk: UUID) -> Unit:
    found = selectors.units_within(request.acting, *selectors.ADMIN_ROLES, closed=True)
    row = found.select_related("parent").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _move_form(request: SignedInRequest, row: Unit, data: object = None) -> MoveUnitForm:
    form = MoveUnitForm(data)  # type: ignore[arg-type]
    places = selectors.units_within(request.acting, Role.SYSTEM_ADMIN).exclude(path__startswith=row.path)
    form.fields["parent"].offer(places)  # type: ignore[attr-defined]
    return form


def _page(
    request: SignedInRequest,
    row: Unit,
    *,
    rename: RenameUnitForm | None = None,
    move: MoveUnitForm | None = None,
    refused: str = "",
) -> HttpResponse:
    facts = selectors.facts_of("unit", row.pk)
    context = {
        "page_title": row.name,
        "unit": row,
        "rename": rename or RenameUnitForm(initial={"name": row.name, "level": row.level}),
        "move": move or _move_form(request, row),
        "may_change": request.acting.over(row.path, Role.SYSTEM_ADMIN) and not row.closed_on,
        "history": told(facts, selectors.names_in(facts)),
        "refused": refused,
        "done": notices.said(request),
        "back_url": reverse("people:units"),
    }
    return render(request, "people/admin/unit.html", context)
