"""One line of the register: choose its kind, fill it in, confirm, reject or withdraw it, print it."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyin.institutions import words
from zhiyin.institutions.code_words import word_of
from zhiyin.institutions.forms.evidence import EvidenceForm, WhyForm
from zhiyin.institutions.language.catalogue import FINDING
from zhiyin.institutions.models import EvidenceEntry, KeptFile
from zhiyin.institutions.register import RECORDERS, Kind, confirming_grant, judges_of, kinds
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.selectors import evidence as selectors
from zhiyin.institutions.services import evidence as services
from zhiyin.institutions.views.evidence import at_a_line
from zhiyin.institutions.views.evidence_words import GROUPS, chip_of, kind_word
from zhiyin.institutions.views.execution import file_response
from zhiyin.journal.kinds import Field, PayloadError
from zhiyin.people.access import SignedInRequest
from zhiyin.people.sent import id_in

NOT_TAKEN: Final = 422


@at_a_line
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Choose what happened, then fill in its form."""
    if not request.acting.has(*RECORDERS):
        return HttpResponseRedirect(reverse("institutions:profile"))
    kind = kinds().get(request.GET.get("kind", ""))
    if kind is None:
        return _choose(request)
    if kind.name == FINDING and not any(request.acting.has(*judges_of(r.id)) for r in kind.rules):
        raise PermissionDenied
    units = selectors.units_for(request.acting)
    wrong = _to_correct(request, kind)
    if request.method != "POST":
        form = EvidenceForm(kind=kind, units=units, initial=_initial(kind, wrong))
        return _form(request, kind, form, wrong)
    form = EvidenceForm(request.POST, request.FILES, kind=kind, units=units)
    if not form.is_valid():
        return _form(request, kind, form, wrong, status=NOT_TAKEN)
    try:
        entry = services.record_evidence(
            acting=request.acting, said=form.said(), corrects=wrong.pk if wrong else None
        )
    except NotNow as refused:
        form.add_error(None, words.told(refused.reason))
        return _form(request, kind, form, wrong, status=NOT_TAKEN)
    except PayloadError:
        form.add_error(None, _("有一项填得不对，请再看一遍。"))
        return _form(request, kind, form, wrong, status=NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('institutions:evidence_entry', args=[entry.pk])}?did=record")


def _to_correct(request: SignedInRequest, kind: Kind) -> EvidenceEntry | None:
    pk = id_in(request.GET.get("corrects", ""))
    if pk is None:
        return None
    entry = selectors.entry_for(request.acting, pk)
    if entry is None or entry.kind != kind.name:
        raise Http404
    return entry


def _initial(kind: Kind, wrong: EvidenceEntry | None) -> dict[str, Any]:
    if wrong is None:
        return {}
    refs = {name: str(value) for name, value in wrong.fields.items() if kind.fact.fields[name].type == "ref"}
    named = selectors.names_in(kind.fact, {"": wrong.subject, **refs})
    values = {
        f"f_{name}": ("yes" if value else "no") if isinstance(value, bool) else named.get(name, value)
        for name, value in wrong.fields.items()
    }
    return values | {
        "subject": named[""],
        "occurred_on": wrong.occurred_on,
        "unit": str(wrong.unit_id),
        "text": wrong.text,
    }


def _form(
    request: SignedInRequest, kind: Kind, form: EvidenceForm, wrong: EvidenceEntry | None, status: int = 200
) -> HttpResponse:
    suggested = form.suggested()
    context = {
        "page_title": kind_word(kind.name),
        "back_url": reverse("institutions:evidence_new"),
        "form": form,
        "kind": kind,
        "wrong": wrong,
        "rules": [(rule.institution, rule.title[words.lang()]) for rule in kind.rules[:6]],
        "names": selectors.known_names(suggested.values()),
        "here": request.get_full_path(),
    }
    return render(request, "institutions/evidence/form.html", context, status=status)


