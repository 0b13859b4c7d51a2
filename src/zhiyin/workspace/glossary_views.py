"""名词: what the words of the interface mean, before and after signing in."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiyin.institutions.reading import programme
from zhiyin.people.access import public, signed_in
from zhiyin.workspace.glossary import Term, glossary

LONGEST: Final = 40


@public
@require_safe
def open_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "frame/public.html", inside=False)


@signed_in
@require_safe
def app_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "frame/app.html", inside=True)


def _page(request: HttpRequest, frame: str, *, inside: bool) -> HttpResponse:
    lang = "en" if get_language() == "en" else "zh"
    wanted = request.GET.get("q", "").strip()[:LONGEST]
    found = [term for term in glossary().shown if term.tells_of(wanted)]
    context = {
        "page_title": _("名词"),
        "glossary_frame": frame,
        "groups": list(_groups(found, lang, inside=inside)),
        "total": len(found),
        "wanted": wanted,
        "address": reverse("workspace:app_glossary" if inside else "workspace:glossary"),
    }
    return render(request, "workspace/glossary.html", context)


def _groups(found: list[Term], lang: str, *, inside: bool) -> Iterator[dict[str, Any]]:
    titles: dict[str, str] = {}
    for rule in programme().rules:
        if rule.institution not in titles or rule.id == rule.institution:
            titles[rule.institution] = rule.title[lang]
    other = "zh" if lang == "en" else "en"
    leads_to = "institutions:institution" if inside else "institutions:rule"
    for area in glossary().areas:
        page = area.app_page if inside else area.page
        rows = [
            {
                "key": term.key,
                "name": term.names[lang],
                "other": term.names[other],
                "says": term.says[lang],
                "rule": titles.get(term.rule, ""),
                "url": reverse(leads_to, args=[term.rule]) if term.rule in titles else "",
            }
            for term in found
            if term.area == area.key
        ]
        if rows:
            url = reverse(page) if page else ""
            yield {"key": area.key, "title": area.names[lang], "rows": rows, "url": url}
