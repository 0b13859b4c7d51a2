"""我该做什么: what my posts owe this week and later, by month, for the year, and as a calendar."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from zhiyin.institutions import calendar_feed, words
from zhiyin.institutions.holders import Desks
from zhiyin.institutions.models import ObligationRow
from zhiyin.institutions.months import months_after
from zhiyin.institutions.reading import programme
from zhiyin.institutions.selectors import duties, handover
from zhiyin.institutions.selectors import obligation as obligations
from zhiyin.institutions.views.board import NOWHERE, chip_of, what_of
from zhiyin.institutions.words import role_word
from zhiyin.journal import clock
from zhiyin.people.access import SignedInRequest, door, roles
from zhiyin.people.acting import Acting, acting_for
from zhiyin.people.models import Unit
from zhiyin.people.paging import key_from, key_text
from zhiyin.people.roles import OFFICERS, Role

VIEW_WORDS = {
    "week": gettext_noop("本周"),
    "late": gettext_noop("过期未补"),
    "later": gettext_noop("以后六十天"),
}
WHOSE_WORDS = {
    "own": gettext_noop("我欠的"),
    "unit": gettext_noop("我单位欠的"),
    "others": gettext_noop("别人欠我的"),
}
MONTH_ROWS = 500


@roles(*OFFICERS)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Whose it is: mine, my unit's, others'; and for each this week, overdue, later."""
    whose, view = request.GET.get("whose", "own"), request.GET.get("view", "week")
    if view not in VIEW_WORDS or whose not in WHOSE_WORDS:
        raise Http404
    acting = request.acting
    desks = Desks(programme().holders)
    found = duties.mine(acting, desks)
    counts = duties.counts(found, whose, hides=not acting.has(Role.DISCIPLINE_OFFICER))
    page = duties.page_after(duties.rows(found, view, whose), key_from(request.GET.get("after", "")))
    more, page = page[duties.PAGE :], page[: duties.PAGE]
    feed = reverse("institutions:duties_feed")
    account = acting.account
    context = {
        "page_title": _("我该做什么"),
        "whose": whose,
        "whoses": [(key, _(words)) for key, words in WHOSE_WORDS.items() if key != "unit" or _leads(acting)],
        "view": view,
        "views": [(key, _(words), counts[key]) for key, words in VIEW_WORDS.items()],
        "rows": told(page, acting, desks),
        "next": key_text(page[-1].due_on, page[-1].pk) if more and page[-1].due_on else "",
        "month": clock.today().strftime("%Y-%m"),
        "feed": f"{request.build_absolute_uri(feed)}?key={calendar_feed.key_for(account)}" if account else "",
        "taken": handover.taken(acting),
        "may_see_dissolved": acting.has(Role.LEADER, Role.SYSTEM_ADMIN)
        and Unit.objects.exclude(closed_on=None).exists(),
    }
    return render(request, "institutions/duties/mine.html", context)


def _leads(acting: Acting) -> bool:
    return acting.has(*duties.LEADS)


def told(page: list[ObligationRow], acting: Acting, desks: Desks | None = None) -> list[dict[str, Any]]:
    """Rows in words, with who carries each; that there is an accusation is for discipline alone."""
    hidden = set() if acting.has(Role.DISCIPLINE_OFFICER) else obligations.secret(page)
    shown = [row for row in page if row.pk not in hidden]
    units = Unit.objects.in_bulk({row.unit_id for row in shown if row.unit_id})
    about = obligations.names_of(shown)
    lang = words.lang()
    carried = _carried(shown, units, desks or Desks(programme().holders))
    return [
        {
            "row": row,
            "title": row.rule.title_en if lang == "en" else row.rule.title_zh,
            "force": row.rule.force,
            "must": role_word(row.rule.must),
            "what": what_of(row, about),
            "unit": units.get(row.unit_id or NOWHERE),
            "url": reverse("institutions:obligation", args=[row.pk]),
            "chip": chip_of(row.status),
            "by": carried[row.pk],
        }
        for row in shown
    ]


