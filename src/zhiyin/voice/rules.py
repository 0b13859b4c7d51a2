"""What may follow what in a demand: one table of transitions, and the guards. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhiyin.journal.refusal import NotNow as NotNow
from zhiyin.voice.states import OPEN_STATES, Solved, State


class Party(StrEnum):
    """Who may take a step."""

    SPEAKER = "speaker"
    OFFICE = "office"
    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    UNION = "union"
    REVIEWER = "reviewer"
    DISCIPLINE = "discipline"
    SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` None: an event, the state stays. RESUME: back to where it was before."""

    verb: str
    sources: frozenset[State]
    to: State | str | None
    by: frozenset[Party]
    fact: str


RESUME = "resume"
S, P = State, Party

BEFORE_ANSWER = frozenset(
    {S.SUBMITTED, S.REGISTERED, S.ACCEPTED, S.DISPATCHED, S.OBJECTED, S.IN_HANDLING, S.AWAITING_EMPLOYEE}
)
WORKING = frozenset({S.IN_HANDLING, S.REWORK})
AFTER_ANSWER = frozenset({S.ANSWERED, S.PROMISED, S.RETURN_VISIT, S.RATED, S.UNREACHABLE, S.CLOSED})

# Once begun, a mediation is brought to its end whatever else becomes of the demand.
MEDIATED = frozenset(State) - {S.SUBMITTED, S.REGISTERED, S.REDIRECTED, S.MERGED, S.WITHDRAWN}
MEDIATORS = (P.HANDLER, P.OFFICE, P.UNION)


