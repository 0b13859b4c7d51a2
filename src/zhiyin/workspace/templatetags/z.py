"""The tags and filters of every page: `{% load z %}`."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import template
from django.template.base import Parser, Token
from django.template.context import RequestContext
from django.template.defaulttags import URLNode, url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal.clock import today
from zhiyin.people.marks import listed, mark
from zhiyin.workspace.assets import asset_url
from zhiyin.workspace.calendar_cells import drawn
from zhiyin.workspace.clock_face import face_of
from zhiyin.workspace.dates import english, say_day, say_moment
from zhiyin.workspace.forces import force_of
from zhiyin.workspace.glossary import glossary
from zhiyin.workspace.look import Look, with_look
from zhiyin.workspace.numbers import Rate, grouped

register = template.Library()
EMPTY = mark_safe("")


@register.filter
def day(value: date | datetime | None, form: str = "") -> str:
    """`{{ due|day }}` 9月24日 周四; "short" 9月24日; "full" with the year, "year" without the weekday."""
    return say_day(value, form) if value else ""


@register.filter
def daytime(value: datetime | None, form: str = "") -> str:
    """`{{ moment|daytime }}` 9月24日 周四 14:06."""
    return say_moment(value, form) if value else ""


@register.filter
def number(value: int | None) -> str:
    """`{{ 48213|number }}` 48,213."""
    return grouped(value)


@register.simple_tag(name="mark")
def mark_tag(chinese: str) -> str:
    """`{{ name }}{% mark "：" %}{{ text }}`: a mark between two parts, in the reader's language."""
    return mark(chinese)


@register.filter(name="listed")
def listed_filter(parts: Any, between: str = "、") -> str:
    """`{{ names|listed }}` 甲、乙、丙; in English with commas."""
    return listed(parts, between)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file, changing with its content."""
    return asset_url(name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "lock" %}`; size "lg" or "xl"; with a label it is an image, else decoration."""
    return _icon(name, size, label, asset_url("zhiyin/icons.svg"))


