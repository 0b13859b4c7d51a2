"""企业情况: try a profile and see which institutions bind, which do not, and why. Nothing is written."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.institutions.code_words import word_of
from zhiyin.institutions.language.catalogue import PROFILE, FieldSpec
from zhiyin.institutions.provenance import sources
from zhiyin.institutions.register import RECORDERS
from zhiyin.institutions.selectors import profile as profiles
from zhiyin.institutions.trace import Lang
from zhiyin.institutions.views.board import lang_now
from zhiyin.institutions.words import GROUP_WORDS
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import OFFICERS

YES_NO = (("yes", True), ("no", False))


@roles(*OFFICERS)
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    """The fields, and what follows from them; nothing is written here."""
    day, lang = clock.today(), lang_now()
    now = profiles.todays(day)
    asked = bool(request.GET)
    tried = {**now, **_typed(request)} if asked else dict(now)
    found = profiles.bound(tried, now, day, lang)
    context = {
        "page_title": _("企业情况和适用的制度"),
        "fields": [_field(name, spec, tried, now, lang) for name, spec in profiles.fields().fields.items()],
        "groups": [
            (_("适用"), [_line(one, lang) for one in found if one.binds is True]),
            (_("不适用"), [_line(one, lang) for one in found if one.binds is False]),
            (_("还不知道"), [_line(one, lang) for one in found if one.binds is None]),
        ],
        "always": profiles.unconditional(day),
        "changed": sum(1 for one in found if one.differs),
        "asked": asked,
        "record_url": _record_url(request),
        "back_url": reverse("institutions:board"),
    }
    return render(request, "institutions/profile/profile.html", context)


def _record_url(request: SignedInRequest) -> str:
    """Where a profile is recorded: by one person, confirmed by another."""
    if not request.acting.has(*RECORDERS):
        return ""
    return f"{reverse('institutions:evidence_new')}?kind={PROFILE}"


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was chosen; an empty field is not known."""
    return {
        name: _value(spec, request.GET.get(name, ""))
        for name, spec in profiles.fields().fields.items()
        if name in request.GET
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
