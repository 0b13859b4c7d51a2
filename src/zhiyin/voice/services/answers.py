"""The written answer, final or with a promised date, and the promise kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.journal.kinds import Value
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.policies.selectors.citing import citations
from zhiyin.voice import claims, placeholders, rules, rules_joint
from zhiyin.voice.models import Answer, Citation, Demand, Finding
from zhiyin.voice.rules_joint import Because
from zhiyin.voice.services.joint import open_tasks, take_back_all
from zhiyin.voice.services.steps import SUBJECT, advance, advance_all, allow, locked, next_place, salted


@dataclass(frozen=True)
class Found:
    """What is found of one claim: its result, the reason in plain words, and the legal ground."""

    claim_id: UUID
    result: str
    reason: str
    basis: str


@dataclass(frozen=True)
class Cited:
    """An article that the answer rests on, or what it says of one claim."""

    article_id: UUID
    claim_id: UUID | None = None


@dataclass(frozen=True)
class Written:
    """The elements of a written answer (信访工作条例 32), and the promised date if there is one.

    Where the demand has several claims `findings` answers each, and `result` follows from them.
    """

    result: str
    request: str
    facts: str
    basis: str
    opinion: str
    promised_on: date | None = None
    findings: Sequence[Found] = ()
    cites: Sequence[Cited] = ()
    # Why it goes out finally although a helper has not answered yet.
    without_tasks: str = ""


@verb("voice.demand.answered", may=("voice.promise.made", "voice.claim.determined"))
def answer_demand(*, acting: Acting, demand_id: UUID, written: Written, version: int | None = None) -> Demand:
    """Answer in writing, finally or with a promised date no later than the ceiling."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "answer")
    if not all(part.strip() for part in (written.request, written.facts, written.basis, written.opinion)):
        raise rules.NotNow("answer_lacks_element")
    if placeholders.left_in(_words(written)):
        raise rules.NotNow("answer_has_places")
    cites = _cites(demand, written)
    if not written.promised_on:
        rules_joint.check_final_answer(open_tasks=open_tasks(demand), why=written.without_tasks)
        take_back_all(
            acting=acting, demand=demand, because=Because.ANSWERED_WITHOUT, why=written.without_tasks
        )
    if written.promised_on:
        ceiling = clocks.ceiling_on(SUBJECT, demand.pk)
        rules.check_promise(promised_on=written.promised_on, today=clock.today(), ceiling_on=ceiling)
    found = _findings(demand, written)
    if found:
        written = replace(written, result=claims.overall(one.result for one in found), findings=found)
    answer, digest = _answer(acting, demand, written)
    Finding.objects.bulk_create(
        Finding(claim_id=one.claim_id, answer=answer, result=one.result, reason=one.reason, basis=one.basis)
        for one in found
    )
    Citation.objects.bulk_create(
        Citation(
            answer=answer,
            claim_id=one.claim_id,
            place=place,
            article_id=one.article_id,
            on=demand.submitted_on,
        )
        for place, one in enumerate(cites, start=1)
    )
    demand.answered_on, demand.promised_on = clock.today(), written.promised_on
    demand.solved = demand.satisfied = ""
    demand.handler = acting.employee
    steps: list[tuple[str, dict[str, Value | None]]] = [
        *(("determine", _determined(acting, one)) for one in found),
        ("answer", _answered(acting, demand, written, digest)),
    ]
    if written.promised_on:
        steps.append(("promise", {"promised_on": written.promised_on}))
    advance_all(demand, acting, *steps)
    return demand


def _words(written: Written) -> list[str]:
    own = [written.request, written.facts, written.basis, written.opinion]
    return [*own, *(text for one in written.findings for text in (one.reason, one.basis))]


def _cites(demand: Demand, written: Written) -> list[Cited]:
    """Each once, all in force on the day of the demand. Raises NotNow."""
    cites = list(dict.fromkeys(written.cites))
    known = citations([one.article_id for one in cites], demand.submitted_on) if cites else {}
    if any(not (cite := known.get(one.article_id)) or not cite.valid for one in cites):
        raise rules.NotNow("citation_not_in_force")
    return cites


def _findings(demand: Demand, written: Written) -> list[Found]:
    """One for each claim that is still part of this demand, in their order. Raises NotNow."""
    here = list(demand.claims.filter(split_into__isnull=True).values_list("pk", flat=True))
    by_claim = {one.claim_id: one for one in written.findings}
    found = [by_claim[pk] for pk in here if pk in by_claim]
    whole = all(one.result and one.reason.strip() and one.basis.strip() for one in found)
    if len(found) < len(here) or not whole:
        raise rules.NotNow("claim_lacks_finding")
    return found


def _determined(acting: Acting, found: Found) -> dict[str, Value | None]:
    return {
        "claim": found.claim_id.hex,
        "result": found.result,
        "handler": acting.actor,
        "has_basis": True,
        "has_reason": True,
    }


def _answer(acting: Acting, demand: Demand, written: Written) -> tuple[Answer, str]:
    """The answer, and the digest of all its words."""
    answer = Answer(
        demand=demand,
        place=next_place(demand, "answers"),
        result=written.result,
        request=written.request,
        facts=written.facts,
        basis=written.basis,
        opinion=written.opinion,
        lacks_conditions=_lacks_conditions(written),
        promised_on=written.promised_on,
        handler=acting.employee,
        unit=demand.handling_unit,
        answered_on=clock.today(),
        cites=len(set(written.cites)),
    )
    said = [answer.whole, *(f"{one.reason}\n{one.basis}" for one in written.findings)]
    answer.text_salt, digest = salted("\n".join(said))
    answer.save()
    return answer, digest


def _answered(acting: Acting, demand: Demand, written: Written, digest: str) -> dict[str, Value | None]:
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
        "text": digest,
        # Only said where it is so: rules ask whether it is known.
        "discipline": True if demand.track == Demand.Track.DISCIPLINE else None,
        "lacks_conditions": _lacks_conditions(written) or None,
    }


def _lacks_conditions(written: Written) -> bool:
    explain = Answer.Result.EXPLAIN
    return written.result == explain or any(one.result == explain for one in written.findings)


@verb("voice.promise.done")
def keep_promise(*, acting: Acting, demand_id: UUID, evidence: str, version: int | None = None) -> Demand:
    """The promised thing is done, with what shows it."""
    demand = locked(demand_id, version=version)
    allow(acting, demand, "keep_promise")
    if open_tasks(demand):
        raise rules.NotNow("tasks_still_open_at_promise")
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
