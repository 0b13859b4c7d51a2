"""After the written answer: promise, verdict, the union's visit, rework, review, closing."""

from datetime import timedelta

from zhiyin.demo.case import Case, Story
from zhiyin.demo.days import awake, in_office, office_on
from zhiyin.demo.library import phrases
from zhiyin.institutions import clocks
from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice import rules
from zhiyin.voice.models import Demand
from zhiyin.voice.services.answers import Written, answer_demand, keep_promise
from zhiyin.voice.services.extensions import grant_redate, request_redate
from zhiyin.voice.services.office import close_demand
from zhiyin.voice.services.reviews import assign_review, decide_review, request_review
from zhiyin.voice.services.speaking import reopen_demand
from zhiyin.voice.services.verdicts import deny_promise, give_up_visit, rate_demand, reach_speaker, try_visit
from zhiyin.voice.states import State

CALLED_AFTER = rules.OWN_VERDICT_FIRST + timedelta(days=1)
# Working days, more than the thirty days within which a review may be asked for.
AFTER_REVIEW = 25


def after_answer(case: Case) -> Story:
    """Whatever follows an answer, with a promise or without."""
    if case.demand.state == State.PROMISED:
        yield from _promised(case)
    yield from judged(case)


def _promised(case: Case) -> Story:
    rng, keeping = case.rng, case.plan.keeping
    if keeping == "redated":
        yield from _redated(case)
    due = case.demand.promised_on
    assert due
    # Five days past the promise the union calls: a broken promise is kept by then or never.
    days = rng.randint(1, 3) if keeping == "late" else -rng.randint(0, 3)
    if keeping == "broken":
        return
    yield office_on(rng, due + timedelta(days=days))
    if case.refresh().state != State.PROMISED:
        return
    evidence = case.teller.own("done") or case.teller.one("done")
    case.did(keep_promise(acting=case.handler, demand_id=case.id, evidence=evidence))
    if keeping == "denied":
        yield awake(rng, 1)
        if case.refresh().state in rules.STEPS["deny_promise"].sources:
            case.did(deny_promise(speaker=case.speaker, demand_id=case.id, text=case.teller.one("deny")))
            yield from _reworked(case)


def _redated(case: Case) -> Story:
    """A new date: asked for before the old one, agreed to by the head of the unit."""
    rng, due = case.rng, case.demand.promised_on
    assert due
    later, ceiling = due + timedelta(days=rng.randint(7, 14)), clocks.ceiling_on("demand", case.id)
    if (ceiling and later > ceiling) or case.plan.keeps_out:
        return
    yield office_on(rng, due - timedelta(days=4))
    reason = case.teller.one("redate")
    case.did(request_redate(acting=case.handler, demand_id=case.id, promised_on=later, reason=reason))
    yield in_office(rng)
    if clock.today() <= due:
        case.did(grant_redate(acting=case.head, demand_id=case.id))


def judged(case: Case) -> Story:
    """The speaker's two words, or silence and the union's call."""
    plan, rng = case.plan, case.rng
    if case.demand.state == State.PROMISED or not plan.verdict:
        yield from _visited(case)
        return
    yield awake(rng, plan.verdict_after)
    if case.refresh().state not in rules.STEPS["rate"].sources:
        return
    _rate(case)
    if case.demand.state == State.REWORK:
        yield from _reworked(case)
        return
    if plan.review:
        yield from _reviewed(case)
        return
    yield in_office(rng, rng.randint(1, 4))
    yield from _closed(case)


def _rate(case: Case) -> None:
    verdict = case.plan.verdict
    solved, satisfied = verdict.split("-")
    case.did(
        rate_demand(
            speaker=case.speaker,
            demand_id=case.id,
            solved=solved,
            satisfied=satisfied,
            why=_why(case, verdict),
        )
    )


def accuser_judged(case: Case, officer: Acting) -> Story:
    """Nobody but discipline may take part: no union calls, the case stays with its officers."""
    if case.plan.verdict:
        yield awake(case.rng, case.plan.verdict_after)
        _rate(case)
    if case.demand.state == State.REWORK:
        yield in_office(case.rng, 8)
        case.did(answered_accusation(case, officer))
    yield in_office(case.rng, AFTER_REVIEW)
    if case.refresh().state in (State.ANSWERED, State.RATED):
        case.did(close_demand(acting=officer, demand_id=case.id))


def _why(case: Case, verdict: str) -> str:
    return case.rng.choice(phrases("why", verdict))


def _closed(case: Case) -> Story:
    """Closed by the office; those whom the union must call first are called first."""
    demand = case.refresh()
    called = demand.satisfied == "no" or demand.solved == "no" or demand.visit_sampled
    if demand.state == State.RATED and called:
        yield from _visited(case)
    elif demand.state == State.RATED:
        case.did(close_demand(acting=case.office, demand_id=case.id))
    elif demand.state == State.RETURN_VISIT:
        yield from _called(case)