def _step(
    verb: str, sources: Iterable[State], to: State | str | None, by: Sequence[Party], fact: str
) -> Step:
    return Step(verb, frozenset(sources), to, frozenset(by), fact)


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        _step("submit", (), S.SUBMITTED, (P.SPEAKER, P.OFFICE, P.UNION), "voice.demand.received"),
        _step("import_record", (), S.CLOSED, (P.OFFICE,), "voice.record.imported"),
        _step(
            "register",
            (S.SUBMITTED,),
            S.REGISTERED,
            (P.OFFICE, P.DISCIPLINE, P.SYSTEM),
            "voice.demand.registered",
        ),
        _step("notify", (S.REGISTERED, S.ACCEPTED), None, (P.OFFICE, P.DISCIPLINE), "voice.demand.noticed"),
        _step("accept", (S.REGISTERED,), S.ACCEPTED, (P.OFFICE, P.DISCIPLINE), "voice.demand.accepted"),
        _step(
            "redirect",
            (S.REGISTERED, S.ACCEPTED),
            S.REDIRECTED,
            (P.OFFICE, P.DISCIPLINE),
            "voice.demand.redirected",
        ),
        _step("merge", (S.REGISTERED, S.ACCEPTED), S.MERGED, (P.OFFICE,), "voice.demand.merged"),
        _step(
            "contest_kind",
            BEFORE_ANSWER - {S.SUBMITTED, S.REGISTERED},
            None,
            (P.SPEAKER,),
            "voice.kind.contested",
        ),
        _step(
            "change_kind",
            BEFORE_ANSWER - {S.SUBMITTED, S.REGISTERED},
            None,
            (P.OFFICE,),
            "voice.kind.changed",
        ),
        _step("dispatch", (S.ACCEPTED,), S.DISPATCHED, (P.OFFICE, P.DISCIPLINE), "voice.demand.dispatched"),
        # Whoever hands it over states that nobody there has an interest in it (信访工作条例 28(3)).
        _step(
            "assign",
            WORKING | {S.DISPATCHED, S.AWAITING_EMPLOYEE, S.PROMISED},
            None,
            (P.OFFICE, P.DISCIPLINE, P.HANDLER),
            "voice.handler.assigned",
        ),
        _step("recuse", (S.DISPATCHED, S.IN_HANDLING), S.ACCEPTED, (P.HANDLER,), "voice.handler.recused"),
        _step(
            "undo_dispatch",
            (S.DISPATCHED,),
            S.ACCEPTED,
            (P.OFFICE, P.DISCIPLINE),
            "voice.dispatch.undone",
        ),
        _step(
            "remind_handler",
            WORKING | {S.DISPATCHED},
            None,
            (P.OFFICE, P.UNIT_HEAD, P.UNION),
            "voice.handler.reminded",
        ),
        _step(
            "undo_reminder",
            WORKING | {S.DISPATCHED},
            None,
            (P.OFFICE, P.UNIT_HEAD, P.UNION),
            "voice.reminder.undone",
        ),
        _step("sign_in", (S.DISPATCHED,), S.IN_HANDLING, (P.HANDLER,), "voice.demand.signed_in"),
        _step("object", (S.DISPATCHED,), S.OBJECTED, (P.HANDLER,), "voice.demand.objected"),
        _step("uphold_objection", (S.OBJECTED,), S.DISPATCHED, (P.OFFICE,), "voice.objection.upheld"),
        _step("dismiss_objection", (S.OBJECTED,), S.IN_HANDLING, (P.OFFICE,), "voice.objection.dismissed"),
        _step("contact", WORKING | {S.AWAITING_EMPLOYEE}, None, (P.HANDLER,), "voice.demand.contacted"),
        _step("ask", WORKING, S.AWAITING_EMPLOYEE, (P.HANDLER,), "voice.info.requested"),
        _step("supply", (S.AWAITING_EMPLOYEE,), RESUME, (P.SPEAKER,), "voice.info.received"),
        _step("lapse", (S.AWAITING_EMPLOYEE,), S.LAPSED, (P.OFFICE,), "voice.demand.lapsed"),
        _step("resume", (S.LAPSED,), RESUME, (P.SPEAKER,), "voice.demand.resumed"),
        _step(
            "request_extension",
            WORKING | {S.AWAITING_EMPLOYEE},
            None,
            (P.HANDLER,),
            "voice.extension.requested",
        ),
        _step("extend", WORKING | {S.AWAITING_EMPLOYEE}, None, (P.UNIT_HEAD,), "voice.demand.extended"),
        _step(
            "refuse_extension",
            WORKING | {S.AWAITING_EMPLOYEE},
            None,
            (P.UNIT_HEAD,),
            "voice.extension.refused",
        ),
        _step(
            "escalate",
            WORKING | {S.DISPATCHED, S.OBJECTED, S.AWAITING_EMPLOYEE},
            None,
            (P.HANDLER, P.OFFICE, P.SYSTEM),
            "voice.demand.escalated",
        ),
        _step(
            "set_claims",
            BEFORE_ANSWER - {S.SUBMITTED, S.REGISTERED},
            None,
            (P.OFFICE, P.HANDLER),
            "voice.claims.set",
        ),
        _step(
            "split_off",
            BEFORE_ANSWER - {S.SUBMITTED, S.REGISTERED},
            None,
            (P.OFFICE, P.HANDLER),
            "voice.claim.split_off",
        ),
        _step(
            "mark_legacy",
            OPEN_STATES | AFTER_ANSWER - {S.SUBMITTED},
            None,
            (P.OFFICE, P.HANDLER),
            "voice.legacy.marked",
        ),
        _step(
            "add_legacy_paper",
            OPEN_STATES | AFTER_ANSWER | {S.FINAL},
            None,
            (P.OFFICE, P.HANDLER),
            "voice.legacy.paper_added",
        ),
        _step("determine", WORKING, None, (P.HANDLER,), "voice.claim.determined"),
        _step("answer", WORKING, S.ANSWERED, (P.HANDLER,), "voice.demand.answered"),
        _step("promise", (S.ANSWERED,), S.PROMISED, (P.HANDLER,), "voice.promise.made"),
        _step("request_redate", (S.PROMISED,), None, (P.HANDLER,), "voice.redate.requested"),
        _step("redate", (S.PROMISED,), None, (P.UNIT_HEAD,), "voice.promise.redated"),
        _step("refuse_redate", (S.PROMISED,), None, (P.UNIT_HEAD,), "voice.redate.refused"),
        _step("keep_promise", (S.PROMISED,), S.ANSWERED, (P.HANDLER,), "voice.promise.done"),
        _step("deny_promise", (S.PROMISED, S.ANSWERED), S.REWORK, (P.SPEAKER,), "voice.promise.denied"),
        _step(
            "rate",
            (S.ANSWERED, S.PROMISED, S.RETURN_VISIT, S.RATED, S.UNREACHABLE),
            S.RATED,
            (P.SPEAKER, P.UNION),
            "voice.demand.rated",
        ),
        _step("rework", (S.RATED,), S.REWORK, (P.SYSTEM, P.UNION), "voice.demand.rework"),
        _step(
            "begin_visit",
            (S.ANSWERED, S.PROMISED, S.RATED),
            S.RETURN_VISIT,
            (P.SYSTEM, P.UNION),
            "voice.visit.opened",
        ),
        _step("try_visit", (S.RETURN_VISIT,), None, (P.UNION,), "voice.visit.tried"),
        _step("reach", (S.RETURN_VISIT,), None, (P.UNION,), "voice.visit.reached"),
        _step("give_up_visit", (S.RETURN_VISIT,), S.UNREACHABLE, (P.UNION,), "voice.visit.given_up"),
        _step("request_review", AFTER_ANSWER, S.REVIEW_REQUESTED, (P.SPEAKER,), "voice.review.requested"),
        _step("take_review", (S.REVIEW_REQUESTED,), S.UNDER_REVIEW, (P.OFFICE,), "voice.review.taken"),
        _step("decide_review", (S.UNDER_REVIEW,), S.REVIEW_DECIDED, (P.REVIEWER,), "voice.review.decided"),
        _step(
            "request_second_review",
            (S.REVIEW_DECIDED,),
            S.SECOND_REVIEW_REQUESTED,
            (P.SPEAKER,),
            "voice.second_review.requested",
        ),
        _step(
            "take_second_review",
            (S.SECOND_REVIEW_REQUESTED,),
            S.UNDER_SECOND_REVIEW,
            (P.OFFICE,),
            "voice.second_review.taken",
        ),
        _step(
            "decide_second_review",
            (S.UNDER_SECOND_REVIEW,),
            S.FINAL,
            (P.REVIEWER,),
            "voice.second_review.decided",
        ),
        _step(
            "close",
            (S.RATED, S.UNREACHABLE, S.RETURN_VISIT),
            S.CLOSED,
            (P.OFFICE, P.UNION),
            "voice.demand.closed",
        ),
        # No union calls the speaker of an accusation: what is answered may be ended.
        _step(
            "close_accusation",
            (S.ANSWERED, S.RATED, S.RETURN_VISIT, S.UNREACHABLE),
            S.CLOSED,
            (P.DISCIPLINE,),
            "voice.demand.closed",
        ),
        _step(
            "finalise", (S.CLOSED, S.REVIEW_DECIDED), S.FINAL, (P.SYSTEM, P.OFFICE), "voice.demand.finalised"
        ),
        _step(
            "reopen",
            (S.CLOSED, S.REDIRECTED, S.WITHDRAWN),
            S.REGISTERED,
            (P.SPEAKER, P.OFFICE),
            "voice.demand.reopened",
        ),
        # What was reasonable and could not be done is looked at again, even where nothing more was asked for.
        _step(
            "look_again",
            (S.CLOSED, S.FINAL),
            None,
            (P.OFFICE, P.HANDLER),
            "voice.demand.looked_again",
        ),
        _step(
            "take_up_again",
            (S.CLOSED, S.FINAL),
            S.REGISTERED,
            (P.OFFICE, P.HANDLER),
            "voice.demand.reopened",
        ),
        _step("withdraw", OPEN_STATES | {S.LAPSED}, S.WITHDRAWN, (P.SPEAKER,), "voice.demand.withdrawn"),
        _step(
            "move_to_discipline",
            BEFORE_ANSWER,
            None,
            (P.OFFICE, P.DISCIPLINE, P.SYSTEM),
            "voice.demand.moved_to_discipline",
        ),
        _step(
            "hand_on",
            WORKING | {S.AWAITING_EMPLOYEE, S.PROMISED},
            None,
            (P.HANDLER,),
            "voice.demand.handed_on",
        ),
        _step(
            "open_mediation",
            BEFORE_ANSWER - {S.SUBMITTED, S.REGISTERED}
            | WORKING
            | {S.ANSWERED, S.PROMISED, S.RATED, S.RETURN_VISIT},
            None,
            MEDIATORS,
            "voice.mediation.opened",
        ),
        _step("meet", MEDIATED, None, MEDIATORS, "voice.mediation.met"),
        _step("propose_agreement", MEDIATED, None, MEDIATORS, "voice.mediation.proposed"),
        _step("agree", MEDIATED, None, (P.SPEAKER,), "voice.mediation.agreed"),
        _step("decline", MEDIATED, None, (P.SPEAKER,), "voice.mediation.declined"),
        _step("fail_mediation", MEDIATED, None, MEDIATORS, "voice.mediation.failed"),
        _step("follow_up", MEDIATED, None, MEDIATORS, "voice.mediation.followed_up"),
        _step("show_name", OPEN_STATES | AFTER_ANSWER, None, (P.SPEAKER,), "voice.identity.shown"),
        _step("write", frozenset(State) - {S.MERGED}, None, tuple(Party), "voice.message.sent"),
    )
}
BY_FACT: dict[str, Step] = {step.fact: step for step in STEPS.values()}