@lru_cache(maxsize=1024)
def _icon(name: str, size: str, label: str, sheet: str) -> SafeString:
    """A page has a hundred of them, and only some dozens differ."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="z-i{}" {}><use href="{}#i-{}"/></svg>',
        f" z-i--{size}" if size else "",
        spoken,
        sheet,
        name,
    )


@register.simple_tag
def state_chip(state: Any) -> SafeString:
    """`{% state_chip demand.state_for_me %}`: an object with chip, icon and label."""
    return format_html(
        '<span class="z-chip z-chip--{}">{}{}</span>', state.chip, icon(state.icon), state.label
    )


@register.simple_tag
def force_label(code: str) -> SafeString:
    """`{% force_label "HOUSE" %}` 本企业承诺."""
    label, ending = force_of(code)
    return format_html('<span class="z-force z-force--{}">{}</span>', ending, label)


@register.simple_tag(takes_context=True)
def clock(
    context: RequestContext, clock: Any, small: bool = False, why: bool = True, open: bool = False
) -> SafeString:
    """`{% clock c %}`: dial, date, what is left and 为什么是这一天; a ceiling in its own form.

    `small=True` for a pane, `why=False` without the disclosure, `open=True` with it open.
    """
    shape, look = Shape(small, why, open), _look(context)
    if clock.due_at:
        return _drawn(clock, shape, look)
    return _kept_clock(Told(repr(clock), clock), shape, look, Calendar.shipped(), today(), english())


@dataclass(frozen=True)
class Shape:
    """How much of a clock is drawn."""

    small: bool
    why: bool
    open: bool


@dataclass(frozen=True)
class Told:
    """A clock with all that it tells, which makes it equal to another that tells the same."""

    text: str
    clock: Any = dataclasses.field(compare=False)


@lru_cache(maxsize=2048)
def _kept_clock(
    told: Told, shape: Shape, look: Look, _calendar: Calendar, _seen_on: date, _in_english: bool
) -> SafeString:
    """A case is opened again and again, and its dates change with the day alone; hours are drawn anew."""
    return _drawn(told.clock, shape, look)


def _drawn(clock: Any, shape: Shape, look: Look) -> SafeString:
    face = face_of(clock, why=shape.why)
    days = [day for week in face.weeks for day in week]
    counts_working = any(step.get("unit") == "working_day" for step in clock.why or ())
    told = {
        "face": face,
        "small": shape.small,
        "open": shape.open,
        "look": look,
        "cells": drawn(face.weeks),
        "has_make_up": any(day.make_up and day.kind in ("counted", "due") for day in days),
        "has_done": any(day.done for day in days),
        "key_counts": _("算一个工作日") if counts_working else _("算一天"),
        "calendar_label": _("到 %(date)s 为止逐日计数的月历") % {"date": face.date},
        "source": clock.source,
        "rule": clock.rule,
    }
    return mark_safe(render_to_string("z/clock.html", told))  # noqa: S308 (a template of ours)


@register.simple_tag
def clock_line(clock: Any, rest: bool = True) -> SafeString:
    """The same in one line for lists; `rest=False` leaves out what is left."""
    if clock.why:
        return _line(clock, rest, Calendar.shipped())
    values = tuple(getattr(clock, name) for name in LINE_TELLS)
    return _kept_line(values, rest, Calendar.shipped(), today(), english())


LINE_TELLS = (
    "status", "opened_on", "due_on", "due_at", "ceiling", "paused_since", "kept_on", "provisional",
)  # fmt: skip


@lru_cache(maxsize=2048)
def _kept_line(
    values: tuple[Any, ...], rest: bool, calendar: Calendar, seen_on: date, in_english: bool
) -> SafeString:
    """In a list sorted by date most lines say the same; they change with the day alone."""
    told = dict(zip(LINE_TELLS, values, strict=True))
    return _line(SimpleNamespace(**told, title="", force="", why=()), rest, calendar)


def _line(clock: Any, rest: bool, calendar: Calendar) -> SafeString:
    face = face_of(clock, calendar=calendar, why=False, dial=False)
    line = format_html(
        '<span class="z-due z-due--{}">{}{}</span>', face.tone, icon(face.line_icon), face.line
    )
    return line + format_html('<div class="z-meta">{}</div>', face.say) if rest else line


@register.inclusion_tag("z/rate.html")
def rate(part: int, whole: int, label: str = "", unit: str = "", kept: bool = False) -> dict[str, Any]:
    """`{% rate 287 312 label="按时答复" unit="件" kept=True %}`: a bar with its numbers."""
    return {"rate": Rate(part, whole), "label": label, "unit": unit or pgettext("unit", "件"), "kept": kept}


@register.simple_tag(takes_context=True)
def keep(context: RequestContext, address: str) -> str:
    """An address of this site, carrying the chosen look where no cookie may."""
    return with_look(address, _look(context))


class Go(template.Node):
    def __init__(self, inner: URLNode) -> None:
        self.inner = inner

    def render(self, context: RequestContext) -> str:  # type: ignore[override]
        if not self.inner.asvar:
            return with_look(self.inner.render(context), _look(context))
        self.inner.render(context)
        name = self.inner.asvar
        context[name] = with_look(context[name], _look(context)) if context[name] else ""
        return ""


@register.tag
def go(parser: Parser, token: Token) -> Go:
    """`{% go "voice:case" id %}`: `{% url %}` that carries the chosen look."""
    return Go(url(parser, token))


@register.simple_tag(takes_context=True)
def look_url(context: RequestContext, **wanted: str) -> str:
    """This page with another look: `{% look_url text="large" %}`."""
    return with_look(context["request"].get_full_path(), _look(context).changed(wanted))


@register.simple_tag(takes_context=True)
def look_inputs(context: RequestContext) -> SafeString:
    """Hidden inputs that carry the look through a GET form outside /app/."""
    if context["door"] == "app":
        return EMPTY
    fields = [
        format_html('<input type="hidden" name="{}" value="{}">', key, value)
        for key, value in _look(context).choices().items()
    ]
    return mark_safe("".join(fields))  # noqa: S308 (each part is escaped above)


@register.inclusion_tag("z/look_switch.html", takes_context=True)
def look_switch(context: RequestContext, key: str, form: str) -> dict[str, Any]:
    """The switch of "text", "theme" or "lang"; form: icon, plain, button, mini, link, labelled."""
    look = _look(context)
    label, value = {
        "text": (_("标准字"), "normal") if look.text == "large" else (_("大字"), "large"),
        "theme": (_("浅色"), "light") if look.theme == "dark" else (_("深色"), "dark"),
        "lang": ("中文", "zh") if look.lang == "en" else ("English", "en"),
    }[key]
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "door": context["door"],
        "look": look,
        "key": key,
        "value": value,
        "label": label,
        "form": form,
        "url": look_url(context, **{key: value}),
        "lang_of_label": {"zh": "zh-CN", "en": "en"}[value] if key == "lang" else "",
        "classes": {
            "icon": "z-icbtn",
            "plain": "z-btn z-btn--plain",
            "button": "z-btn z-btn--plain z-btn--sm",
            "mini": "z-mini",
            "link": "z-lk",
            "labelled": "z-btn",
        }[form],
    }


@register.simple_tag(takes_context=True)
def term(context: RequestContext, word: str, label: str = "") -> SafeString:
    """`{% term "首接单位" %}`: a word of the glossary, in the reader's language, leading to what it means."""
    known, lang = glossary().of(word), "en" if english() else "zh"
    inside = context.get("door") == "app" and context.get("acting")
    address = reverse("workspace:app_glossary" if inside else "workspace:glossary")
    return format_html(
        '<a class="z-term" href="{}#word-{}" title="{}">{}</a>',
        with_look(address, _look(context)),
        known.key,
        known.says[lang],
        label or known.called(word, lang),
    )


