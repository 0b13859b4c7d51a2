"""制度与义务: the board, the page of one institution, and the public list of institutions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from zhiyin.institutions import words
from zhiyin.institutions.house import dials_of
from zhiyin.institutions.language.rules import Rule
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.permissions import SEES, proposing_grant
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors import board as boards
from zhiyin.institutions.selectors import institution as institutions
from zhiyin.institutions.selectors import obligation as obligations
from zhiyin.institutions.selectors.execution import steps_so_far
from zhiyin.institutions.selectors.sources import linked
from zhiyin.institutions.sentences import in_force, reading, sentence, sources
from zhiyin.institutions.subjects import Called
from zhiyin.institutions.trace import Lang
from zhiyin.institutions.views import number_words
from zhiyin.institutions.views.sheet_words import Chip
from zhiyin.institutions.words import GROUP_WORDS
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, public, signed_in
from zhiyin.people.models import Unit
from zhiyin.people.paging import key_from, key_text
from zhiyin.people.sent import day_in

STEP_WORDS = {
    "judging": gettext_noop("待确认"),
    "signing": gettext_noop("等领导签字"),
    "mending": gettext_noop("整改中"),
    "accepting": gettext_noop("等验收、等结果"),
}
VIEW_WORDS = {
    "": gettext_noop("全部"),
    "breached": gettext_noop("违反未补"),
    "soon": gettext_noop("还没到期"),
    "late": gettext_noop("晚了，已补"),
    "kept": gettext_noop("按时"),
    "excused": gettext_noop("依规免除"),
}


CHIPS = {
    "kept": Chip("kept", "circle-check", gettext_noop("按时")),
    "kept_late": Chip("mute", "rotate-clockwise", gettext_noop("晚了，已补")),
    "breached": Chip("breach", "alert-triangle", gettext_noop("违反")),
    "unproven": Chip("breach", "alert-triangle", gettext_noop("未证明")),
    "due": Chip("info", "clock", gettext_noop("还没到期")),
    "suspended": Chip("mute", "player-pause", gettext_noop("暂停")),
    "excused": Chip("mute", "ban", gettext_noop("依规免除")),
    "cancelled": Chip("mute", "x", gettext_noop("不再要求")),
    "passed": Chip("mute", "clock", gettext_noop("期限已过，可不做")),
}

NOWHERE = UUID(int=0)


def chip_of(status: str) -> Chip:
    chip = CHIPS[status]
    return Chip(chip.chip, chip.icon, _(chip.label))


@signed_in
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    period = _period(request)
    unit = asked_unit(request)
    found = boards.board(period, unit)
    lang = words.lang()
    steps = steps_so_far(unit.path if unit else "")
    steps["accepting"] += steps.pop("outcome")
    context = {
        "page_title": _("制度与义务"),
        "board": found,
        "steps": [(steps[name], _(words), name == "signing") for name, words in STEP_WORDS.items()],
        "sheets": sum(steps.values()),
        "may_supervise": request.acting.has(*SEES),
        "worst": [_worst(sheet) for sheet in boards.worst(unit)],
        "groups": [
            {"title": _(GROUP_WORDS[group]), "lines": [_line(line, lang) for line in lines]}
            for group, lines in found.groups
        ],
        "period": period,
        "quarter": _quarter(period),
        "periods": [
            {
                "first": one.first,
                "words": _quarter(one),
            }
            for one in boards.periods(clock.today())
        ],
        "unit_code": unit.code if unit else "",
        "units": Unit.objects.filter(closed_on__isnull=True, level=Unit.Level.SECOND)
        .order_by("path")
        .values("code", "name"),
    }
    return render(request, "institutions/board/board.html", context)


def _line(line: boards.Line, lang: Lang) -> dict[str, Any]:
    return {
        "institution": line.institution,
        "title": line.title[lang],
        "force": line.force,
        "kept": line.kept,
        "due": line.due,
        "soon": line.soon,
        "breached": line.breached,
    }


def _quarter(period: boards.Period) -> str:
    return _("%(year)s年第%(n)s季度") % {"year": period.first.year, "n": period.first.month // 3 + 1}


def _worst(sheet: Violation) -> dict[str, Any]:
    over = (clock.today() - sheet.due_on).days if sheet.due_on else 0
    return {
        "title": words.title_of(sheet),
        "unit": sheet.unit.name,
        "number": sheet.sheet,
        "state": sheet.get_state_display(),
        "over": over,
        "due_on": sheet.due_on,
        "url": reverse("institutions:obligation", args=[sheet.obligation_id]),
    }


def _period(request: HttpRequest) -> boards.Period:
    today = clock.today()
    return boards.quarter_of(min(day_in(request.GET.get("from", "")) or today, today))


def asked_unit(request: HttpRequest) -> Unit | None:
    code = request.GET.get("unit", "")
    if not code:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Http404
    return unit


@signed_in
@require_safe
def institution(request: SignedInRequest, name: str) -> HttpResponse:
    """Text and reading, versions, and every time it was owed."""
    view = request.GET.get("view", "")
    unit = asked_unit(request)
    after = key_from(request.GET.get("after", ""))
    versions = institutions.released(name)
    page = institutions.page_after(versions, view, boards.units_under(unit), after)
    more = page[institutions.PAGE :]
    page = page[: institutions.PAGE]
    units = dict(Unit.objects.filter(pk__in={r.unit_id for r in page}).values_list("pk", "name"))
    hidden = obligations.secret(page)
    about = obligations.names_of(row for row in page if row.pk not in hidden)
    kept, due = institutions.counts(versions, boards.quarter_of(clock.today()))
    context = {
        **_described(name, inside=True),
        "may_replay": request.acting.is_officer and bool(institutions.settable(name, clock.today())),
        "numbers_to_set": _numbers_to_set(request, name),
        "view": view,
        "views": [(key, _(words)) for key, words in VIEW_WORDS.items()],
        "unit": unit,
        "rows": [_row(row, units, None if row.pk in hidden else what_of(row, about)) for row in page],
        "next": key_text(page[-1].due_on, page[-1].pk) if more and page[-1].due_on else "",
        "kept": kept,
        "due": due,
    }
    return render(request, "institutions/board/institution.html", context)


def _row(row: ObligationRow, units: Mapping[UUID, str], what: str | None) -> dict[str, Any]:
    """One obligation in plain values; `what` is None for one that may not be told."""
    told = what is not None
    return {
        "pk": row.pk if told else None,
        "chip": chip_of(row.status),
        "unit": units.get(row.unit_id or NOWHERE, "") if told else "",
        "what": what if told else _("检举控告，不公开"),
        "due_on": row.due_on,
        "actual": row.kept_on or row.broken_on or row.ended_on,
        "provisional": row.provisional,
        "have": row.have,
        "need": row.need,
        "seq": row.opened_seq,
    }


def _numbers_to_set(request: SignedInRequest, name: str) -> list[tuple[str, str, str]]:
    """Rules whose numbers this person may propose to change, with the numbers of today."""
    if proposing_grant(request.acting) is None:
        return []
    lang = words.lang()
    return [
        (rule.id, rule.title[lang], number_words.values(dials_of(rule)))
        for rule in institutions.settable(name, clock.today())
    ]


def what_of(row: ObligationRow, about: Mapping[UUID, list[Called]]) -> str:
    """What the obligation is about; a period names itself."""
    parts = [one.name for one in about.get(row.pk, ())]
    return " · ".join([*parts, row.period] if row.period else parts) or _("全企业")


def _described(name: str, *, inside: bool) -> dict[str, Any]:
    """What both the public page and the board's page say of an institution. Raises Http404."""
    lang, today = words.lang(), clock.today()
    rules = institutions.rules_of(name)
    if not rules:
        raise Http404
    current: dict[str, Rule] = {}
    for rule in rules:
        current.setdefault(rule.id, rule)
    leading = next(iter(current.values()))
    above = [rule for rule in programme().rules if leading.under and rule.id == leading.under]
    links = linked(list(current.values()), lang, inside=inside)
    return {
        "page_title": leading.title[lang],
        "name": name,
        "group": _(GROUP_WORDS.get(leading.group, leading.group)),
        "leading": leading,
        "source": sources(leading, lang),
        "in_force": in_force(leading, lang),
        "parts": [
            {
                "rule": rule,
                "title": rule.title[lang],
                "text": rule.text[lang],
                "reading": reading(programme(), rule, lang),
                "sentence": sentence(programme(), rule, lang),
                "sources": links[rule.uid],
                "examples": [_example(one, lang) for one in rule.examples],
            }
            for rule in current.values()
        ],
        "versions": institutions.versions(leading.id, today, lang),
        "above": [
            {"title": rule.title[lang], "force": rule.force, "source": sources(rule, lang)} for rule in above
        ],
    }


def _example(one: Any, lang: Lang) -> dict[str, Any]:
    expected = [line for line in one.expect if not line.startswith(("zh ", "en "))]
    return {"name": one.name[lang], "facts": one.facts, "on": one.on, "expect": expected}


@public
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every institution, for everyone: title, force, source."""
    lang = words.lang()
    seen: dict[str, dict[str, Any]] = {}
    for rule in programme().rules:
        if rule.institution not in seen or rule.id == rule.institution:
            seen[rule.institution] = {
                "name": rule.institution,
                "title": rule.title[lang],
                "force": rule.force,
                "source": sources(rule, lang),
                "group": rule.group,
            }
    groups = [
        {"title": _(GROUP_WORDS[group]), "rules": [one for one in seen.values() if one["group"] == group]}
        for group in boards.GROUPS
    ]
    context = {"page_title": _("制度"), "groups": groups, "total": len(seen)}
    return render(request, "institutions/board/public_list.html", context)


@public
@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One institution, for everyone: text, source, how the system reads it, versions, examples."""
    described = _described(name.split("@")[0].split(".")[0], inside=False)
    return render(request, "institutions/board/public_rule.html", described)
