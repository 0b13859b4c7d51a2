"""/app/admin/employees: find people, and their page with data, stays and posts."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.facts_in_words import told
from zhiyin.people.forms.admin import EmployeeForm, MoveEmployeeForm, NewEmployeeForm, SearchForm
from zhiyin.people.models import Employee
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.services import accounts, employees


@roles(*selectors.ADMIN_ROLES)
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.fields["unit"].offer(  # type: ignore[attr-defined]
        selectors.units_within(request.acting, *selectors.ADMIN_ROLES), empty=str(_("全部单位"))
    )
    data = form.cleaned_data if form.is_valid() else {}
    page = selectors.search_employees(
        request.acting,
        text=data.get("q", "").strip(),
        unit=data.get("unit"),
        left=bool(data.get("left")),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page_title": _("职工"),
        "form": form,
        "page": page,
        "may_change": request.acting.has(Role.SYSTEM_ADMIN),
        "done": notices.said(request),
    }
    return render(request, "people/admin/employees.html", context)


@roles(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    form = NewEmployeeForm(request.POST or None)
    form.fields["unit"].offer(selectors.units_within(request.acting, Role.SYSTEM_ADMIN))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["number"] = data["number"].strip().upper()
        try:
            person = employees.join(acting=request.acting, person=employees.NewEmployee(**data))
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            return notices.go("people:employee", "joined", person.pk)
    context = {"page_title": _("入职"), "form": form, "back_url": reverse("people:employees")}
    return render(request, "people/admin/employee_new.html", context)


@roles(*selectors.ADMIN_ROLES)
@require_safe
def employee(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _page(request, _employee(request, pk))


@roles(Role.SYSTEM_ADMIN)
@require_POST
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    form = EmployeeForm(request.POST, instance=_employee(request, pk))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        row = _employee(request, pk)
        try:
            if values:
                employees.change(acting=request.acting, employee=row, **values)
        except Refused as refused:
            return _page(request, row, refused=str(refused))
        return notices.go("people:employee", "saved", pk)
    return _page(request, _employee(request, pk), form=form)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _employee(request, pk)
    form = _move_form(request, request.POST)
    if form.is_valid():
        try:
            employees.move(acting=request.acting, employee=row, unit=form.cleaned_data["unit"])
        except Refused as refused:
            return _page(request, _employee(request, pk), move=form, refused=str(refused))
        return notices.go("people:employee", "saved", pk)
    return _page(request, _employee(request, pk), move=form)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _employee(request, pk)
    if row.pk == request.acting.employee.pk:
        return _page(request, row, refused=_("自己的离开，由别的管理员办。"))
    try:
        employees.leave(acting=request.acting, employee=row)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:employee", "left", pk)


@roles(Role.SECURITY_ADMIN)
@require_POST
def second_factor_off(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For somebody who lost the phone and the recovery codes."""
    row = _employee(request, pk)
    try:
        accounts.drop_second_factor(acting=request.acting, account=row.account)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:employee", "factor_off", pk)


def _employee(request: SignedInRequest, pk: UUID) -> Employee:
    row = selectors.employee_for_admin(request.acting, pk)
    if row is None:
        raise Http404
    return row


def _move_form(request: SignedInRequest, data: object = None) -> MoveEmployeeForm:
    form = MoveEmployeeForm(data)  # type: ignore[arg-type]
    form.fields["unit"].offer(selectors.units_within(request.acting, Role.SYSTEM_ADMIN))  # type: ignore[attr-defined]
    return form


def _page(
    request: SignedInRequest,
    row: Employee,
    *,
    form: EmployeeForm | None = None,
    move: MoveEmployeeForm | None = None,
    refused: str = "",
) -> HttpResponse:
    facts = selectors.facts_of("employee", row.pk)
    acting, gone = request.acting, row.status == Employee.Status.LEFT
    may_change = acting.over(row.unit.path, Role.SYSTEM_ADMIN) and not gone
    context = {
        "page_title": row.name,
        "employee": row,
        "gone": gone,
        "may_hand_over": gone and acting.has(Role.SYSTEM_ADMIN),
        "form": form or EmployeeForm(instance=row),
        "move": move or _move_form(request),
        "stays": selectors.stays_of(row),
        "holdings": selectors.holdings_of(row),
        "history": told(facts, selectors.names_in(facts)),
        "may_change": may_change,
        "may_slip": not gone and acting.over(row.unit.path, Role.SYSTEM_ADMIN, Role.UNION_OFFICER),
        "may_reset": row.account.totp_secret is not None and acting.over(row.unit.path, Role.SECURITY_ADMIN),
        "refused": refused,
        "done": notices.said(request),
        "back_url": reverse("people:employees"),
    }
    return render(request, "people/admin/employee.html", context)
