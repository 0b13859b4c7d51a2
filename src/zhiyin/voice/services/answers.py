"""The written answer, final or with a promised date, and the promise kept."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.leaf import text_digest
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Answer, Demand
from zhiyin.voice.services.steps import SUBJECT, advance, advance_all, allow, locked, next_place, salted


@dataclass(frozen=True)
class Written:
    """The elements of a written answer (信访工作条例 32), and the promised date if there is one."""

    result: str
    request: str
    facts: str
    basis: str
    opinion: str
    promised_on: date | None = None


@verb("voice.demand.answered", may=("voice.promise.made",))
def answer_demand(*, acting: Acting, demand_id: UUID, written: Written, version: int | None = None) -> Demand:
    """Answer in writing, finally or with a promised date no later than the ceiling."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "answer")
    if not all(part.strip() for part in (written.request, written.facts, written.basis, written.opinion)):
        raise rules.NotNow("answer_lacks_element")
    if written.promised_on:
        ceiling = clocks.ceiling_on(SUBJECT, demand.pk)
        rules.check_promise(promised_on=written.promised_on, today=clock.today(), ceiling_on=ceiling)
    answer = _answer(acting, demand, written)
    demand.answered_on, demand.promised_on = clock.today(), written.promised_on
    demand.solved = demand.satisfied = ""
    demand.handler = acting.employee
    steps: list[tuple[str, dict[str, Value | None]]] = [
        ("answer", _answered(acting, demand, written, answer))
    ]
    if written.promised_on:
        steps.append(("promise", {"promised_on": written.promised_on}))
    advance_all(demand, acting, *steps)
    return demand


def _answer(acting: Acting, demand: Demand, written: Written) -> Answer:
    answer = Answer(
        demand=demand,
        place=next_place(demand, "answers"),
        result=written.result,
        request=written.request,
        facts=written.facts,
        basis=written.basis,
        opinion=written.opinion,
        promised_on=written.promised_on,
        handler=acting.employee,
        unit=demand.handling_unit,
        answered_on=clock.today(),
    )
    answer.text_salt, _digest = salted(answer.whole)
    answer.save()
    return answer


def _answered(acting: Acting, demand: Demand, written: Written, answer: Answer) -> dict[str, Value | None]:
    # How to ask for review is added to every answer by the page itself.
    return {
        "written": True,
        "final": written.promised_on is None,
        "result": written.result,
        "handler": acting.actor,
        "has_request": True,
        "has_facts": True,
        "has_basis": True,
        "has_opinion": True,
        "has_review_path": True,
        "text": text_digest(answer.text_salt, answer.whole),
        # Only said where it is so: rules ask whether it is known.
        "discipline": True if demand.track == Demand.Track.DISCIPLINE else None,
    }


@verb("voice.promise.done")
def keep_promise(*, acting: Acting, demand_id: UUID, evidence: str, version: int | None = None) -> Demand:
    """The promised thing is done, with what shows it."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "keep_promise")
    if not evidence.strip():
        raise rules.NotNow("promise_needs_evidence")
    answer = demand.answers.filter(promised_on__isnull=False).last()
    if answer is None:
        raise rules.NotNow("nothing_to_decide")
    answer.done_salt, digest = salted(evidence)
    answer.done_on, answer.done_text = clock.today(), evidence
    answer.save()
    advance(demand, "keep_promise", acting, handler=acting.actor, evidence=True, text=digest)
    return demand
