"""The little calendar's day cells made ready to draw."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from zhiyin.institutions.little_calendar import DayCell
from zhiyin.workspace.dates import WEEKDAYS_ZH, english

CSS = {"outside": "out", "start": "st", "counted": "on", "off": "off", "paused": "off", "due": "end"}


@dataclass(frozen=True, slots=True)
class Cell:
    day: str
    css: str
    n: int | None
    name: str
    sup: str
    hidden: bool


def heads() -> tuple[str, ...]:
    return tuple("MTWTFSS") if english() else tuple(WEEKDAYS_ZH)


def cells(weeks: Iterable[Iterable[DayCell]]) -> Iterator[Cell]:
    """Days before the start are invisible; the first of a month carries its month."""
    begun = False
    for number, cell in enumerate(cell for week in weeks for cell in week):
        begun = begun or cell.kind == "start"
        css = CSS[cell.kind] if begun else "no"
        if cell.make_up and cell.kind == "counted":
            css += " mk"
        if cell.done and cell.kind in ("counted", "off", "paused"):
            css += " ok"
        with_month = cell.day.day == 1 or number == 0
        yield Cell(
            day=f"{cell.day.month}/{cell.day.day}" if with_month else str(cell.day.day),
            css=css,
            n=cell.n if cell.kind in ("counted", "due") else None,
            name=_name(cell),
            sup=pgettext("calendar", "班") if cell.make_up and cell.kind in ("counted", "due") else "",
            hidden=not begun,
        )


def drawn(weeks: list[list[DayCell]]) -> SafeString:
    """The heads and all cells as HTML: a template for sixty days would take most of a page's time."""
    return _drawn(tuple(map(tuple, weeks)), english())


@lru_cache(maxsize=512)
def _drawn(weeks: tuple[tuple[DayCell, ...], ...], in_english: bool) -> SafeString:
    """Cases raised on one day show the same calendar."""
    first = format_html_join("", '<span class="hd">{}</span>', ((head,) for head in heads()))
    spans = ((SafeString(_attributes(cell)), _day(cell), _said(cell)) for cell in cells(weeks))
    return first + format_html_join("", "<span{}>{}{}</span>", spans)


def _attributes(cell: Cell) -> str:
    # Both come from the names above, never from a reader.
    return (f' class="{cell.css}"' if cell.css else "") + (' aria-hidden="true"' if cell.hidden else "")


def _day(cell: Cell) -> str:
    return format_html("<span>{}<sup>{}</sup></span>", cell.day, cell.sup) if cell.sup else cell.day


def _said(cell: Cell) -> SafeString:
    if cell.n:
        if english():
            return format_html("<small>{}</small>", cell.n)
        return format_html('<small><span class="z-cal__pre">第</span>{}日</small>', cell.n)
    return format_html("<small>{}</small>", cell.name) if cell.name else mark_safe("")


def _name(cell: DayCell) -> str:
    if cell.kind == "start":
        return pgettext("calendar", "起")
    if cell.kind == "paused":
        return pgettext("calendar", "停")
    if cell.kind != "off" or not cell.name:
        return ""
    if cell.name in ("休", "周末"):
        return pgettext("calendar", "休")
    return pgettext("calendar", "假") if english() else cell.name.removesuffix("节")
