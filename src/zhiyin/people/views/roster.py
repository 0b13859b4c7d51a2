"""/app/admin/roster: upload, look at every change and every wrong cell, then write."""

from uuid import UUID

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.forms.admin import RosterForm
from zhiyin.people.models import Employee, RosterPreview
from zhiyin.people.permissions import administers_whole
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.roster import template, words
from zhiyin.people.roster.diff import Changed
from zhiyin.people.roster.limits import MAX_BYTES, Unreadable
from zhiyin.people.services import roster
from zhiyin.people.spreadsheets import given

SHOWN = 100


@roles(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    form = RosterForm(request.POST or None, request.FILES or None)
    units = selectors.units_within(request.acting, Role.SYSTEM_ADMIN)
    form.fields["complete_for"].offer(units, empty=str(_("只列有变动的人")))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            preview = roster.make_preview(
                acting=request.acting,
                data=file.read(MAX_BYTES + 1),
                name=file.name,
                complete_for=form.cleaned_data["complete_for"],
            )
        except Unreadable as unreadable:
            form.add_error("file", str(words.FILE_PROBLEMS[unreadable.code]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("people:roster_preview", preview.pk)
    context = {"page_title": _("导入名册"), "form": form, "done": notices.said(request)}
    return render(request, "people/admin/roster.html", context)


@roles(Role.SYSTEM_ADMIN)
@require_safe
def template_file(request: SignedInRequest) -> FileResponse:
    return given(template.template(), _("名册模板"))


@roles(Role.SYSTEM_ADMIN)
@require_safe
def preview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _page(request, _preview(request, pk))


@roles(Role.SYSTEM_ADMIN)
@require_safe
def problem_file(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Everything to mend, as Excel."""
    try:
        looked = roster.look(acting=request.acting, preview=_preview(request, pk))
    except Refused as refused:
        raise Http404 from refused
    return given(template.problem_list(looked.problems), _("名册要改的地方"), clock.today())


@roles(Role.SYSTEM_ADMIN)
@require_safe
def marked_file(request: SignedInRequest, pk: UUID) -> FileResponse:
    """The upload with what is wrong beside each row; `?only` leaves out the rows without a problem."""
    row = _preview(request, pk)
    try:
        content = roster.marked_copy(acting=request.acting, preview=row, only_wrong="only" in request.GET)
    except Refused as refused:
        raise Http404 from refused
    return given(content, _("标好错的名册"), clock.today())


@roles(Role.SYSTEM_ADMIN)
@require_POST
def choose_sheet(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _preview(request, pk)
    try:
        roster.choose_sheet(acting=request.acting, preview_id=pk, sheet=request.POST.get("sheet", ""))
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return redirect("people:roster_preview", pk)


@roles(Role.SYSTEM_ADMIN)
@require_POST
def confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _preview(request, pk)
    try:
        roster.confirm(
            acting=request.acting, preview_id=pk,
            digest=request.POST.get("digest", ""), leavers_seen="left_ok" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:roster_preview", "written", pk)


def _preview(request: SignedInRequest, pk: UUID) -> RosterPreview:
    """One's own preview; one from the folder is for the administrators of the whole."""
    whose = Q(made_by=request.acting.employee)
    if administers_whole(request.acting):
        whose |= Q(made_by=None)
    row = RosterPreview.objects.select_related("complete_for").filter(whose, pk=pk).first()
    if row is None:
        raise Http404
    return row


def _page(request: SignedInRequest, row: RosterPreview, *, refused: str = "") -> HttpResponse:
    context = {
        "page_title": row.name, "preview": row, "refused": refused, "looked": None, "digest": "",
        "counts": row.counts, "done": notices.said(request), "back_url": reverse("people:roster"),
        "shown": SHOWN, "problems": [], "changed": [], "notes": [], "may_mark": False,
    }  # fmt: skip
    if row.applied_at is None:
        try:
            looked = roster.look(acting=request.acting, preview=row)
        except Refused as problem:
            context["refused"] = str(problem)
        else:
            context |= {
                "looked": looked,
                "digest": looked.diff.digest(),
                "counts": {**looked.diff.counts(), "rows": len(looked.roster.employees)},
                "problems": [(words.place(p), words.what(p)) for p in looked.problems[:SHOWN]],
                "notes": [(words.place(n), words.what(n)) for n in looked.roster.notes[:SHOWN]],
                "may_mark": any(problem.line for problem in looked.problems),
                "changed": [(c, _fields(c)) for c in looked.diff.changed[:SHOWN]],
            }
    return render(request, "people/admin/roster_preview.html", context)


def _fields(changed: Changed) -> list[tuple[str, str, str]]:
    """Label, before, after of each changed field, in words."""
    rows = []
    for name, (old, new) in changed.fields.items():
        field = Employee._meta.get_field(name)
        choices = dict(getattr(field, "choices", None) or ())
        rows.append((str(getattr(field, "verbose_name", name)), _say(choices, old), _say(choices, new)))
    return rows


def _say(choices: dict[object, object], value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(choices.get(value, value))