def _carried(
    shown: list[ObligationRow], units: Mapping[UUID, Unit], desks: Desks
) -> dict[UUID, dict[str, Any]]:
    """Whose desk each lies on today: names, and whether they answer for an empty post."""
    if not shown:
        return {}
    root = desks.root.path
    placed = {
        row.pk: desks.desk(row.rule.must, unit.path if (unit := units.get(row.unit_id or NOWHERE)) else root)
        for row in shown
    }
    names = handover.people_at(placed.values())
    found = {}
    for row in shown:
        desk = placed[row.pk]
        # Of a duty of one person the person is named already, as what it is about.
        own = desks.holders.get(row.rule.must, "").endswith("@self") and row.key != "enterprise"
        known = [] if own and not desk.vacant else names[desk.role, desk.path]
        found[row.pk] = {"names": known, "vacant": bool(desk.vacant)}
    return found


@roles(*OFFICERS)
@require_safe
def month(request: SignedInRequest, year: int, number: int) -> HttpResponse:
    """Everything of mine that falls due in a month, day by day."""
    first = _month(year, number)
    found = duties.in_month(duties.mine(request.acting), first)
    page = list(found[: MONTH_ROWS + 1])
    shown = told(page[:MONTH_ROWS], request.acting)
    context = {
        "page_title": _("%(year)s年%(month)s月要做的") % {"year": year, "month": number},
        "days": [(day, list(rows)) for day, rows in groupby(shown, key=lambda one: one["row"].due_on)],
        "more": len(page) > MONTH_ROWS,
        "before": months_after(first, -1),
        "after": months_after(first, 1),
        "year": year,
    }
    return render(request, "institutions/duties/month.html", context)


def _month(year: int, number: int) -> date:
    if not 2000 <= year <= 2100 or not 1 <= number <= 12:
        raise Http404
    return date(year, number, 1)


@roles(*OFFICERS)
@require_safe
def plan(request: SignedInRequest, year: int) -> HttpResponse:
    """The year on paper: what fell due, and the periods that come."""
    first = _month(year, 1)
    counted = duties.year_counts(duties.mine(request.acting), first.year)
    coming = duties.planned(request.acting, Desks(programme().holders), year, clock.today())
    context = {
        "page_title": _("%(year)s年要做的") % {"year": year},
        "months": [_of_month(date(year, n, 1), counted, coming) for n in range(1, 13)],
        "before": year - 1,
        "after": year + 1,
        "back_url": reverse("institutions:duties"),
    }
    return render(request, "institutions/duties/plan.html", context)


def _of_month(
    first: date, counted: Iterable[duties.Many], coming: Iterable[duties.Planned]
) -> dict[str, Any]:
    lang, by_uid = words.lang(), programme().by_uid
    lines: list[dict[str, Any]] = [
        {"title": by_uid[one.rule_uid].title[lang], "count": one.count, "open": one.open, "on": None}
        for one in counted
        if one.month == first and one.rule_uid in by_uid
    ]
    lines += [
        {"title": one.rule.title[lang], "count": None, "open": None, "on": one.due_on}
        for one in coming
        if one.due_on.month == first.month
    ]
    name = first.strftime("%B") if lang == "en" else f"{first.month}月"
    return {"name": name, "lines": lines}


@door
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """For calendar programs: the address itself is the key. Titles and dates alone."""
    account = calendar_feed.account_of(request.GET.get("key", ""))
    acting = acting_for(account) if account else None
    if acting is None or not acting.is_officer:
        raise Http404
    rows = list(duties.feed(duties.mine(acting)))
    hidden = set() if acting.has(Role.DISCIPLINE_OFFICER) else obligations.secret(rows)
    lang = words.lang()
    events = [
        (row.pk, row.rule.title_en if lang == "en" else row.rule.title_zh, row.due_on)
        for row in rows
        if row.pk not in hidden and row.due_on
    ]
    body = calendar_feed.calendar(_("我该做什么"), events, clock.now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
