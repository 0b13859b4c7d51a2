"""What a suggestion brought, checked by two people; then its grade, and the reward paid in fact."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.suggestions import rules
from zhiyin.suggestions.grades import grade_of
from zhiyin.suggestions.models import Author, Effect, Reward, Suggestion
from zhiyin.suggestions.services.steps import advance, allow, authors_of, digest_of, locked


@verb("voice.suggestion.effect_stated")
def state_effect(
    *, acting: Acting, suggestion_id: UUID, text: str, value: Decimal | None = None,
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """Finance says what it brought: twelve months in yuan, or in words."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "state_effect")
    assert suggestion.done_on
    rules.check_effect(value=value, text=text, done_on=suggestion.done_on, today=clock.today())
    Effect.objects.create(
        suggestion=suggestion, value=value, text=text.strip(), stated_by=acting.employee,
        stated_on=clock.today(),
    )  # fmt: skip
    advance(suggestion, "state_effect", acting, value=value, text=digest_of(text))
    return suggestion


@verb("voice.suggestion.effect_confirmed")
def confirm_effect(*, acting: Acting, suggestion_id: UUID, version: int | None = None) -> Suggestion:
    """A second person finds the same."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "confirm_effect")
    effect = _by_another(acting, suggestion)
    effect.confirmed, effect.decided_by, effect.decided_on = True, acting.employee, clock.today()
    effect.save()
    suggestion.value = effect.value
    advance(suggestion, "confirm_effect", acting, value=effect.value)
    return suggestion


@verb("voice.suggestion.effect_disputed")
def dispute_effect(
    *, acting: Acting, suggestion_id: UUID, text: str, version: int | None = None
) -> Suggestion:
    """A second person does not find the same, and says why."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "dispute_effect")
    rules.needs(text, "reason_too_short", rules.SHORTEST_REASON)
    effect = _by_another(acting, suggestion)
    effect.confirmed, effect.decided_by, effect.decided_on = False, acting.employee, clock.today()
    effect.why = text.strip()
    effect.save()
    advance(suggestion, "dispute_effect", acting, text=digest_of(text))
    return suggestion


def _by_another(acting: Acting, suggestion: Suggestion) -> Effect:
    effect = suggestion.effects_stated.filter(confirmed=None).last()
    if effect is None:
        raise NotNow("moved_on")
    if effect.stated_by_id == acting.employee.pk:
        raise NotNow("second_person")
    return effect


@verb("voice.suggestion.graded")
def grade_suggestion(
    *, acting: Acting, suggestion_id: UUID, grade: str, amount: Decimal, text: str,
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """The committee grades by the house's table; from then on the reward is owed."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "grade")
    row = grade_of(grade)
    if row is None:
        raise NotNow("no_outcome")
    rules.check_grade(row, value=suggestion.value, amount=amount)
    rules.needs(text)
    Reward.objects.create(
        suggestion=suggestion, grade=grade, low=row.low, high=row.high, amount=amount,
        graded_by=acting.employee, graded_on=clock.today(), why=text.strip(),
    )  # fmt: skip
    # Who has not said yes by now has no part in the reward.
    suggestion.authors.filter(state=Author.State.INVITED).update(state=Author.State.DECLINED)
    advance(suggestion, "grade", acting, amount=amount, text=digest_of(text))
    return suggestion


@verb("voice.suggestion.paid")
def pay_reward(
    *, acting: Acting, suggestion_id: UUID, paid_on: date, version: int | None = None
) -> Suggestion:
    """Paid in fact, split by the agreed shares, or equally where none were agreed."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "pay")
    reward = suggestion.reward
    if not reward.graded_on <= paid_on <= clock.today():
        raise NotNow("paid_day_wrong")
    authors = authors_of(suggestion)
    agreed = [author.share for author in authors if author.share is not None]
    shares = agreed if len(agreed) == len(authors) else rules.equal_shares(len(authors))
    rules.check_shares(shares)
    for author, share, part in zip(authors, shares, rules.split(reward.amount, shares), strict=True):
        author.share, author.amount = share, part
    Author.objects.bulk_update(authors, ["share", "amount"])
    reward.paid_on, reward.paid_by = paid_on, acting.employee
    reward.save()
    advance(suggestion, "pay", acting, amount=reward.amount, paid_on=paid_on, authors=len(authors))
    return suggestion
