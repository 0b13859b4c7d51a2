"""One suggestion from idea to effect: what happened, what is due, and what each reader may know of it."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.journal import clock
from zhiyin.journal.kinds import published
from zhiyin.journal.models import Fact
from zhiyin.journal.sequence import of_subject
from zhiyin.people import paging
from zhiyin.people.acting import Acting
from zhiyin.people.models import Unit
from zhiyin.suggestions import rules
from zhiyin.suggestions.facts import CHECKED, SUBJECT
from zhiyin.suggestions.grades import name_of
from zhiyin.suggestions.models import (
    Author,
    Decision,
    Meeting,
    Member,
    Presence,
    Question,
    Review,
    Suggestion,
)
from zhiyin.suggestions.permissions import Standing, may_see, parties, sees_authors, sees_reviews
from zhiyin.suggestions.rules import Party
from zhiyin.suggestions.services.steps import is_here, reviews_now, standing
from zhiyin.suggestions.words import unit_said, yuan

MEETINGS: Final = 40
ICONS: Final = {
    "returned": "message-2", "decided": "gavel", "reconsider_asked": "rotate-clockwise",
    "reopened": "refresh", "withdrawn": "x", "implemented": "circle-check", "graded": "certificate",
    "effect_confirmed": "chart-line", "paid": "receipt", "scheduled": "users", "questioned": "alert-circle",
}  # fmt: skip
# Steps between desks, of which authors are spared.
AT_DESKS: Final = frozenset(
    {"review_assigned", "review_declined", "review_given", "effect_stated", "effect_disputed", "shared",
     "credit_changed", "questioned"}
)  # fmt: skip
QUIET: Final = frozenset({"shared", "credit_changed"})


@dataclass(frozen=True)
class Event:
    """One line of the way from idea to effect."""

    title: str
    on: date
    icon: str
    said: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Waiting:
    """A reviewer who still has to evaluate; `gone`: somebody else has to be named."""

    review: Review
    gone: bool


@dataclass(frozen=True)
class Page:
    """Everything one page shows to one reader."""

    suggestion: Suggestion
    one: Standing
    mine: frozenset[Party]
    events: list[Event]
    dates: list[Clock]
    authors: list[Author]
    shows_authors: bool
    reviews: list[Review]
    waiting: list[Waiting]
    questions: list[tuple[Question, list[Clock]]]
    first_author: Author | None

    @property
    def filed_it(self) -> bool:
        """Whether this reader wrote it, others joining later."""
        return self.one.author is not None and self.one.author.place == 1


def page_of(acting: Acting, suggestion_id: UUID) -> Page | None:
    """None for who may not see it."""
    rows = Suggestion.objects.select_related("unit", "handling_unit__parent", "meeting")
    suggestion = rows.filter(pk=suggestion_id).first()
    if suggestion is None:
        return None
    one = standing(acting, suggestion)
    if not may_see(one, suggestion):
        return None
    mine = parties(one, suggestion)
    facts = of_subject(SUBJECT, suggestion.pk)
    authors = list(suggestion.authors.select_related("employee__unit__parent"))
    joined = [author for author in authors if author.state == Author.State.JOINED]
    own = Party.AUTHOR in mine or Party.INVITED in mine
    office = Party.OFFICE in mine
    return Page(
        suggestion=suggestion,
        one=one,
        mine=mine,
        events=events_of(
            suggestion, facts, hidden=AT_DESKS if own else QUIET, names=_names(suggestion) if office else {}
        ),
        dates=clocks.for_subject(SUBJECT, suggestion.pk, facts=facts),
        authors=[a for a in authors if a.state in (Author.State.JOINED, Author.State.INVITED)],
        shows_authors=sees_authors(one, suggestion),
        reviews=_given(suggestion) if sees_reviews(one, suggestion) else [],
        waiting=_waiting(suggestion) if mine & {Party.OFFICE} else [],
        questions=_questions(suggestion, own),
        first_author=next((author for author in joined if is_here(author.employee)), None),
    )


def _given(suggestion: Suggestion) -> list[Review]:
    return list(suggestion.reviews.exclude(given_on=None).order_by("given_on", "pk"))


def _waiting(suggestion: Suggestion) -> list[Waiting]:
    if suggestion.state != rules.State.IN_REVIEW:
        return []
    open_ones = [one for one in reviews_now(suggestion) if one.given_on is None]
    seated = set(Member.objects.filter(until_on=None).values_list("employee_id", flat=True))
    return [Waiting(one, not is_here(one.reviewer) or one.reviewer_id not in seated) for one in open_ones]


def _questions(suggestion: Suggestion, own: bool) -> list[tuple[Question, list[Clock]]]:
    """Between the union and the department; authors are spared."""
    if own:
        return []
    return [
        (one, clocks.for_subject("question", one.pk) if one.answered_on is None else [])
        for one in suggestion.questions.all()
    ]


def _names(suggestion: Suggestion) -> dict[str, str]:
    """Who reviews it, for the office that assigned them."""
    rows = suggestion.reviews.values_list("reviewer_id", "reviewer__name")
    return {pk.hex: name for pk, name in rows}


def events_of(
    suggestion: Suggestion, facts: Sequence[Fact], *, hidden: frozenset[str], names: Mapping[str, str]
) -> list[Event]:
    """The facts in words, with the texts that go with them; `names` of reviewers by their ids."""
    texts = _texts(suggestion) | {"checked": _departments(facts)}
    english = (get_language() or "").startswith("en")
    events = []
    for fact in facts:
        name = fact.kind.rpartition(".")[2]
        said, until = texts[name].popleft() if texts.get(name) else ((), None)
        if name in hidden:
            continue
        if reviewer := names.get(str(fact.payload.get("reviewer", "")).replace("-", "")):
            said = (reviewer, *said)
        kind = published()[fact.kind]
        events.append(
            Event(kind.en.capitalize() if english else kind.zh, fact.occurred_on,
                  ICONS.get(name, "circle-dot"), tuple(filter(None, said)), until)
        )  # fmt: skip
    return events


Said = tuple[tuple[str, ...], date | None]


def _departments(facts: Sequence[Fact]) -> deque[Said]:
    """To which department each round was sent. One query."""
    sent = [UUID(str(fact.payload["to_unit"])) for fact in facts if fact.kind == CHECKED.name]
    units = Unit.objects.select_related("parent").in_bulk(sent)
    return deque(((unit_said(units[pk]),), None) for pk in sent)


def _texts(suggestion: Suggestion) -> dict[str, deque[Said]]:
    """What was said at each step, by the last part of its fact's name, in order."""
    found: dict[str, deque[Said]] = defaultdict(deque)
    by_verb = {"send_back": "returned", "complete": "completed", "reconsider": "reconsider_asked",
               "reopen": "reopened"}  # fmt: skip
    for note in suggestion.notes.all():
        if note.verb in by_verb:
            found[by_verb[note.verb]].append(((note.text,), None))
    for made in suggestion.decisions.all():
        why = str(made.get_reason_display()) if made.reason else ""
        found["decided"].append(((str(made.get_outcome_display()), why, made.text), None))
    for trial in suggestion.trials.select_related("unit"):
        found["trial_started"].append(((trial.unit.name, trial.how), trial.until_on))
        if trial.ended_on:
            found["trial_ended"].append(((str(trial.get_result_display()), trial.found), None))
    _add_outcome(suggestion, found)
    return found


