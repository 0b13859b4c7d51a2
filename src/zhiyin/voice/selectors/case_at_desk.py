"""One case as an officer may read it: nothing of who spoke, nothing of verdicts to those who handle it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from zhiyin.institutions import clocks
from zhiyin.journal import kinds
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee, Post
from zhiyin.voice.models import (
    Answer,
    Ask,
    Call,
    Claim,
    Demand,
    Extension,
    LegacyPaper,
    Mediation,
    Message,
    Notice,
    Objection,
    Photo,
    Redate,
    Review,
    Task,
    Verdict,
)
from zhiyin.voice.permissions import parties, sees_verdict
from zhiyin.voice.rules import Party
from zhiyin.voice.rules_mediation import RUNNING
from zhiyin.voice.selectors.earlier_access import EarlierAccess, earlier_access
from zhiyin.voice.selectors.explaining import mediations_of, of_mediation, with_citations
from zhiyin.voice.selectors.inbox import LIKE_ANSWERED
from zhiyin.voice.selectors.tasks import posts_beside, tasks_of
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.states import Telling
from zhiyin.voice.tellings import TELLINGS, for_handler

Row = TypeVar("Row", bound=Model)
# What would tell a handler whether a rating is open, or what it was.
OF_VERDICTS = frozenset(
    {
        "voice.demand.rated",
        "voice.visit.opened",
        "voice.visit.tried",
        "voice.visit.reached",
        "voice.visit.given_up",
        "voice.demand.closed",
        "voice.demand.finalised",
    }
)
# The rules of return visits, of the national and of the house pack, carry this in their names.
VISITS = "return-visit"
IMPORTED = "voice.record.imported"
# Messages stand in the talk, and the line of handing over already names the post.
NOT_IN_LINE = frozenset({"voice.message.sent", "voice.handler.assigned"})


@dataclass(frozen=True)
class Event:
    """One fact of the timeline: its day, its kind, who did it (never who spoke), and its payload."""

    kind: kinds.FactKind
    on: date
    who: str
    by_speaker: bool
    payload: dict[str, object]


@dataclass(frozen=True)
class CaseAtDesk:
    """A demand with all that this officer may read of it."""

    demand: Demand
    parts: frozenset[Party]
    knows_verdict: bool
    telling: Telling
    clocks: Sequence[clocks.Clock]
    timeline: Sequence[Event]
    talk: Sequence[Message]
    claims: Sequence[Claim]
    legacy_papers: Sequence[LegacyPaper]
    answers: Sequence[Answer]
    verdicts: Sequence[Verdict]
    notices: Sequence[Notice]
    asks: Sequence[Ask]
    extensions: Sequence[Extension]
    redates: Sequence[Redate]
    objections: Sequence[Objection]
    reviews: Sequence[Review]
    calls: Sequence[Call]
    photos: Sequence[Photo]
    earlier: EarlierAccess | None
    tasks: Sequence[Task]
    mediations: Sequence[Mediation]
    keeps_people_out: bool
    others_in_unit: bool
    name_shown_to_me: str

    @property
    def open_tasks(self) -> Sequence[Task]:
        """Sub-tasks that nobody is done with."""
        return [task for task in self.tasks if task.is_open]

    @property
    def mediation(self) -> Mediation | None:
        """The one that runs."""
        return next((one for one in self.mediations if one.stage in RUNNING), None)

    @property
    def author(self) -> str:
        """The name of one who spoke under their name."""
        return self.demand.author.name if self.demand.author else ""


def demand_at_desk(acting: Acting, demand_id: UUID) -> Demand:
    """The demand, if this person may see it. Raises Demand.DoesNotExist."""
    rows = visible(acting).select_related(
        "unit", "handling_unit", "handling_post", "handler", "author", "hot__problem", "split_from"
    )
    return rows.get(pk=demand_id)


def telling_for(acting: Acting, demand: Demand) -> Telling:
    """The state in the words of this reader."""
    return TELLINGS[demand.state] if sees_verdict(acting, demand) else for_handler(demand.state)  # type: ignore[index]


def case_at_desk(acting: Acting, demand: Demand) -> CaseAtDesk:
    knows = sees_verdict(acting, demand)
    calls_seen = knows and Party.UNION in parties(acting, demand)
    facts = of_subject("demand", demand.pk)
    # Facts and rows tell the same story: what was never recorded need not be looked for.
    kinds_told = {fact.kind for fact in facts}

    def rows(kind: str, found: QuerySet[Row]) -> list[Row]:
        return list(found) if kind in kinds_told or IMPORTED in kinds_told else []

    answers = demand.answers.select_related("unit")
    mine = Party.HANDLER in parties(acting, demand) and demand.track == Demand.Track.ORDINARY
    if "voice.claim.determined" in kinds_told:
        answers = answers.prefetch_related("findings__claim")
    return CaseAtDesk(
        demand=demand,
        parts=parties(acting, demand),
        knows_verdict=knows,
        telling=telling_for(acting, demand),
        clocks=clocks_for(demand, knows, facts),
        timeline=timeline(acting, demand, knows, facts),
        talk=list(demand.messages.select_related("by")),
        claims=rows("voice.claims.set", demand.claims.select_related("split_into")),
        legacy_papers=rows("voice.legacy.paper_added", demand.legacy_papers.all()),
        answers=with_citations(rows("voice.demand.answered", answers)),
        verdicts=rows("voice.demand.rated", demand.verdicts.all()) if knows else [],
        notices=list(demand.notices.all()),
        asks=rows("voice.info.requested", demand.asks.all()),
        extensions=rows(
            "voice.extension.requested", demand.extensions.select_related("handler").order_by("asked_on")
        ),
        redates=rows("voice.redate.requested", demand.redates.select_related("handler").order_by("asked_on")),
        objections=rows("voice.demand.objected", demand.objection_rows.select_related("unit")),
        reviews=rows("voice.review.requested", demand.reviews.select_related("unit", "reviewer")),
        calls=rows("voice.visit.opened", demand.calls.select_related("caller")) if calls_seen else [],
        photos=list(demand.photos.filter(ready=True)),
        earlier=earlier_access(demand, facts) if demand.track == Demand.Track.DISCIPLINE else None,
        keeps_people_out=demand.exclusions.filter(recused=False).exists(),
        tasks=tasks_of(demand) if demand.handling_post_id else [],
        mediations=rows("voice.mediation.opened", mediations_of(demand)),
        others_in_unit=mine and bool(posts_beside(demand)),
        name_shown_to_me=demand.shown_name if demand.shown_to_id in acting.own_posts else "",
    )


def clocks_for(
    demand: Demand, knows_verdict: bool, facts: Sequence[Fact] | None = None
) -> list[clocks.Clock]:
    """The clocks of a case; to those who must not know of ratings, only those that the answer ended."""
    found = clocks.for_subject("demand", demand.pk, facts=facts)
    return found if knows_verdict else without_verdicts(demand, found)


def without_verdicts(demand: Demand, found: Iterable[clocks.Clock]) -> list[clocks.Clock]:
    """Without the union's clocks; once answered, only those that the answer ended."""
    handling = [clock for clock in found if not of_union(clock)]
    if demand.state not in LIKE_ANSWERED or demand.answered_on is None:
        return handling
    return [
        clock
        for clock in handling
        if of_mediation(clock) or (clock.kept_on and clock.kept_on <= demand.answered_on)
    ]


