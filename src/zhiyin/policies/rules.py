"""Versions of a document in time: which is in force on a day, and what may follow what. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiyin.journal.refusal import NotNow as NotNow


@dataclass(frozen=True)
class Span:
    """From its first day until the first day on which it is no longer in force."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def taking_effect(spans: Sequence[Span], start: date) -> tuple[Span, int | None]:
    """Where a new version stands, and which earlier one ends on the day it begins. Raises NotNow."""
    if any(span.start == start for span in spans):
        raise NotNow("begins_the_same_day")
    before = [i for i, span in enumerate(spans) if span.start < start]
    last = max(before, key=lambda i: spans[i].start, default=None)
    later = min((span.start for span in spans if span.start > start), default=None)
    if last is None or not spans[last].holds(start):
        return Span(start, later), None
    return Span(start, spans[last].end), last


def repealing(span: Span, on: date) -> Span:
    """The last version, no longer in force from `on`. Raises NotNow."""
    if span.end is not None:
        raise NotNow("already_repealed")
    if on <= span.start:
        raise NotNow("ends_before_it_begins")
    return Span(span.start, on)


def needs(text: str, reason: str) -> None:
    """Raises NotNow(reason) when nothing was written."""
    if not text.strip():
        raise NotNow(reason)


def second_person(drafted_by: object, publisher: object) -> None:
    """Who wrote a draft last does not publish it. Raises NotNow."""
    if drafted_by is not None and drafted_by == publisher:
        raise NotNow("published_by_the_same_person")


def unchanged(seen: int, now: int) -> None:
    """A page shows the draft as it was; it must still be so. Raises NotNow."""
    if seen != now:
        raise NotNow("changed_meanwhile")