def step(verb: str, state: str) -> Step:
    """The row for `verb` from `state`. Raises NotNow."""
    found = STEPS[verb]
    if State(state) not in found.sources:
        raise NotNow("not_in_this_state")
    return found


def state_after(found: Step, state: str, before: str) -> State:
    """The state that follows; `before` is where a wait began."""
    if found.to is None:
        return State(state)
    return State(before) if found.to == RESUME else State(found.to)


def replay(kinds: Iterable[str]) -> State | None:
    """The state that a history of fact kinds ends in: the state row must always agree with it."""
    state: State | None = None
    before = State.IN_HANDLING
    for kind in kinds:
        found = BY_FACT.get(kind)
        if found is None or (state is None and found.sources):
            continue
        if state is not None and found.verb == "ask":
            before = state
        state = state_after(found, state or State.SUBMITTED, before)
    return state


MAX_OBJECTIONS = 2
EXTENSION_LIMIT = 30
REVIEW_WINDOW = timedelta(days=30)
VERDICT_WINDOW = timedelta(days=15)
OWN_VERDICT_FIRST = timedelta(days=5)


def check_objection(earlier: int) -> None:
    """At most two bounces; then the office names the lead (institutions §2.3)."""
    if earlier >= MAX_OBJECTIONS:
        raise NotNow("objected_twice")


