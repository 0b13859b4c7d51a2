"""One obligation: why that day, and which facts stand behind it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from zhiyin.institutions import words
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.permissions import visible
from zhiyin.institutions.selectors import obligation as obligations
from zhiyin.institutions.selectors.missing import missing
from zhiyin.institutions.views.board import chip_of, what_of
from zhiyin.institutions.words import GROUP_WORDS, role_word
from zhiyin.people.access import SignedInRequest, signed_in
from zhiyin.people.models import Unit
from zhiyin.people.roles import Role

MISSED = ("due", "breached", "unproven", "kept_late")
SLOT_WORDS = {
    "open": gettext_noop("从这里起算"),
    "do": gettext_noop("算做到"),
    "never": gettext_noop("不该有的"),
    "unless": gettext_noop("免除"),
    "cancel": gettext_noop("不再要求"),
    "extend": gettext_noop("延期"),
    "pause": gettext_noop("暂停"),
    "resume": gettext_noop("恢复"),
    "finding": gettext_noop("认定结论"),
}


@signed_in
@require_safe
def obligation(request: SignedInRequest, obligation_id: UUID) -> HttpResponse:
    """Date explained, facts behind by number, status, adjustments."""
    row = ObligationRow.objects.filter(pk=obligation_id).select_related("rule").first()
    rule = obligations.version_of(row) if row else None
    if row is None or rule is None:
        raise Http404
    # Whether there is an accusation at all is told to nobody but discipline.
    if obligations.secret([row]) and not request.acting.has(Role.DISCIPLINE_OFFICER):
        raise Http404
    lang = words.lang()
    unit = Unit.objects.filter(pk=row.unit_id).first() if row.unit_id else None
    sheets = obligations.sheets_of(row)
    seen = set(
        Violation.objects.filter(visible(request.acting), obligation_id=row.pk).values_list("pk", flat=True)
    )
    about = obligations.names_of([row])
    context: dict[str, Any] = {
        "page_title": rule.title[lang],
        "row": row,
        "rule": rule,
        "group": _(GROUP_WORDS.get(rule.group, rule.group)),
        "what": what_of(row, about),
        "about": about.get(row.pk, []),
        "unit": unit,
        "must": role_word(rule.must),
        "chip": chip_of(row.status),
        "clock": obligations.clock_of(row, rule, lang),
        "facts": [(one, _(SLOT_WORDS.get(one.slot, one.slot))) for one in obligations.behind(row, lang)],
        "missing": missing(row, rule) if row.status in MISSED else [],
        "sheets": [(sheet, sheet.pk in seen) for sheet in sheets],
    }
    return render(request, "institutions/board/obligation.html", context)
