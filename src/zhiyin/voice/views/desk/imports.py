"""Taking in old records: choose a file, see how its columns are read, take it in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhiyin.people.access import SignedInRequest
from zhiyin.people.models import Unit
from zhiyin.people.roles import Role
from zhiyin.voice.importing import waiting
from zhiyin.voice.importing.columns import FIELDS, REQUIRED
from zhiyin.voice.importing.reading import Table, Unreadable, read
from zhiyin.voice.importing.sentences import said
from zhiyin.voice.services.imports import Report, columns_for, import_rows, remember_columns
from zhiyin.voice.views.desk.access import in_demand_office

LABELS = {
    "number": gettext_lazy("编号"),
    "user": gettext_lazy("谁提的（不保存，还会从正文里去掉）"),
    "title": gettext_lazy("标题"),
    "time": gettext_lazy("提出时间"),
    "text": gettext_lazy("内容"),
    "answer": gettext_lazy("答复"),
    "answered": gettext_lazy("答复时间"),
}
SHOWN_REJECTED = 100
SAMPLE = 60
NOT_TAKEN = 422


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=gettext_lazy("Excel 或 .csv，第一行是列名。"),
    )


class ColumnsForm(forms.Form):
    """Each meaning and its column; the first row of the file shows what is there."""

    def __init__(
        self, *args: Any, table: Table, columns: dict[str, int], units: list[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = table.rows[0][1]
        choices = [("", _("没有这一列"))] + [
            (str(place), f"{heading} — {_sample(first, place)}") for place, heading in enumerate(table.header)
        ]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=choices,
                required=name in REQUIRED,
                initial=str(columns[name]) if name in columns else "",
            )
        self.fields["unit"] = forms.ChoiceField(
            label=_("归哪个单位"),
            required=False,
            initial="",
            choices=[("", _("不指定"))] + [(str(unit.pk), unit.name) for unit in units],
        )

    def columns(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data[name] != ""}


def _sample(row: list[str], place: int) -> str:
    text = " ".join(row[place].split()) if place < len(row) else ""
    return text if len(text) <= SAMPLE else f"{text[:SAMPLE]}…"


@in_demand_office
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, {"upload": UploadForm()})
    if request.POST.get("ticket"):
        return _second(request)
    return _first(request)


def _first(request: SignedInRequest) -> HttpResponse:
    upload = UploadForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, {"upload": upload}, NOT_TAKEN)
    sent: UploadedFile = upload.cleaned_data["file"]
    data = sent.read()
    try:
        table = read(data)
    except Unreadable as problem:
        upload.add_error("file", said(problem.reason))
        return _page(request, {"upload": upload}, NOT_TAKEN)
    columns = columns_for(table.header)
    form = ColumnsForm(table=table, columns=columns, units=_units(request))
    return _page(request, {"columns": form, "ticket": waiting.put(data), "count": len(table.rows)})


def _second(request: SignedInRequest) -> HttpResponse:
    acting = request.acting
    ticket = request.POST["ticket"]
    data = waiting.get(ticket)
    if data is None:
        upload = UploadForm()
        return _page(request, {"upload": upload, "gone": True}, NOT_TAKEN)
    table, units = read(data), _units(request)
    form = ColumnsForm(request.POST, table=table, columns=columns_for(table.header), units=units)
    context: dict[str, Any] = {"columns": form, "ticket": ticket, "count": len(table.rows)}
    if not form.is_valid():
        return _page(request, context, NOT_TAKEN)
    columns, dry = form.columns(), "check" in request.POST
    unit = next((unit for unit in units if str(unit.pk) == form.cleaned_data["unit"]), None)
    if not dry:
        remember_columns(header=table.header, columns=columns)
    report = import_rows(acting=acting, table=table, columns=columns, unit=unit, dry_run=dry)
    if not dry:
        waiting.drop(ticket)
        context = {"upload": UploadForm()}
    return _page(request, context | _told(report, dry))


def _told(report: Report, dry: bool) -> dict[str, Any]:
    rejected = [(r.row, said(r.reason)) for r in report.rejected[:SHOWN_REJECTED]]
    more = max(len(report.rejected) - SHOWN_REJECTED, 0)
    return {"report": report, "dry": dry, "rejected": rejected, "more": more}


def _units(request: SignedInRequest) -> list[Unit]:
    """The upper units over which this officer receives demands."""
    acting = request.acting
    upper = Unit.objects.filter(closed_on__isnull=True).exclude(
        level__in=(Unit.Level.TEAM, Unit.Level.WORKSHOP)
    )
    return [unit for unit in upper.order_by("path")[:500] if acting.over(unit.path, Role.DEMAND_OFFICER)]


def _page(request: SignedInRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    every: dict[str, Any] = {"upload": None, "columns": None, "report": None, "gone": False}
    return render(
        request, "voice/desk/import.html", every | {"page_title": _("导入旧记录")} | context, status=status
    )
