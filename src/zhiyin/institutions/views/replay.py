"""用新数试算旧事: change numbers the house may set, and see the past year by them. Writes nothing."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.institutions import words
from zhiyin.institutions.dials import YEAR, dials, tried, values_of
from zhiyin.institutions.permissions import proposing_grant
from zhiyin.institutions.selectors import institution as institutions
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, roles
from zhiyin.people.roles import OFFICERS


@roles(*OFFICERS)
@require_safe
def replay(request: SignedInRequest, name: str) -> HttpResponse:
    """The form, and side by side what was and what would have been."""
    today = clock.today()
    settable = institutions.settable(name, today)
    if not settable:
        raise Http404
    rule = next((one for one in settable if one.id == request.GET.get("rule")), settable[0])
    found = dials(rule, request.GET.dict())
    lang = words.lang()
    context: dict[str, Any] = {
        "page_title": _("用新数试算旧事"),
        "institution": name,
        "rule": rule,
        "title": rule.title[lang],
        "rules": [(one.id, one.title[lang]) for one in settable],
        "dials": found,
        "since": today - YEAR,
        "until": today,
        "back_url": reverse("institutions:institution", args=[name]),
    }
    if "rule" in request.GET and any(one.value != one.now for one in found):
        context |= tried(rule, values_of(found), today, lang)
        context["may_propose"] = proposing_grant(request.acting) is not None
    return render(request, "institutions/replay/replay.html", context)
