"""What an employee sees of their own suggestions, and what everybody sees of adopted ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.people.acting import Acting
from zhiyin.people.paging import Page, day_page
from zhiyin.suggestions.facts import SUBJECT
from zhiyin.suggestions.models import Author, Review, Suggestion
from zhiyin.suggestions.rules import ADOPTED_STATES, CARRIED_OUT, EFFECTS
from zhiyin.suggestions.selectors.board import PAGE
from zhiyin.suggestions.words import Chip, chip_of, unit_said


@dataclass(frozen=True)
class Row:
    """A suggestion in a list with its nearest running date."""

    suggestion: Suggestion
    chip: Chip
    clock: Clock | None
    department: str = ""
    news: bool = False


def rows_of(suggestions: Sequence[Suggestion], seen: dict[UUID, int] | None = None) -> list[Row]:
    """One query for the dates of all."""
    found = clocks.for_subjects(SUBJECT, [one.pk for one in suggestions])
    result = []
    for one in suggestions:
        running = next((c for c in found.get(one.pk, []) if c.running), None)
        news = seen is not None and one.version > seen.get(one.pk, 0)
        result.append(Row(one, chip_of(one), running, unit_said(one.handling_unit), news))
    return result


def mine(acting: Acting, *, after: str = "", before: str = "") -> tuple[Page[Suggestion], list[Row]]:
    """Those of which one is an author: three queries."""
    own = Author.objects.filter(employee=acting.employee, state=Author.State.JOINED)
    seen = dict(own.values_list("suggestion_id", "seen"))
    rows = Suggestion.objects.filter(pk__in=own.values("suggestion_id"))
    rows = rows.select_related("handling_unit__parent").order_by("-filed_on", "-pk")
    page = day_page(rows, after=after, before=before, size=PAGE)
    return page, rows_of(page.rows, seen)


def invitations(acting: Acting) -> list[Suggestion]:
    """Where somebody named this person as a co-author and waits for their word."""
    rows = Suggestion.objects.filter(authors__employee=acting.employee, authors__state=Author.State.INVITED)
    return list(rows.order_by("filed_on"))


def to_review(acting: Acting) -> list[Suggestion]:
    """What this person is to evaluate."""
    open_ones = Review.objects.filter(reviewer=acting.employee, given_on=None, declined_on=None)
    rows = Suggestion.objects.filter(pk__in=open_ones.values("suggestion_id"), state="in_review")
    return list(rows.order_by("filed_on"))


@dataclass(frozen=True)
class Credited:
    """An adopted suggestion and whose idea it may be said to be."""

    suggestion: Suggestion
    names: tuple[str, ...]
    unnamed: int


def credited(suggestion: Suggestion, authors: Sequence[Author]) -> Credited:
    """Names of those who wish it; the others are only counted."""
    joined = [author for author in authors if author.state == Author.State.JOINED]
    names = tuple(author.employee.name for author in joined if author.named)
    return Credited(suggestion, names, len(joined) - len(names))


def public(*, effect: str = "", done: bool = False, after: str = "", before: str = "") -> tuple[
    Page[Suggestion], list[Credited]
]:  # fmt: skip
    """Adopted suggestions, newest first, credited as their authors wish: two queries."""
    rows = adopted()
    if effect in EFFECTS:
        rows = rows.filter(effects__contains=f",{effect},")
    if done:
        rows = rows.filter(state__in=sorted(CARRIED_OUT))
    authors = Prefetch("authors", Author.objects.select_related("employee"), to_attr="all_authors")
    rows = rows.select_related("handling_unit__parent").prefetch_related(authors, "effects_stated")
    page = day_page(rows.order_by("-filed_on", "-pk"), after=after, before=before, size=PAGE)
    return page, [credited(one, one.all_authors) for one in page.rows]  # type: ignore[attr-defined]


def adopted() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(state__in=sorted(ADOPTED_STATES))


def public_figures() -> dict[str, int | Decimal]:
    """How many were adopted of those decided, how many carried out, what was confirmed: one query."""
    found = Suggestion.objects.aggregate(
        decided=Count("pk", filter=Q(state__in=[*sorted(ADOPTED_STATES), "not_adopted", "reconsidering"])),
        adopted=Count("pk", filter=Q(state__in=sorted(ADOPTED_STATES))),
        done=Count("pk", filter=Q(state__in=sorted(CARRIED_OUT))),
        value=Sum("value"),
    )
    return {**found, "value": found["value"] or Decimal(0)}
