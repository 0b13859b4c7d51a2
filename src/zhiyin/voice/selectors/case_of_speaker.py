"""One demand as its speaker sees it: where it stands, its dates, what happened, and what can be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.institutions.derive.rows import Status
from zhiyin.journal import clock
from zhiyin.voice import rules
from zhiyin.voice.duties import duty_of
from zhiyin.voice.models import Answer, Ask, Claim, Demand, LegacyPaper, Mediation, Message, Photo, Task
from zhiyin.voice.models.demand import ARBITRABLE
from zhiyin.voice.rules_mediation import Stage
from zhiyin.voice.selectors.explaining import dates_of_mediation, mediations_of
from zhiyin.voice.selectors.mine import verdict_until
from zhiyin.voice.selectors.tasks import helping
from zhiyin.voice.selectors.timeline import Event, facts_of, rows_of, timeline
from zhiyin.voice.selectors.words import Chip, chip_of, way_chip
from zhiyin.voice.states import ENDED_STATES, Kind, State, Way

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Dates:
    """The clocks a speaker reads: the one that matters, others that run, and the ceiling."""

    main: Clock | None
    others: list[Clock]
    ceiling: Clock | None

    @property
    def any(self) -> bool:
        return bool(self.main or self.others or self.ceiling)


@dataclass(frozen=True)
class Case:
    """Everything on the page of a case."""

    demand: Demand
    chip: Chip
    way: Chip
    dates: Dates
    events: list[Event]
    answer: Answer | None
    ask: Ask | None
    messages: list[Message]
    photos: list[Photo]
    claims: list[Claim]
    legacy_papers: list[LegacyPaper]
    mediations: list[Mediation]
    mediation_dates: list[Clock]
    helpers: list[Task]
    can: frozenset[str]
    verdict_until: date | None
    review_until: date | None
    second_review: bool
    arbitrable: bool

    @property
    def ended(self) -> bool:
        return self.demand.state in ENDED_STATES

    @property
    def convertible(self) -> bool:
        return convertible(self.demand)

    @property
    def rated(self) -> bool:
        return bool(self.demand.solved)

    @property
    def breached(self) -> bool:
        """Whether the date that matters has passed and nothing came."""
        return self.dates.main is not None and self.dates.main.status == Status.BREACHED

    @property
    def turn(self) -> str:
        """What waits for the speaker: rate, supply, review, or nothing."""
        if "supply" in self.can:
            return "supply"
        if "agree" in self.can:
            return "agree"
        if self.demand.state in (State.ANSWERED, State.RETURN_VISIT) and "rate" in self.can:
            return "rate"
        return "review" if self.demand.state == State.REVIEW_DECIDED and "review" in self.can else ""

    @property
    def now_icon(self) -> str:
        return "message-2" if self.turn else self.chip.icon


def load(demand_id: UUID) -> Demand | None:
    """The demand with what its page needs; None if there is none."""
    related = (
        "unit", "handling_unit", "handling_post", "continues", "merged_into", "hot__problem", "split_from",
    )  # fmt: skip
    return Demand.objects.select_related(*related).filter(pk=demand_id).first()


def case_of(demand: Demand) -> Case:
    """The whole page of a case. A dozen queries, whatever its length."""
    facts = facts_of(demand)
    told = {fact.kind for fact in facts}
    found = clocks.for_subject("demand", demand.pk)
    dates = dates_of(found)
    rows = rows_of(demand, facts, dates.ceiling.due_on if dates.ceiling else None)
    answer = rows.answers[-1] if rows.answers else None
    decided = [r.decided_on for r in rows.reviews if not r.second and r.decided_on]
    review_until = _review_until(demand, decided[-1] if decided else None)
    return Case(
        demand=demand,
        chip=chip_of(demand),
        way=way_chip(demand),
        dates=dates,
        events=timeline(facts, rows),
        answer=answer,
        ask=next((a for a in reversed(rows.asks) if a.supplied_on is None), None),
        messages=list(demand.messages.prefetch_related("photos")),
        photos=list(demand.photos.filter(message__isnull=True, answer__isnull=True)),
        claims=_if(told, "voice.claims.set", demand.claims.select_related("split_into")),
        legacy_papers=_if(told, "voice.legacy.paper_added", demand.legacy_papers.all()),
        mediations=(mediations := _if(told, "voice.mediation.opened", mediations_of(demand))),
        mediation_dates=dates_of_mediation(found),
        helpers=helping(demand),
        can=can_now(demand, answer, review_until) - not_at_the_table(mediations),
        verdict_until=verdict_until(demand),
        review_until=review_until,
        second_review=bool(decided),
        arbitrable=demand.topic in ARBITRABLE,
    )


def _if(told: set[str], kind: str, rows: QuerySet[Row]) -> list[Row]:
    """The rows of a kind of fact; what was never recorded need not be looked for."""
    return list(rows) if kind in told else []


def dates_of(found: Sequence[Clock]) -> Dates:
    """The running house date nearest to now, or the last one kept; others in a line; one ceiling."""
    told = [c for c in found if duty_of(c.outline)]
    running = [c for c in told if c.running and not c.ceiling]
    kept = [c for c in told if not c.running and c.kept_on and not c.ceiling]
    last = max(kept, key=lambda c: (c.kept_on or c.due_on, c.due_on), default=None)
    main = running[0] if running else last
    ceilings = [c for c in told if c.ceiling and c.running]
    return Dates(main, running[1:], min(ceilings, key=lambda c: c.due_on, default=None))


def _review_until(demand: Demand, decided_on: date | None) -> date | None:
    """The last day for the next review that may be asked for; None when there is none to ask for."""
    if decided_on:
        return decided_on + rules.REVIEW_WINDOW
    if demand.answered_on is None or demand.track == Demand.Track.DISCIPLINE:
        return None
    return rules.verdict_asked_on(demand.answered_on, demand.promised_on) + rules.REVIEW_WINDOW


def convertible(demand: Demand) -> bool:
    """Whether its author may make it a suggestion for improvement: theirs by name, and not yet at its end."""
    idea = Kind.SUGGESTION in (demand.kind, demand.wish)
    return idea and demand.way == Way.NAMED and State(demand.state) in rules.STEPS["withdraw"].sources


def can_now(demand: Demand, answer: Answer | None, review_until: date | None) -> frozenset[str]:
    """The speaker's verbs that the rules allow today, so that no form is shown that would be refused."""
    state, today = State(demand.state), clock.today()
    found = {verb for verb in SPEAKER_VERBS if state in rules.STEPS[verb].sources}
    until = verdict_until(demand)
    if answer is None or until is None or today > until:
        found.discard("rate")
    if demand.promised_on is None:
        found.discard("deny_promise")
    if demand.kind_contested or not demand.kind:
        found.discard("contest_kind")
    if demand.way == Way.NAMED or demand.handling_post_id is None or demand.shown_to_id:
        found.discard("show_name")
    if review_until and today <= review_until and found & {"request_review", "request_second_review"}:
        found.add("review")
    if found & {"supply", "resume"}:
        found.discard("write")
    return frozenset(found)


def not_at_the_table(mediations: list[Mediation]) -> frozenset[str]:
    """Nothing to agree to unless an agreement lies before the speaker."""
    offered = any(one.stage == Stage.PROPOSED for one in mediations)
    return frozenset() if offered else frozenset({"agree", "decline"})


SPEAKER_VERBS = (
    "agree",
    "decline",
    "rate",
    "deny_promise",
    "contest_kind",
    "show_name",
    "withdraw",
    "reopen",
    "supply",
    "resume",
    "write",
    "request_review",
    "request_second_review",
)


@dataclass(frozen=True)
class Copy:
    """What the dated copy of a demand carries, enough to prove later that it was said that day."""

    demand: Demand
    digest: str
    fact_hash: str
    photos: int


def copy_of(demand: Demand) -> Copy:
    """Two queries."""
    first = next((f for f in facts_of(demand) if f.kind == "voice.demand.received"), None)
    return Copy(
        demand=demand,
        digest=str(first.payload.get("text", "")) if first else "",
        fact_hash=bytes(first.leaf_hash).hex() if first else "",
        photos=demand.photos.filter(message__isnull=True, answer__isnull=True).count(),
    )
