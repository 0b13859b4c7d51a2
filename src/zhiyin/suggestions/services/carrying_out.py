"""An adopted suggestion tried and carried out by the competent department."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from zhiyin.institutions.services.files import Upload
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Post, Unit
from zhiyin.suggestions import rules
from zhiyin.suggestions.models import Attachment, Plan, Suggestion, Trial
from zhiyin.suggestions.rules import State
from zhiyin.suggestions.services.files import attach_files
from zhiyin.suggestions.services.steps import advance, allow, digest_of, locked


@verb("voice.suggestion.trial_started")
def start_trial(
    *, acting: Acting, suggestion_id: UUID, unit: Unit, until_on: date, how: str, version: int | None = None
) -> Suggestion:
    """Try it somewhere first."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "start_trial")
    _ahead(until_on)
    rules.needs(how)
    Trial.objects.create(
        suggestion=suggestion, unit=unit, from_on=clock.today(), until_on=until_on, how=how.strip()
    )
    advance(suggestion, "start_trial", acting, to_unit=unit.pk, until=until_on, text=digest_of(how))
    return suggestion


@verb("voice.suggestion.trial_ended")
def end_trial(
    *, acting: Acting, suggestion_id: UUID, result: str, found: str, version: int | None = None
) -> Suggestion:
    """What the trial showed; what does not work goes before the meeting again."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "end_trial")
    if result not in rules.TRIAL_RESULTS:
        raise NotNow("no_outcome")
    rules.needs(found, "reason_too_short", rules.SHORTEST_REASON)
    trial = suggestion.trials.filter(ended_on=None).last()
    if trial is None:
        raise NotNow("moved_on")
    trial.result, trial.found, trial.ended_on = result, found.strip(), clock.today()
    trial.save()
    to = State.REVIEWED if result == "fails" else State.ADOPTED
    advance(suggestion, "end_trial", acting, to=to, result=result, text=digest_of(found))
    return suggestion


@verb("voice.suggestion.planned")
def plan_suggestion(
    *, acting: Acting, suggestion_id: UUID, owner_post: Post, planned_on: date, how: str = "",
    version: int | None = None,
) -> Suggestion:  # fmt: skip
    """Which post carries it out, and by when; from then on that day is owed."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "plan")
    _ahead(planned_on)
    unit = owner_post.unit
    Plan.objects.create(
        suggestion=suggestion, unit=unit, owner_post=owner_post, planned_on=planned_on, how=how.strip()
    )
    advance(suggestion, "plan", acting, to_unit=unit.pk, planned_on=planned_on, text=digest_of(how))
    return suggestion


@verb("voice.suggestion.implemented")
def implement_suggestion(
    *,
    acting: Acting,
    suggestion_id: UUID,
    evidence: str,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> Suggestion:
    """Done in fact, with what shows it."""
    suggestion = locked(suggestion_id, version=version)
    allow(acting, suggestion, "implement")
    rules.needs(evidence, "reason_too_short", rules.SHORTEST_REASON)
    plan = suggestion.plan
    plan.done_on, plan.evidence = clock.today(), evidence.strip()
    plan.save()
    attach_files(suggestion=suggestion, part=Attachment.Part.EVIDENCE, uploads=uploads)
    suggestion.done_on = clock.today()
    advance(suggestion, "implement", acting, evidence=True, text=digest_of(evidence))
    return suggestion


def _ahead(day: date) -> None:
    if day < clock.today():
        raise NotNow("day_is_past")
