"""A fact as the core sees it: what happened, about what, when, with typed fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject` is the id of what it is about; `order` decides between facts of one day."""

    kind: str
    subject: str
    unit: str | None
    actor: str | None
    day: date
    at: datetime | None
    order: int
    fields: Mapping[str, object] = field(default_factory=dict)