def check_extension(
    *, approver: str, handler: str, days: int, told_on: date, due_on: date, earlier: int
) -> None:
    """Once, at most 30 days, by a second person, told before the old date (信访工作条例 34)."""
    if earlier:
        raise NotNow("extended_before")
    if approver == handler:
        raise NotNow("extension_needs_second_person")
    if not 1 <= days <= EXTENSION_LIMIT:
        raise NotNow("extension_too_long")
    if told_on > due_on:
        raise NotNow("extension_after_due")


def check_promise(*, promised_on: date, today: date, ceiling_on: date | None) -> None:
    """A promised date lies ahead and on or before the ceiling."""
    if promised_on < today:
        raise NotNow("promise_in_the_past")
    if ceiling_on and promised_on > ceiling_on:
        raise NotNow("promise_after_ceiling")


def check_redate(*, approver: str, handler: str, told_on: date, promised_on: date, earlier: int) -> None:
    """A promise is re-dated once, by a second person, told before the old date."""
    if earlier:
        raise NotNow("redated_before")
    if approver == handler:
        raise NotNow("redate_needs_second_person")
    if told_on > promised_on:
        raise NotNow("redate_after_date")


def verdict_asked_on(answered_on: date, promised_on: date | None) -> date:
    """The two questions are asked after the answer, or after the promised date."""
    return max(answered_on, promised_on) if promised_on else answered_on


def verdict_open(*, state: str, asked_on: date, today: date) -> bool:
    """Whether the speaker may still say or change a verdict: 15 days from being asked."""
    return State(state) in STEPS["rate"].sources and today <= asked_on + VERDICT_WINDOW


def check_review(*, answered_on: date, promised_on: date | None, today: date) -> None:
    """Within 30 days of the later of final answer and promised date (信访工作条例 35)."""
    if today > verdict_asked_on(answered_on, promised_on) + REVIEW_WINDOW:
        raise NotNow("review_window_over")


def check_second_review(*, decided_on: date, today: date) -> None:
    """Within 30 days of the review opinion (信访工作条例 36)."""
    if today > decided_on + REVIEW_WINDOW:
        raise NotNow("review_window_over")


def check_giving_up(tries: Sequence[tuple[date, str]]) -> None:
    """Out of reach only after three tries on two days by two channels (北京市接诉即办工作条例 23)."""
    if len(tries) < 3 or len({day for day, _ in tries}) < 2 or len({channel for _, channel in tries}) < 2:
        raise NotNow("tries_not_used_up")


def rework_follows(*, solved: str, earlier: int) -> bool:
    """没解决 sends a demand to rework, once."""
    return solved == Solved.NO and earlier == 0
