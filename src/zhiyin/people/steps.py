"""A page with steps: which one is open, and what is kept of one that is gone."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from django.forms import BaseForm, BoundField

from zhiyin.people.marks import listed


class Step(Protocol):
    """`main`: may be the one that is open without being asked for; the first offered is."""

    @property
    def name(self) -> str: ...

    @property
    def main(self) -> bool: ...


S = TypeVar("S", bound=Step)


def steps_of_page(
    steps: Sequence[S],
    blank: Callable[[S], BaseForm],
    *,
    opened: str = "",
    tried: tuple[S, BaseForm] | None = None,
) -> dict[str, Any]:
    """The open step and its form, the others, and what was typed into a step that is no longer offered.

    Open is the step that was tried, else the one that the address asks for (`opened`), else the main one.
    """
    main = next((step for step in steps if step.main), None)
    now = next((step for step in steps if step.name == opened), main)
    form = blank(now) if now else None
    gone = None
    if tried is not None and tried[0] in steps:
        now, form = tried
    elif tried is not None:
        gone = tried[1]
    return {
        "open": now,
        "form": form,
        "steps": [step for step in steps if step is not now],
        "gone": gone is not None,
        "kept": typed(gone) if gone is not None else [],
    }


def typed(form: BaseForm) -> list[tuple[str, str]]:
    """What was written into each field, to be copied where the form is no longer offered; no files."""
    said = [(str(bound.label), _said(bound)) for bound in form if not bound.is_hidden]
    return [(label, text) for label, text in said if text]


def _said(bound: BoundField) -> str:
    """What was typed; of a choice, its words."""
    value = bound.value()
    values = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]
    chosen = [str(one.data["label"]) for one in bound.subwidgets if one.data.get("selected")]
    return listed(chosen if values and chosen else values)