@register.simple_tag(takes_context=True)
def nav_count(context: RequestContext, entry: Any) -> SafeString:
    """The number beside an entry of the rail, if the page gives `nav_counts` by url name."""
    counts = {"workspace:notices": context.get("notice_count"), **(context.get("nav_counts") or {})}
    count = counts.get(entry.name)
    count = count() if callable(count) else count
    return format_html('<span class="n">{}</span>', grouped(count)) if count else EMPTY


@register.inclusion_tag("z/field.html")
def field(bound: Any, label: str = "", hint: str = "", size: str = "") -> dict[str, Any]:
    """A form field with label, help and errors tied to it: `{% field form.reason %}`."""
    described = [f"{bound.auto_id}-{part}" for part, there in _parts(bound) if there]
    attrs = {"class": _classes(bound.field.widget, size)}
    if bound.field.widget.attrs.get("rows") == "10":  # Django's default fills a phone
        attrs["rows"] = "5"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if limit := getattr(bound.field, "max_length", None):
        attrs["data-count"] = str(limit)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "hint": hint,
        "is_check": getattr(bound.field.widget, "input_type", "") == "checkbox",
    }


@register.inclusion_tag("z/errors.html")
def errors(form: Any) -> dict[str, Any]:
    """`{% errors form %}` above a form: everything that is wrong with it, each leading to its field."""
    found: list[dict[str, Any]] = []
    if getattr(form, "is_bound", False):
        found += [{"at": "", "text": text} for text in form.non_field_errors()]
        for bound in form:
            several = getattr(bound.field.widget, "input_type", "") in ("radio", "checkbox")
            several = several and hasattr(bound.field.widget, "choices")
            at = f"{bound.auto_id}_0" if several else bound.auto_id
            found += [{"at": at, "label": bound.label, "text": text} for text in bound.errors]
    return {"errors": found}


@register.inclusion_tag("z/picks.html")
def picks(bound: Any, legend: str = "", row: bool = False) -> dict[str, Any]:
    """A choice field as cards, the whole card the target; `row=True` sets short choices side by side.

    A choice whose value has a text in `field.notes` (a dict) shows it under its label.
    """
    return {
        "bound": bound,
        "legend": legend or bound.label,
        "row": row,
        "options": [
            {"widget": option.data, "note": getattr(bound.field, "notes", {}).get(option.data["value"], "")}
            for option in bound
        ],
        "square": getattr(bound.field.widget, "input_type", "") == "checkbox",
    }


@register.inclusion_tag("z/pages.html", takes_context=True)
def pages(context: RequestContext, page: Any) -> dict[str, Any]:
    """Keyset paging: an object with first, last, total (or None), previous and next (keys or None)."""
    return {
        "page": page,
        "previous": _page_url(context, "before", getattr(page, "previous", None)),
        "next": _page_url(context, "after", getattr(page, "next", None)),
    }


def _page_url(context: RequestContext, name: str, key: str | None) -> str:
    if key is None:
        return ""
    query = context["request"].GET.copy()
    for other in ("before", "after"):
        query.pop(other, None)
    query[name] = key
    return f"?{query.urlencode()}"


def _parts(bound: Any) -> list[tuple[str, bool]]:
    return [("help", bool(bound.help_text)), ("error", bool(bound.errors))]


def _classes(widget: Any, size: str) -> str:
    own = widget.attrs.get("class", "")
    if getattr(widget, "input_type", "") == "checkbox":
        return f"z-check {own}".strip()
    return f"z-input{f' z-input--{size}' if size else ''} {own}".strip()


def _look(context: RequestContext) -> Look:
    look: Look = context.get("look") or Look()
    return look


@register.simple_tag
def grown_from(demand_id: UUID) -> UUID | None:
    """The suggestion that grew out of a demand: apps side by side do not know each other. One query."""
    from zhiyin.suggestions.models import Suggestion

    return Suggestion.objects.filter(from_demand=demand_id).values_list("pk", flat=True).first()
