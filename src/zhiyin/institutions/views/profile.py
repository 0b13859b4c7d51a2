"""企业情况: which institutions bind, which do not, and why; a change is tried, recorded, and confirmed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiyin.institutions import words
from zhiyin.institutions.code_words import word_of
from zhiyin.institutions.language.catalogue import PROFILE, FieldSpec
from zhiyin.institutions.models import EvidenceEntry
from zhiyin.institutions.provenance import sources
from zhiyin.institutions.register import confirming_grant, kinds, may_record
from zhiyin.institutions.rules import NotNow
from zhiyin.institutions.selectors import profile as profiles
from zhiyin.institutions.services.evidence import Said, record_evidence
from zhiyin.institutions.trace import Lang
from zhiyin.institutions.words import GROUP_WORDS
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.models import Unit
from zhiyin.people.roles import OFFICERS

YES_NO = (("yes", True), ("no", False))
NOT_TAKEN = 422


@roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """The fields, and what follows from them. Only recording writes, and that waits for a second person."""
    if request.method != "POST":
        return _page(request, request.GET)
    try:
        _record(request)
    except NotNow as refused:
        return _page(request, request.POST, words.told(refused.reason), status=NOT_TAKEN)
    return HttpResponseRedirect(f"{reverse('institutions:profile')}?did=record")


def _page(request: SignedInRequest, said: QueryDict, refused: str = "", status: int = 200) -> HttpResponse:
    day, lang = clock.today(), words.lang()
    now = profiles.todays(day)
    typed = _typed(said)
    tried = {**now, **typed}
    found = profiles.bound(tried, now, day, lang)
    waiting = profiles.waiting()
    context = {
        "page_title": _("企业情况和适用的制度"),
        "fields": [_field(name, spec, tried, now, lang) for name, spec in profiles.fields().fields.items()],
        "groups": [
            (_("适用"), [_line(one, lang) for one in found if one.binds is True]),
            (_("不适用"), [_line(one, lang) for one in found if one.binds is False]),
            (_("还不知道"), [_line(one, lang) for one in found if one.binds is None]),
        ],
        "always": profiles.unconditional(day),
        "asked": bool(typed),
        "changed": _said_of(_changed(tried, now), lang),
        "was": {name: _word(spec, now.get(name)) for name, spec in profiles.fields().fields.items()},
        "difference": _differing(profiles.difference(found), lang),
        "may_record": _may_record(request),
        "text": said.get("text", ""),
        "on": said.get("on", "") or day.isoformat(),
        "today": day,
        "refused": refused,
        "did": said.get("did") == "record",
        "waiting": [_waiting(request, one, now, lang) for one in waiting],
        "history": [
            (change.day, _said_of(change.fields, lang), _differing(change.difference, lang))
            for change in profiles.changes(day, lang)
        ],
        "headcount": profiles.headcount(),
        "back_url": reverse("institutions:board"),
    }
    return render(request, "institutions/profile/profile.html", context, status=status)


def _may_record(request: SignedInRequest) -> bool:
    return may_record(request.acting, _root().path, PROFILE)


def _root() -> Unit:
    return Unit.objects.filter(parent=None).order_by("opened_on", "code")[0]


def _record(request: SignedInRequest) -> None:
    """Only what differs from today goes into the register. Raises NotNow, PermissionDenied."""
    if not _may_record(request):
        raise PermissionDenied(PROFILE)
    changed = _changed(_typed(request.POST), profiles.todays(clock.today()))
    on, text = parse_date(request.POST.get("on", "")), request.POST.get("text", "").strip()[:2000]
    if not changed:
        raise NotNow("profile_unchanged")
    if on is None or not text:
        raise NotNow("profile_needs_day_and_ground")
    record_evidence(acting=request.acting, said=Said(PROFILE, "enterprise", _root(), on, text, changed))


def _changed(tried: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What is set anew; nothing can be set back to unknown."""
    return {name: value for name, value in tried.items() if value is not None and value != now.get(name)}


def _said_of(fields: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    specs = profiles.fields().fields
    return [
        {"name": name, "label": specs[name].label[lang], "word": _word(specs[name], value), "value": value}
        for name, value in fields.items()
        if name in specs
    ]


def _word(spec: FieldSpec, value: Any) -> str:
    if value is None:
        return _("不知道")
    if spec.type.kind == "bool":
        return _("是") if value else _("否")
    return word_of(value) if spec.type.kind == "code" else str(value)


def _differing(found: profiles.Difference, lang: Lang) -> dict[str, Any]:
    """Four lists in words; `size` is how many lines they hold."""
    return {
        "enters": [_line(one, lang) for one in found.enters],
        "leaves": [_line(one, lang) for one in found.leaves],
        "swaps": [(_line(old, lang), _line(new, lang)) for old, new in found.swaps],
        "unknown": [_line(one, lang) for one in found.unknown],
        "size": found.size,
    }


def _waiting(
    request: SignedInRequest, entry: EvidenceEntry, now: Mapping[str, Any], lang: Lang
) -> dict[str, Any]:
    """A recorded change that waits, and what it would do once confirmed."""
    day = clock.today()
    found = profiles.bound({**now, **entry.fields}, now, day, lang)
    acting, side = request.acting, kinds()[PROFILE].side
    own = entry.recorded_by_id == acting.employee.pk
    confirms = not own and confirming_grant(acting, PROFILE, side, entry.fields, _root().path) is not None
    return {
        "entry": entry,
        "said": _said_of(entry.fields, lang),
        "difference": _differing(profiles.difference(found), lang),
        "may_confirm": confirms,
        "own": own,
    }


def _typed(said: QueryDict) -> dict[str, Any]:
    """What was chosen; an empty field is not known."""
    return {
        name: _value(spec, said.get(name, ""))
        for name, spec in profiles.fields().fields.items()
        if name in said
    }


def _value(spec: FieldSpec, text: str) -> Any:
    if spec.type.kind == "code":
        return text if text in spec.type.options else None
    if spec.type.kind == "bool":
        return dict(YES_NO).get(text)
    return int(text) if text.isdecimal() and len(text) < 8 else None


def _field(
    name: str, spec: FieldSpec, tried: Mapping[str, Any], now: Mapping[str, Any], lang: Lang
) -> dict[str, Any]:
    value = tried.get(name)
    choices: list[tuple[str, str]] = []
    if spec.type.kind == "code":
        choices = [(one, word_of(one)) for one in spec.type.options]
    elif spec.type.kind == "bool":
        choices = [("yes", _("是")), ("no", _("否"))]
        value = {True: "yes", False: "no"}.get(value) if value is not None else None
    return {
        "name": name,
        "label": spec.label[lang],
        "choices": choices,
        "value": "" if value is None else value,
        "differs": tried.get(name) != now.get(name),
    }


def _line(one: profiles.Bound, lang: Lang) -> dict[str, Any]:
    rule = one.rule
    return {
        "title": rule.title[lang],
        "name": rule.institution,
        "force": rule.force,
        "why": one.why,
        "source": sources(rule, lang),
        "group": _(GROUP_WORDS.get(rule.group, rule.group)),
        "differs": one.differs,
    }
