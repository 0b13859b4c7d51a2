"""Review (复查) and second review (复核): the next higher unit, people who took no part before."""

from uuid import UUID

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting, acting_as
from zhiyin.people.models import Employee, Unit
from zhiyin.people.roles import Role
from zhiyin.voice import rules
from zhiyin.voice.models import Demand, Review
from zhiyin.voice.services.steps import advance, allow, locked, salted
from zhiyin.voice.speakers import Speaker


@verb(may=("voice.review.requested", "voice.second_review.requested"))
def request_review(*, speaker: Speaker, demand_id: UUID, grounds: str) -> Demand:
    """The speaker does not accept the written answer, or the review; within 30 days."""
    demand = locked(demand_id)
    second = demand.reviews.filter(second=False, decided_on__isnull=False).exists()
    verb_name = "request_second_review" if second else "request_review"
    allow(speaker, demand, verb_name)
    if demand.track == Demand.Track.DISCIPLINE:
        raise rules.NotNow("accusation_has_no_review")
    if not grounds.strip():
        raise rules.NotNow("review_needs_grounds")
    _check_window(demand, second=second)
    salt, digest = salted(grounds)
    Review.objects.create(
        demand=demand, second=second, grounds=grounds, grounds_salt=salt, requested_on=clock.today()
    )
    advance(demand, verb_name, speaker, text=digest)
    return demand


def _check_window(demand: Demand, *, second: bool) -> None:
    today = clock.today()
    if second:
        decided = demand.reviews.filter(second=False).values_list("decided_on", flat=True).last()
        rules.check_second_review(decided_on=decided or today, today=today)
    else:
        answered = demand.answered_on or today
        rules.check_review(answered_on=answered, promised_on=demand.promised_on, today=today)


@verb(may=("voice.review.taken", "voice.second_review.taken"))
def assign_review(
    *, acting: Acting, demand_id: UUID, unit_id: UUID, reviewer_id: UUID, version: int | None = None
) -> Demand:
    """The office hands the review to a reviewer of the next higher unit who took no part before."""
    demand = locked(demand_id, version=version)
    review = _open_review(demand)
    verb_name = "take_second_review" if review.second else "take_review"
    allow(acting, demand, verb_name)
    reviewer = Employee.objects.get(pk=reviewer_id)
    unit = Unit.objects.get(pk=unit_id)
    if not acting_as(reviewer).over(unit.path, Role.REVIEWER):
        raise rules.NotNow("not_a_reviewer_there")
    if reviewer.pk in took_part(demand):
        raise rules.NotNow("reviewer_took_part")
    if reviewer.pk in kept_out(demand):
        raise rules.NotNow("reviewer_kept_out")
    review.unit, review.reviewer = unit, reviewer
    review.save()
    advance(demand, verb_name, acting, to_unit=unit.pk.hex, reviewer=f"employee:{reviewer.pk.hex}")
    return demand


def _open_review(demand: Demand) -> Review:
    review = demand.reviews.filter(decided_on__isnull=True).last()
    if review is None:
        raise rules.NotNow("nothing_to_decide")
    return review


def took_part(demand: Demand) -> set[UUID]:
    """Everyone who handled, answered or reviewed before (信访工作条例 35)."""
    people = {demand.handler_id}
    people.update(demand.answers.values_list("handler_id", flat=True))
    people.update(demand.reviews.values_list("reviewer_id", flat=True))
    return {person for person in people if person}


def kept_out(demand: Demand) -> set[UUID]:
    """Everyone whom the speaker wants kept out, and the one who spoke."""
    people = {demand.author_id, *demand.exclusions.values_list("employee_id", flat=True)}
    return {person for person in people if person}


@verb(may=("voice.review.decided", "voice.second_review.decided"))
def decide_review(
    *, acting: Acting, demand_id: UUID, changed: bool, opinion: str, version: int | None = None
) -> Demand:
    """The reviewer's written opinion: the answer stands or is changed, with reasons."""
    demand = locked(demand_id, version=version)
    review = _open_review(demand)
    verb_name = "decide_second_review" if review.second else "decide_review"
    allow(acting, demand, verb_name)
    if review.reviewer_id != acting.employee.pk:
        raise rules.NotNow("not_your_review")
    if not opinion.strip():
        raise rules.NotNow("review_needs_grounds")
    salt, digest = salted(opinion)
    review.changed, review.opinion, review.opinion_salt = changed, opinion, salt
    review.decided_on = clock.today()
    review.save()
    advance(
        demand,
        verb_name,
        acting,
        reviewer=acting.actor,
        level_up=_is_higher(demand, review),
        changed=changed,
        text=digest,
    )
    return demand


def _is_higher(demand: Demand, review: Review) -> bool:
    """Whether the reviewing unit lies above the handling unit; at the top of the group it cannot."""
    if not review.unit or not demand.handling_unit:
        return False
    path, above = demand.handling_unit.path, review.unit.path
    return path != above and path.startswith(above)