def _choose(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip().lower()
    lang = words.lang()
    found: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for kind in kinds().values():
        titles = [rule.title[lang] for rule in kind.rules]
        label = kind_word(kind.name)
        if text and not any(text in one.lower() for one in (label, *titles)):
            continue
        if kind.name == FINDING and not any(request.acting.has(*judges_of(r.id)) for r in kind.rules):
            continue
        found[kind.group].append({"name": kind.name, "label": label, "rules": titles[:3]})
    context = {
        "page_title": _("登记一条"),
        "back_url": reverse("institutions:evidence"),
        "q": request.GET.get("q", ""),
        "groups": [
            (_(GROUPS[group]), sorted(rows, key=lambda row: str(row["label"])))
            for group, rows in found.items()
            if rows
        ],
    }
    return render(request, "institutions/evidence/choose.html", context)


@at_a_line
@require_safe
def show(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    return _page(request, entry_id)


def _entry(request: SignedInRequest, entry_id: UUID) -> EvidenceEntry:
    entry = selectors.entry_for(request.acting, entry_id)
    if entry is None:
        raise Http404
    return entry


def _context(request: SignedInRequest, entry: EvidenceEntry) -> dict[str, Any]:
    kind = kinds()[entry.kind]
    refs = {name: str(value) for name, value in entry.fields.items() if kind.fact.fields[name].type == "ref"}
    named = selectors.names_in(kind.fact, {"": entry.subject, **refs})
    return {
        "page_title": kind_word(entry.kind),
        "back_url": reverse("institutions:evidence"),
        "entry": entry,
        "chip": chip_of(entry),
        "about": "" if entry.subject == "enterprise" else named[""],
        "lines": [
            (_label(spec), _said(spec, entry.fields[name], named.get(name, "")))
            for name, spec in kind.fact.fields.items()
            if name in entry.fields
        ],
        "group": _(GROUPS[entry.group]),
        "rules": [rule.title[words.lang()] for rule in kind.rules],
    }


def _label(spec: Field) -> str:
    return spec.zh if words.lang() == "zh" else spec.en


def _said(spec: Field, value: Any, name: str) -> str:
    match spec.type:
        case "bool":
            return _("是") if value else _("否")
        case "code":
            return word_of(value)
        case "ref":
            return name
        case _:
            return str(value)


def _page(request: SignedInRequest, entry_id: UUID, *, refused: str = "", status: int = 200) -> HttpResponse:
    entry = _entry(request, entry_id)
    acting = request.acting
    own = entry.recorded_by_id == acting.employee.pk
    may_decide = not own and confirming_grant(
        acting, entry.kind, entry.side, entry.fields, entry.unit.path
    ) is not None  # fmt: skip
    context = _context(request, entry) | {
        "may_confirm": may_decide and entry.state == "waiting",
        "may_void": may_decide and entry.state == "confirmed",
        "may_withdraw": own and entry.state == "waiting",
        "may_correct": entry.state == "confirmed" and acting.has(*RECORDERS),
        "own": own,
        "why": WhyForm(auto_id="w-%s"),
        "refused": refused,
        "recorded": request.GET.get("did") == "record",
    }
    return render(request, "institutions/evidence/entry.html", context, status=status)


@at_a_line
@require_POST
def decide(request: SignedInRequest, entry_id: UUID, name: str) -> HttpResponse:
    """Confirm, reject or withdraw one line."""
    entry = _entry(request, entry_id)
    reason = request.POST.get("reason", "")[:400]
    try:
        match name:
            case "confirm":
                services.confirm_evidence(acting=request.acting, entry_id=entry.pk)
            case "reject":
                services.reject_evidence(acting=request.acting, entry_id=entry.pk, reason=reason)
            case "withdraw":
                services.withdraw_evidence(acting=request.acting, entry_id=entry.pk, reason=reason)
            case _:
                raise Http404
    except NotNow as refused:
        return _page(request, entry_id, refused=words.told(refused.reason), status=NOT_TAKEN)
    return HttpResponseRedirect(reverse("institutions:evidence_entry", args=[entry.pk]))


@at_a_line
@require_safe
def printed(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    context = _context(request, _entry(request, entry_id))
    context["page_title"] = _("制度台账")
    context["kind_word"] = kind_word(context["entry"].kind)
    context["back_url"] = reverse("institutions:evidence_entry", args=[entry_id])
    return render(request, "institutions/evidence/print.html", context)


@at_a_line
@require_safe
def file(request: SignedInRequest, file_id: UUID) -> HttpResponse:
    found = KeptFile.objects.filter(selectors.may_see_file(request.acting, file_id)).first()
    if found is None:
        raise Http404
    return file_response(found)
