"""Views of a list as tabs: each keeps what the list is narrowed by, and begins at its first page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

PLACE_IN_PAGES = ("after", "before")


@dataclass(frozen=True)
class View:
    """A view of a list: name in the address, label, ink of its number; whether the list counts it."""

    name: str
    label: str | Promise
    tone: str = ""
    counted: bool = True


@dataclass(frozen=True)
class Tab:
    """A view as a tab: its address, its number, whether it is the one shown."""

    label: str | Promise
    url: str
    count: int | None
    tone: str
    current: bool


def query_without(request: HttpRequest, names: Iterable[str] = PLACE_IN_PAGES) -> QueryDict:
    """What the list is narrowed by, to be carried on; not where one was in its pages."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query


def tabs(
    request: HttpRequest,
    views: Iterable[View],
    counts: Mapping[str, int],
    current: str,
    *,
    gone: Iterable[str] = PLACE_IN_PAGES,
) -> list[Tab]:
    """A tab for each view; `gone` are the parts of the address that another view has no use for."""
    found, query = [], query_without(request, gone)
    for view in views:
        query["view"] = view.name
        count = counts.get(view.name)
        tone = view.tone if count else ""
        found.append(Tab(view.label, f"?{query.urlencode()}", count, tone, view.name == current))
    return found