def _visited(case: Case) -> Story:
    """From the sixth day the visit is open by itself; then the union calls."""
    demand = case.demand
    assert demand.answered_on
    opens = rules.verdict_asked_on(demand.answered_on, demand.promised_on) + CALLED_AFTER
    wait = max(0, (opens - clock.today()).days)
    yield awake(case.rng, wait)
    yield in_office(case.rng, case.rng.choice((0, 0, 1)))
    if case.refresh().state == State.RETURN_VISIT:
        yield from _called(case)


def _called(case: Case) -> Story:
    rng, outcome, caller = case.rng, case.plan.visit, case.union
    channels = ("phone", "phone", "chat")
    misses = 3 if outcome == "unreachable" else rng.choices((0, 1, 2), (70, 22, 8))[0]
    for number in range(misses):
        note = case.teller.one("visit", "missed")
        case.did(try_visit(acting=caller, demand_id=case.id, channel=channels[number], note=note))
        yield in_office(rng, 0 if number == 0 else 1)
        if case.refresh().state != State.RETURN_VISIT:
            return
    if outcome == "unreachable":
        case.did(give_up_visit(acting=caller, demand_id=case.id))
    else:
        _reached(case, caller)
        if case.demand.state == State.REWORK:
            yield from _reworked(case)
            return
    yield in_office(rng, rng.randint(1, 3))
    if case.refresh().state in rules.STEPS["close"].sources:
        case.did(close_demand(acting=case.office, demand_id=case.id))


def _reached(case: Case, caller: Acting) -> None:
    """By telephone the union asks the same two questions; who has answered them is only listened to."""
    words = {}
    if case.plan.visit == "rated" and not case.demand.solved:
        silent = ("yes-yes", "yes-basically", "partly-basically", "no-no")
        verdict = "no-no" if case.plan.keeping == "broken" else case.rng.choices(silent, (40, 30, 20, 10))[0]
        solved, satisfied = verdict.split("-")
        words = {"solved": solved, "satisfied": satisfied, "why": _why(case, verdict)}
    note = case.teller.one("visit", "reached")
    case.did(reach_speaker(acting=caller, demand_id=case.id, channel="phone", note=note, **words))


def _reworked(case: Case) -> Story:
    """The same unit once more, within ten working days."""
    plan, rng = case.plan, case.rng
    yield in_office(rng, rng.randint(3, 9))
    written = case.teller.answer("again")
    case.did(answer_demand(acting=case.handler, demand_id=case.id, written=written))
    plan.verdict, plan.again_verdict, plan.keeping = plan.again_verdict, "partly-basically", "on_time"
    yield from judged(case)


def _reviewed(case: Case) -> Story:
    plan, rng = case.plan, case.rng
    yield awake(rng, rng.randint(1, 6))
    grounds = case.teller.one("grounds")
    case.did(request_review(speaker=case.speaker, demand_id=case.id, grounds=grounds))
    yield from _decided(case, second=False)
    if plan.review == "second":
        yield awake(rng, rng.randint(2, 12))
        grounds = case.teller.one("grounds")
        case.did(request_review(speaker=case.speaker, demand_id=case.id, grounds=grounds))
        yield from _decided(case, second=True)


def _decided(case: Case, *, second: bool) -> Story:
    rng = case.rng
    yield in_office(rng, rng.randint(1, 2))
    reviewer, unit = case.reviewer(second=second)
    case.did(
        assign_review(
            acting=case.office, demand_id=case.id, unit_id=unit.pk, reviewer_id=reviewer.employee.pk
        )
    )
    yield in_office(rng, rng.randint(6, 16))
    changed = case.plan.review == "changed" or (second and rng.random() < 0.3)
    opinion = case.teller.one("second" if second else "opinion", "changed" if changed else "kept")
    case.did(decide_review(acting=reviewer, demand_id=case.id, changed=changed, opinion=opinion))


def reopened(case: Case) -> Demand:
    """New facts after the end."""
    return reopen_demand(acting=case.speaker, demand_id=case.id, text=case.teller.one("reopen"))


def answered_accusation(case: Case, officer: Acting) -> Demand:
    """What discipline tells the one who accused."""
    teller, name = case.teller, case.rng.choice(("answer", "answer2", "answer2", "answer3"))
    request, facts, basis, opinion = (teller.one("report", p) for p in ("req", "facts", "basis", name))
    result = {"answer": "partly", "answer2": "support", "answer3": "not_support"}[name]
    return answer_demand(
        acting=officer, demand_id=case.id, written=Written(result, request, facts, basis, opinion)
    )
