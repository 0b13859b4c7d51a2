"""Taking a step in a suggestion: lock it, check who and when, change state, record, refresh the clocks."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied

from zhiyin.institutions import clocks
from zhiyin.journal import clock, leaf
from zhiyin.journal.kinds import FactKind, Value, named
from zhiyin.journal.record import SYSTEM, Entry, record_all
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.suggestions import rules
from zhiyin.suggestions.facts import SUBJECT
from zhiyin.suggestions.models import Author, Member, Note, Review, Suggestion
from zhiyin.suggestions.permissions import Standing, parties


class Conflict(Exception):
    """Somebody else acted on the suggestion since this page was opened."""


def locked(suggestion_id: UUID, *, version: int | None = None) -> Suggestion:
    """The suggestion, locked for this transaction. Raises Conflict, Suggestion.DoesNotExist."""
    found = Suggestion.objects.select_for_update(of=("self",)).select_related("unit", "handling_unit")
    suggestion = found.get(pk=suggestion_id)
    if version is not None and suggestion.version != version:
        raise Conflict
    return suggestion


def standing(acting: Acting, suggestion: Suggestion) -> Standing:
    """What this person is to this suggestion: three queries."""
    reviews = list(
        suggestion.reviews.filter(reviewer=acting.employee, declined_on=None).values_list(
            "given_on", flat=True
        )
    )
    return Standing(
        acting=acting,
        author=suggestion.authors.filter(employee=acting.employee).first(),
        seat=seat_of(acting),
        reviewing=suggestion.state == rules.State.IN_REVIEW and None in reviews,
        past_reviewer=bool(reviews),
    )


def seat_of(acting: Acting) -> Member | None:
    """The seat this person has in the committee today."""
    return Member.objects.filter(employee=acting.employee, until_on=None).first()


def allow(acting: Acting, suggestion: Suggestion, verb: str) -> Standing:
    """Raises PermissionDenied, NotNow."""
    one, found = standing(acting, suggestion), rules.STEPS[verb]
    if not parties(one, suggestion) & found.by:
        raise PermissionDenied(verb)
    rules.step(verb, suggestion.state)
    return one


def advance(
    suggestion: Suggestion,
    verb: str,
    acting: Acting | None,
    *,
    to: rules.State | None = None,
    also: Sequence[tuple[FactKind, dict[str, Value | None]]] = (),
    **payload: Value | None,
) -> None:
    """State and facts together; `also` follow the step's own fact."""
    step = rules.STEPS[verb]
    target = to or step.to
    if target is not None:
        suggestion.state = target
    suggestion.version += 1
    suggestion.save()
    tell(suggestion, acting, (named(step.fact), payload), *also)


def tell(
    suggestion: Suggestion, acting: Acting | None, *told: tuple[FactKind, dict[str, Value | None]]
) -> None:
    """Facts of a suggestion, and its dates derived anew."""
    unit = suggestion.handling_unit_id or suggestion.unit_id
    actor = acting.actor if acting else SYSTEM
    record_all([Entry(kind, suggestion.pk, actor, unit, payload=payload) for kind, payload in told])
    clocks.refresh(SUBJECT, [suggestion.pk])


def salted(text: str) -> tuple[str, str]:
    """A fresh salt and the digest of `text` under it."""
    salt = leaf.salt()
    return salt, leaf.text_digest(salt, text)


def digest_of(text: str) -> str:
    return salted(text)[1]


def noted(suggestion: Suggestion, verb: str, text: str) -> str:
    """Keep the words of a step; returns their digest for its fact."""
    salt, digest = salted(text)
    Note.objects.create(suggestion=suggestion, verb=verb, text=text.strip(), salt=salt, on=clock.today())
    return digest


def round_of(suggestion: Suggestion) -> int:
    """1, and one more each time it was filed again after a change."""
    return suggestion.notes.filter(verb="reopen").count() + 1


def reviews_now(suggestion: Suggestion) -> list[Review]:
    """Reviews of this round that were not given back."""
    rows = suggestion.reviews.filter(round=round_of(suggestion), declined_on=None)
    return list(rows.select_related("reviewer__unit"))


def authors_of(suggestion: Suggestion) -> list[Author]:
    """Those whose idea it is, in their order."""
    rows = suggestion.authors.filter(state=Author.State.JOINED)
    return list(rows.select_related("employee__unit"))


def is_here(employee: Employee) -> bool:
    """Whether this person still belongs to the enterprise."""
    return employee.status != Employee.Status.LEFT
