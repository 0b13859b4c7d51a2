"""Views of a list as tabs: each keeps what the list is narrowed by, and begins at its first page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class View:
    """A saved view: its name in the address, its label, and how its number is inked."""

    name: str
    label: str | Promise
    tone: str = ""
    counted: bool = True


def tabs(
    request: HttpRequest, views: Iterable[View], counts: Mapping[str, int], current: str
) -> list[dict[str, Any]]:
    """Label, address, number, ink and whether it is the one shown, of each view."""
    found = []
    for view in views:
        query = request.GET.copy()
        for gone in ("after", "before"):
            query.pop(gone, None)
        query["view"] = view.name
        count = counts.get(view.name) if view.counted else None
        found.append(
            {
                "label": view.label,
                "url": f"?{query.urlencode()}",
                "count": count,
                "tone": view.tone if count else "",
                "current": view.name == current,
            }
        )
    return found
