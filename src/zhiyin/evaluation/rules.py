"""One demand as the rates see it: folded from its facts and its limits in time. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhiyin.institutions.fact import Fact

REOPENED_WITHIN = timedelta(days=30)
# A silent answer without a limit of its own is taken as asked after the own window and the union's turn.
ASKED_WITHIN = timedelta(days=14)
V = "voice.demand."


@dataclass(frozen=True)
class Limit:
    """One limit in time of a demand, as the institutions derive it."""

    opened_on: date
    due_on: date
    kept_on: date | None
    paused: bool
    begins_with: Collection[str]
    ends_with: Collection[str]


@dataclass(frozen=True)
class Record:
    """One demand. Days, codes and the unit that handles it; nothing of who spoke."""

    unit: str | None = None
    kind: str = ""
    anonymous: bool = False
    contact_known: bool = True
    received_on: date | None = None
    accept_due: date | None = None
    accepted_on: date | None = None
    begun_on: date | None = None
    dispatched_on: date | None = None
    contact_due: date | None = None
    contacted_on: date | None = None
    answer_due: date | None = None
    answered_on: date | None = None
    paused: bool = False
    extended: bool = False
    objected: bool = False
    promised_on: date | None = None
    promise_done_on: date | None = None
    promise_denied: bool = False
    visit_due: date | None = None
    reached_on: date | None = None
    given_up_on: date | None = None
    solved: str = ""
    satisfied: str = ""
    rated_on: date | None = None
    rework: bool = False
    ended_on: date | None = None
    reopened: bool = False
    reviewed_on: date | None = None
    review_changed: bool = False
    left_as: str = ""
    left_on: date | None = None


Step = Callable[[Record, Fact], Record]
_steps: dict[str, Step] = {}


def _on(*kinds: str) -> Callable[[Step], Step]:
    def register(step: Step) -> Step:
        _steps.update(dict.fromkeys(kinds, step))
        return step

    return register


def fold(facts: Iterable[Fact], limits: Sequence[Limit]) -> Record | None:
    """The record of one demand; None for a closed one imported from elsewhere, which is in no rate."""
    record: Record | None = None
    for fact in facts:
        if fact.kind == "voice.record.imported":
            return None
        if fact.kind == V + "received":
            record = _received(fact)
        elif record is not None and (step := _steps.get(fact.kind)):
            record = step(record, fact)
    return _limited(record, limits) if record else None


def _received(fact: Fact) -> Record:
    fields = fact.fields
    return Record(
        received_on=fact.day,
        anonymous=fields.get("way") == "anonymous",
        contact_known=fields.get("contact") != "unclear",
    )


@_on(V + "accepted", "voice.kind.changed", V + "resumed")
def _typed(record: Record, fact: Fact) -> Record:
    kind = str(fact.fields.get("type") or record.kind)
    begun = record.begun_on or (fact.day if fact.kind == V + "accepted" else None)
    if kind == "report":
        return replace(record, kind=kind, begun_on=begun, left_as="discipline", left_on=fact.day)
    resumed = fact.kind == V + "resumed" and record.left_as == "lapsed"
    left = {"left_as": "", "left_on": None} if resumed else {}
    return replace(record, kind=kind, begun_on=begun, **left)  # type: ignore[arg-type]


@_on(V + "dispatched", "voice.objection.upheld", "voice.objection.dismissed")
def _dispatched(record: Record, fact: Fact) -> Record:
    unit = fact.fields.get("to_unit")
    return replace(
        record, unit=str(unit) if unit else record.unit, dispatched_on=record.dispatched_on or fact.day
    )


@_on(V + "objected")
def _objected(record: Record, fact: Fact) -> Record:
    return replace(record, objected=True)


@_on(V + "extended")
def _extended(record: Record, fact: Fact) -> Record:
    return replace(record, extended=True)


@_on(V + "answered")
def _answered(record: Record, fact: Fact) -> Record:
    return replace(record, answered_on=record.answered_on or fact.day)


@_on("voice.promise.made", "voice.promise.redated")
def _promised(record: Record, fact: Fact) -> Record:
    day = fact.fields["promised_on"]
    assert isinstance(day, date)
    return replace(record, promised_on=day)


@_on("voice.promise.done")
def _kept_promise(record: Record, fact: Fact) -> Record:
    return replace(record, promise_done_on=record.promise_done_on or fact.day)


@_on("voice.promise.denied")
def _denied(record: Record, fact: Fact) -> Record:
    return replace(record, promise_denied=True, rework=True)


@_on(V + "rated")
def _rated(record: Record, fact: Fact) -> Record:
    """The last one counts; whoever rates has been reached."""
    return replace(
        record, solved=str(fact.fields["solved"]), satisfied=str(fact.fields["satisfied"]),
        rated_on=fact.day, reached_on=record.reached_on or fact.day,
    )  # fmt: skip


@_on("voice.visit.reached")
def _reached(record: Record, fact: Fact) -> Record:
    return replace(record, reached_on=record.reached_on or fact.day)


@_on("voice.visit.given_up")
def _given_up(record: Record, fact: Fact) -> Record:
    return replace(record, given_up_on=fact.day)


@_on(V + "rework")
def _reworked(record: Record, fact: Fact) -> Record:
    return replace(record, rework=True)


@_on(V + "closed", V + "finalised")
def _ended(record: Record, fact: Fact) -> Record:
    return replace(record, ended_on=fact.day)


@_on(V + "reopened")
def _reopened(record: Record, fact: Fact) -> Record:
    soon = record.ended_on is not None and fact.day - record.ended_on <= REOPENED_WITHIN
    return replace(record, reopened=record.reopened or soon)


@_on("voice.review.decided", "voice.second_review.decided")
def _reviewed(record: Record, fact: Fact) -> Record:
    changed = record.review_changed or bool(fact.fields.get("changed"))
    return replace(record, reviewed_on=record.reviewed_on or fact.day, review_changed=changed)


@_on(V + "withdrawn", V + "merged", V + "redirected", V + "lapsed", V + "moved_to_discipline")
def _left(record: Record, fact: Fact) -> Record:
    how = fact.kind.removeprefix(V).replace("moved_to_", "")
    return replace(record, left_as=how, left_on=fact.day)


def _limited(record: Record, limits: Sequence[Limit]) -> Record:
    """The first limit of each sort counts: a demand is counted once, where it first fell due."""
    accept = _first(limits, begins=V + "received", ends=V + "accepted")
    contact = _first(limits, ends=V + "contacted")
    answer = _first(limits, begins=V + "accepted", ends=V + "answered")
    visits = [
        one for one in limits if V + "answered" in one.begins_with and "voice.visit.reached" in one.ends_with
    ]
    return replace(
        record,
        accept_due=accept.due_on if accept else None,
        accepted_on=accept.kept_on if accept else record.begun_on,
        contact_due=contact.due_on if contact else None,
        contacted_on=contact.kept_on if contact else None,
        answer_due=answer.due_on if answer else None,
        paused=bool(answer and answer.paused),
        visit_due=max((one.due_on for one in visits), default=None),
    )


def _first(limits: Sequence[Limit], *, ends: str, begins: str = "") -> Limit | None:
    found = [one for one in limits if ends in one.ends_with and (not begins or begins in one.begins_with)]
    return min(found, key=lambda one: (one.opened_on, one.due_on), default=None)
