"""The dimensions by which people may be grouped: only what is kept of an employee anyway."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.people.marks import listed
from zhiyin.people.models import Employee

Choice = tuple[str, str | Promise]
YES, NO = "1", "0"
SERVICE: Final = "service"
# What changes are kept as traits, so that a past day can be counted as it was.
TRACED: Final = ("category", "rank", "form", "status", "shift", "sex", "frontline", "union_member")
YES_NO: Final = frozenset({"frontline", "union_member"})
# Band → whole years of service from, and below
BANDS: Final[Mapping[str, tuple[int, int | None]]] = {
    "under_1": (0, 1), "1_to_3": (1, 3), "3_to_10": (3, 10), "10_to_20": (10, 20), "from_20": (20, None),
}  # fmt: skip
BAND_WORDS: Final = (
    ("under_1", _("不满 1 年")), ("1_to_3", _("1 年到 3 年")), ("3_to_10", _("3 年到 10 年")),
    ("10_to_20", _("10 年到 20 年")), ("from_20", _("20 年以上")),
)  # fmt: skip
DIMENSIONS: Final = (*TRACED, SERVICE)


def label(name: str) -> str | Promise:
    return _("工龄") if name == SERVICE else _field(name).verbose_name


def choices(name: str) -> list[Choice]:
    """The values that may be asked for; nobody who has left belongs to a group."""
    if name == SERVICE:
        return list(BAND_WORDS)
    if name in YES_NO:
        return [(YES, _("是")), (NO, _("否"))]
    return [(value, text) for value, text in _field(name).choices if value != Employee.Status.LEFT]


def cleaned(filters: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Only what asks for something: known dimensions, and not all of their values, in a fixed order."""
    found = {}
    for name in DIMENSIONS:
        known = [value for value, _text in choices(name)]
        asked = [value for value in known if value in set(filters.get(name, ()))]
        if asked and len(asked) < len(known):
            found[name] = asked
    return found


def told(filters: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Each dimension with its values in words."""
    lines = []
    for name in DIMENSIONS:
        if name in filters:
            words = dict(choices(name))
            lines.append((str(label(name)), listed(words[value] for value in filters[name])))
    return lines


def joined_between(band: str, on: date) -> tuple[date | None, date]:
    """The days of joining that give this band on a day: after the first (None: any), up to the second."""
    least, below = BANDS[band]
    return (years_before(on, below) if below is not None else None, years_before(on, least))


def years_before(on: date, years: int) -> date:
    """The same day so many years earlier; 29 February counts from 28 February."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def as_value(held: object) -> str:
    """A field's value as a trait keeps it."""
    return (YES if held else NO) if isinstance(held, bool) else str(held)


def _field(name: str) -> Any:
    model: type[Model] = Employee
    return model._meta.get_field(name)
