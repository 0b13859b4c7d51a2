"""From the office to two evaluations: formal check, reviewers apart from each other and from the authors."""

from collections.abc import Sequence
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Unit
from zhiyin.suggestions import facts, rules
from zhiyin.suggestions.models import Author, Member, Review, Suggestion
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.services.steps import (
    advance,
    allow,
    is_here,
    locked,
    noted,
    reviews_now,
    round_of,
    salted,
)


@verb("voice.suggestion.returned")
def send_back(*, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None) -> Suggestion:
    """The office says what is missing; the date goes on counting."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "send_back")
    rules.needs(text)
    advance(suggestion, "send_back", acting, text=noted(suggestion, "send_back", text))
    return suggestion


@verb("voice.suggestion.checked", "voice.suggestion.review_assigned")
def check_suggestion(
    *,
    acting: Acting,
    suggestion_id: UUID,
    unit: Unit,
    reviewers: Sequence[Employee],
    version: int | None = None,
) -> Suggestion:
    """Complete: to the competent department and to two reviewers. Raises NotNow with why one is kept out."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "check")
    if len(set(reviewers)) != rules.REVIEWERS or len(reviewers) != rules.REVIEWERS:
        raise NotNow("two_reviewers")
    out = kept_out(acting, suggestion, list(reviewers))
    if any(out.values()):
        raise NotNow(f"kept_out_{next(code for code in out.values() if code)}")
    suggestion.handling_unit = unit
    place, today = round_of(suggestion), clock.today()
    Review.objects.bulk_create(
        Review(suggestion=suggestion, round=place, reviewer=person, assigned_on=today) for person in reviewers
    )
    assigned = [(facts.REVIEW_ASSIGNED, {"reviewer": person.pk}) for person in reviewers]
    advance(suggestion, "check", acting, also=assigned, to_unit=unit.pk)  # type: ignore[arg-type]
    return suggestion


def kept_out(acting: Acting, suggestion: Suggestion, people: Sequence[Employee]) -> dict[UUID, str]:
    """For each person why they may not review this suggestion (a code), or empty. Three queries."""
    authors = suggestion.authors.exclude(state__in=(Author.State.DECLINED, Author.State.LEFT))
    rows = list(authors.values_list("employee_id", "employee__unit_id"))
    theirs, units = {person for person, _unit in rows}, {unit for _person, unit in rows}
    sides = dict(Member.objects.filter(until_on=None).values_list("employee_id", "side"))
    before = set(suggestion.reviews.filter(round=round_of(suggestion)).values_list("reviewer_id", flat=True))
    return {
        person.pk: rules.kept_out(
            author=person.pk in theirs, same_unit=person.unit_id in units, side=sides.get(person.pk),
            here=is_here(person), assigning=person.pk == acting.employee.pk, already=person.pk in before,
        )
        for person in people
    }  # fmt: skip


@verb("voice.suggestion.review_assigned", may=("voice.suggestion.review_declined",))
def replace_reviewer(
    *, acting: Acting, suggestion_id: UUID, reviewer: Employee, instead_of: UUID | None = None,
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """Another reviewer for one who stood back, left the committee, or does not get to it."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "replace")
    out = kept_out(acting, suggestion, [reviewer])[reviewer.pk]
    if out:
        raise NotNow(f"kept_out_{out}")
    now = reviews_now(suggestion)
    also = []
    if len(now) >= rules.REVIEWERS:
        old = next((one for one in now if one.pk == instead_of and one.given_on is None), None)
        if old is None:
            raise NotNow("nobody_to_replace")
        old.declined_on = clock.today()
        old.save()
        text = salted("replaced")[1]
        also.append((facts.REVIEW_DECLINED, {"reviewer": old.reviewer_id, "text": text}))
    Review.objects.create(
        suggestion=suggestion, round=round_of(suggestion), reviewer=reviewer, assigned_on=clock.today()
    )
    advance(suggestion, "replace", acting, also=also, reviewer=reviewer.pk)  # type: ignore[arg-type]
    return suggestion


@verb("voice.suggestion.review_declined")
def step_back(*, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None) -> Suggestion:
    """A reviewer stands back of themself, with the reason; the office names another."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "step_back")
    rules.needs(text)
    review = _own(acting, suggestion)
    review.declined_on, review.text = clock.today(), text.strip()
    review.salt, digest = salted(text)
    review.save()
    advance(suggestion, "step_back", acting, reviewer=acting.employee.pk, text=digest)
    return suggestion


@verb("voice.suggestion.review_given")
def evaluate_suggestion(
    *, acting: Acting, suggestion_id: UUID, opinion: str, feasible: int, benefit: int, text: str,
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """One of the two evaluates; with the second one it is ready for the meeting."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "evaluate")
    if opinion not in rules.OPINIONS:
        raise NotNow("no_outcome")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    review = _own(acting, suggestion)
    review.opinion, review.feasible, review.benefit = opinion, feasible, benefit
    review.text, review.given_on = text.strip(), clock.today()
    review.salt, digest = salted(text)
    review.save()
    given = [one for one in reviews_now(suggestion) if one.given_on]
    ready = State.REVIEWED if len(given) >= rules.REVIEWERS else None
    advance(
        suggestion, "evaluate", acting, to=ready, reviewer=acting.employee.pk, opinion=opinion, text=digest
    )
    return suggestion


def _own(acting: Acting, suggestion: Suggestion) -> Review:
    found = [one for one in reviews_now(suggestion) if one.reviewer_id == acting.employee.pk]
    review = next((one for one in found if one.given_on is None), None)
    if review is None:
        raise NotNow("evaluated_before")
    return review