def of_union(clock: clocks.Clock) -> bool:
    """A clock of return visits: whether it is kept would tell of a rating."""
    return VISITS in clock.rule


def timeline(acting: Acting, demand: Demand, knows_verdict: bool, facts: Sequence[Fact]) -> list[Event]:
    """The facts in order. Days only: a time of day could tell who spoke."""
    told = [
        fact
        for fact in facts
        if fact.kind not in NOT_IN_LINE and (knows_verdict or fact.kind not in OF_VERDICTS)
    ]
    names = _names(acting, demand, told)
    published = kinds.published()
    return [
        Event(
            kind=published[fact.kind],
            on=fact.occurred_on,
            who=names.get(fact.actor, ""),
            by_speaker=_by_speaker(demand, fact.actor),
            payload=fact.payload,
        )
        for fact in told
    ]


def _by_speaker(demand: Demand, actor: str) -> bool:
    return actor == "speaker" or bool(demand.author_id and actor == f"employee:{demand.author_id.hex}")


def _names(acting: Acting, demand: Demand, facts: Iterable[Fact]) -> dict[str, str]:
    """Names of officers by actor; the one who spoke is not an officer here."""
    # The reader and the handler are at hand already, and mostly nobody else took part.
    at_hand = [person for person in (acting.employee, demand.handler) if person]
    names = {f"employee:{person.pk.hex}": person.name for person in at_hand}
    ids = {
        UUID(fact.actor.partition(":")[2])
        for fact in facts
        if fact.actor.startswith("employee:")
        and fact.actor not in names
        and not _by_speaker(demand, fact.actor)
    }
    rows = Employee.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return {
        **{actor: name for actor, name in names.items() if not _by_speaker(demand, actor)},
        **{f"employee:{pk.hex}": name for pk, name in rows},
    }


def posts_named(demand: Demand, events: Iterable[Event]) -> dict[str, str]:
    """Unit and title of the posts that a timeline speaks of, by their id in the payload."""
    said = (event.payload.get(name) for event in events for name in ("to_post", "deputising"))
    ids = {UUID(str(post)) for post in said if post}
    now, unit, names = demand.handling_post, demand.handling_unit, {}
    if now and unit and now.unit_id == unit.pk:
        names[now.pk.hex] = f"{unit.name} · {now.title}"
        ids.discard(now.pk)
    rows = Post.objects.filter(pk__in=ids).select_related("unit") if ids else ()
    return names | {post.pk.hex: f"{post.unit.name} · {post.title}" for post in rows}
