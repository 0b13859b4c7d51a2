"""One step in several cases: what would happen and what not and why, then the result, then undo."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest
from zhiyin.people.acting import Acting
from zhiyin.people.roles import Role
from zhiyin.people.sent import ids_in, number_in
from zhiyin.voice.forms.desk.base import PlainSelect, by_unit, offer
from zhiyin.voice.forms.desk.office import ORDINARY_KINDS
from zhiyin.voice.forms.filter import filter_from
from zhiyin.voice.models import BulkRun, Demand
from zhiyin.voice.reasons import told
from zhiyin.voice.rules import NotNow
from zhiyin.voice.selectors.bulk import items_of, picked, whole_view
from zhiyin.voice.selectors.hands import handling_posts
from zhiyin.voice.services import bulk
from zhiyin.voice.views.desk.access import at_desk
from zhiyin.voice.views.desk.case import safe_next

OFFICE = frozenset({Role.DEMAND_OFFICER})


class DispatchForm(forms.Form):
    post = forms.TypedChoiceField(label=gettext_lazy("转给谁"), widget=PlainSelect, coerce=UUID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post", [("", _("选承办岗位")), *by_unit(handling_posts())])


class AcceptForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("都按哪一类受理"), choices=[("", gettext_lazy("选类型")), *ORDINARY_KINDS]
    )


@dataclass(frozen=True)
class Deed:
    """A step for many: its words, who may, the form it needs."""

    name: str
    label: str | Promise
    done: str | Promise
    icon: str
    key: str
    roles: frozenset[str]
    form: type[forms.Form] = forms.Form
    note: str | Promise = ""


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            bulk.ACCEPT, gettext_lazy("受理"), gettext_lazy("受理了"), "check", "a", OFFICE, AcceptForm,
            gettext_lazy("每个人都会收到书面告知，所以这一步不能撤回。"),
        ),
        Deed(
            bulk.DISPATCH, gettext_lazy("转办"), gettext_lazy("转办了"), "route", "t", OFFICE, DispatchForm,
            gettext_lazy("10分钟内、承办人签收之前，可以撤回。"),
        ),
        Deed(
            bulk.SIGN_IN, gettext_lazy("签收"), gettext_lazy("签收了"), "writing", "s",
            frozenset({Role.HANDLER}), forms.Form,
            gettext_lazy("签收后由你承办，提的人马上看到，所以这一步不能撤回。"),
        ),
        Deed(
            bulk.REMIND, gettext_lazy("催办"), gettext_lazy("催办了"), "alarm", "c",
            OFFICE | {Role.LEADER, Role.UNION_OFFICER}, forms.Form,
            gettext_lazy("承办岗位会收到提醒，一件一天只催一次。10分钟内可以撤回。"),
        ),
    )
}  # fmt: skip


def deeds_for(acting: Acting) -> list[Deed]:
    """The steps that the bar over a list offers to this person."""
    return [deed for deed in DEEDS.values() if acting.has(*deed.roles)]


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: SignedInRequest, name: str) -> HttpResponse:
    """What would happen; and, sent from that page, the deed."""
    acting = request.acting
    deed = DEEDS.get(name)
    if deed is None or deed not in deeds_for(acting):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    going = request.method == "POST" and "go" in request.POST
    form = deed.form(request.POST if going else None)
    if going and form.is_valid():
        try:
            run = bulk.DEEDS[name](acting=acting, wanted=_wanted(name, form.cleaned_data, request.POST))
        except NotNow as why:
            form.add_error("post", told(why.reason))
        else:
            return HttpResponseRedirect(_result_url(run, sent))
    demands = picked(acting, ids_of(acting, sent))
    wanted = bulk.Wanted(name, {})
    known = bulk.known_of(acting, name, [demand.pk for demand in demands])
    looked = [(demand, bulk.why_not(acting, demand, wanted, known)) for demand in demands]
    next_url = safe_next(sent.get("next", "")) or reverse("voice:inbox")
    context = {
        "page_title": _("%(step)s选中的诉求") % {"step": deed.label},
        "deed": deed,
        "ready": [demand for demand, why in looked if not why],
        "others": [(demand, told(why)) for demand, why in looked if why],
        "form": form,
        "next_url": next_url,
        "back_url": next_url,
        "most": bulk.MOST,
        "whole": bool(sent.get("whole")),
    }
    return render(request, "voice/desk/bulk.html", context, status=422 if form.errors else 200)


def ids_of(acting: Acting, sent: QueryDict) -> list[UUID]:
    """The picked boxes, or everything in the list up to two hundred."""
    if sent.get("whole"):
        return whole_view(acting, filter_from(QueryDict(sent.get("query", "")).dict()))
    return ids_in(sent.getlist("id")[: bulk.MOST])


def _wanted(name: str, data: dict[str, Any], sent: QueryDict) -> bulk.Wanted:
    picked = ids_in(sent.getlist("id")[: bulk.MOST])
    versions = {pk: number_in(sent, f"version-{pk}") for pk in picked}
    return bulk.Wanted(name, versions, data.get("post"), data.get("kind", ""))


def _result_url(run: BulkRun, sent: QueryDict) -> str:
    query = QueryDict(mutable=True)
    query["next"] = safe_next(sent.get("next", ""))
    return f"{reverse('voice:bulk_run', args=[run.pk])}?{query.urlencode()}"


@at_desk
@require_safe
def result(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    return _result(request, run_id, "")


@at_desk
@require_POST
def undo(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    acting = request.acting
    try:
        bulk.undo(acting=acting, run_id=run_id)
    except BulkRun.DoesNotExist:
        raise Http404 from None
    except NotNow as why:
        return _result(request, run_id, told(why.reason))
    return HttpResponseRedirect(reverse("voice:bulk_run", args=[run_id]))


def _result(request: SignedInRequest, run_id: UUID, refused: str) -> HttpResponse:
    acting = request.acting
    run = BulkRun.objects.filter(pk=run_id, by=acting.employee).first()
    if run is None:
        raise Http404
    items = items_of(acting, run)
    until = bulk.undo_until(run)
    next_url = safe_next(request.GET.get("next", "")) or reverse("voice:inbox")
    done: list[Demand] = [
        i.demand for i in items if i.version is not None and not i.why_kept and not i.undone
    ]
    context = {
        "page_title": _("%(step)s的结果") % {"step": DEEDS[run.deed].label},
        "deed": DEEDS[run.deed],
        "run": run,
        "refused": refused,
        "done": done,
        "undone": [item.demand for item in items if item.undone],
        "kept": [(item.demand, told(item.why_kept)) for item in items if item.why_kept],
        "others": [(item.demand, told(item.why)) for item in items if item.why],
        "undo_until": until if until and clock.now() <= until and done else None,
        "next_url": next_url,
        "back_url": next_url,
    }
    return render(request, "voice/desk/bulk_result.html", context, status=422 if refused else 200)