def _add_outcome(suggestion: Suggestion, found: dict[str, deque[Said]]) -> None:
    plan = getattr(suggestion, "plan", None)
    if plan:
        where = f"{unit_said(plan.unit)} · {plan.owner_post.title}"
        found["planned"].append(((where, plan.how), plan.planned_on))
        found["implemented"].append(((plan.evidence,), None))
    for effect in suggestion.effects_stated.all():
        words = (yuan(effect.value), effect.text)
        found["effect_stated"].append((words, None))
        if effect.confirmed:
            found["effect_confirmed"].append((words, None))
        elif effect.confirmed is False:
            found["effect_disputed"].append(((effect.why,), None))
    reward = getattr(suggestion, "reward", None)
    if reward:
        grade = _("%(grade)s，%(amount)s") % {"grade": name_of(reward.grade), "amount": yuan(reward.amount)}
        found["graded"].append(((grade, reward.why), None))
        found["paid"].append(((yuan(reward.amount),), reward.paid_on))


@dataclass(frozen=True)
class Item:
    """A suggestion on an agenda, with its evaluations and what was decided at that meeting."""

    suggestion: Suggestion
    reviews: list[Review]
    decision: Decision | None
    department: str = ""


def meeting_for(pk: UUID) -> Meeting | None:
    present = Prefetch("present", Presence.objects.select_related("member__employee"))
    return Meeting.objects.prefetch_related(present).filter(pk=pk).first()


def items_of(meeting: Meeting) -> list[Item]:
    """What is on the agenda and what was decided there: four queries."""
    decisions = {one.suggestion_id: one for one in meeting.decisions.all()}
    given = Prefetch("reviews", Review.objects.exclude(given_on=None), to_attr="given")
    rows = (
        Suggestion.objects.filter(pk__in=[*decisions, *meeting.items.values_list("pk", flat=True)])
        .select_related("unit", "handling_unit__parent")
        .prefetch_related(given)
        .order_by("filed_on", "pk")
    )
    return [
        Item(one, _latest(one.given), decisions.get(one.pk), unit_said(one.handling_unit))  # type: ignore[attr-defined]
        for one in rows
    ]


def _latest(given: list[Review]) -> list[Review]:
    """Evaluations of the last round."""
    last = max((review.round for review in given), default=0)
    return [review for review in given if review.round == last]


def meetings(*, after: str, before: str) -> paging.Page[Meeting]:
    """Forty, the latest first: one query."""
    return paging.day_page(
        Meeting.objects.order_by("-held_on", "-pk"), after=after, before=before, size=MEETINGS
    )


def ready() -> list[Suggestion]:
    """What may go on an agenda: on none yet, or left undecided by a meeting of the past. Two queries."""
    free = Q(meeting=None) | Q(meeting__held_on__lt=clock.today())
    rows = Suggestion.objects.filter(free, state__in=sorted(rules.STEPS["schedule"].sources))
    return list(rows.select_related("unit").prefetch_related("authors").order_by("filed_on", "pk"))


def to_schedule(acting: Acting, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those of `ready` that this person may put on an agenda."""

    def author(one: Suggestion) -> Author | None:
        return next((row for row in one.authors.all() if row.employee_id == acting.employee.pk), None)

    by = rules.STEPS["schedule"].by
    return [one for one in suggestions if parties(Standing(acting, author(one)), one) & by]


def seats() -> list[Member]:
    """Today's members."""
    return list(Member.objects.filter(until_on=None).select_related("employee__unit__parent"))
