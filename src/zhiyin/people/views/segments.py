"""/app/segments: groups to ask later, counted and never listed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.journal.small_numbers import FEWEST, too_few
from zhiyin.people import notices, selectors
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.facts_in_words import told as told_facts
from zhiyin.people.forms.segments import DimensionsForm, NewSegmentForm, OnDayForm
from zhiyin.people.models import Segment
from zhiyin.people.refusals import Refused
from zhiyin.people.roles import Role
from zhiyin.people.segments import members
from zhiyin.people.segments.dimensions import cleaned, told
from zhiyin.people.sent import number_in
from zhiyin.people.services import segments


@roles(*members.OWNERS)
@require_safe
def segment_list(request: SignedInRequest) -> HttpResponse:
    ended = "ended" in request.GET
    context = {
        "page_title": _("分群"),
        "segments": members.segments_for(request.acting, ended=ended),
        "with_ended": ended,
        "done": notices.said(request),
    }
    return render(request, "people/segments/list.html", context)


@roles(*members.OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    held = [(str(role), str(Role(role).label)) for role in members.OWNERS if request.acting.has(role)]
    units = selectors.units_within(request.acting, *members.OWNERS)
    form = NewSegmentForm(request.POST or None, units=units, roles=held)
    said = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "look" in request.POST:
            said = _counted(form)
        else:
            try:
                made = segments.define(
                    acting=request.acting, name=given["name"], owner_role=given["owner_role"],
                    unit=given["unit"], filters=form.filters(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return notices.go("people:segment", "segment_defined", made.pk)
    context = {
        "page_title": _("新的分群"),
        "form": form,
        "said": said,
        "back_url": reverse("people:segments"),
    }
    return render(request, "people/segments/edit.html", context)


@roles(*members.OWNERS)
@require_safe
def segment(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return _page(request, _segment(request, pk))


@roles(*members.OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _segment(request, pk)
    if row.ended_on:
        return redirect("people:segment", pk)
    current = row.versions.get(number=row.version)
    units = selectors.units_within(request.acting, row.owner_role)
    form = DimensionsForm(
        request.POST or None, units=units, initial={"unit": str(current.unit_id), **current.filters}
    )
    said = ""
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            said = _counted(form)
        else:
            try:
                segments.change(
                    acting=request.acting, segment_id=pk, seen=number_in(request.POST, "seen") or 0,
                    unit=form.cleaned_data["unit"], filters=form.filters(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return notices.go("people:segment", "segment_changed", pk)
    seen_now = request.POST.get("seen", str(row.version))
    context = {
        "page_title": row.name, "form": form, "said": said, "segment": row, "seen": seen_now,
        "back_url": reverse("people:segment", args=[pk]),
    }  # fmt: skip
    return render(request, "people/segments/edit.html", context)


@roles(*members.OWNERS)
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = _segment(request, pk)
    try:
        segments.end(acting=request.acting, segment_id=pk)
    except Refused as refused:
        return _page(request, row, refused=str(refused))
    return notices.go("people:segment", "segment_ended", pk)


def _segment(request: SignedInRequest, pk: UUID) -> Segment:
    row = members.segment_for(request.acting, pk)
    if row is None:
        raise Http404
    return row


def _page(request: SignedInRequest, row: Segment, *, refused: str = "") -> HttpResponse:
    form = OnDayForm(request.GET or None)
    today = clock.today()
    on: date = (form.is_valid() and form.cleaned_data["on"]) or today
    people = members.people_on(row, on) if on <= today else None
    version = members.version_on(row, on)
    facts = selectors.facts_of("segment", row.pk)
    context: dict[str, Any] = {
        "page_title": row.name, "segment": row, "form": form, "on": on, "refused": refused,
        "said": "" if people is None else said_of(people.count()),
        "ahead": on > today, "asks": told(version.filters) if version else [], "version": version,
        "versions": [(v, told(v.filters)) for v in members.versions_of(row)],
        "history": told_facts(facts, selectors.names_in(facts)), "done": notices.said(request),
        "back_url": reverse("people:segments"),
    }  # fmt: skip
    return render(request, "people/segments/segment.html", context)


def _counted(form: DimensionsForm) -> str:
    unit, asked = form.cleaned_data["unit"], cleaned(form.filters())
    return said_of(members.members(unit, asked, clock.today()).count())


def said_of(people: int) -> str:
    """How many, and below ten only that."""
    if too_few(people):
        return _("不到 %(n)d 人") % {"n": FEWEST}
    return _("%(n)s 人") % {"n": f"{people:,}"}
