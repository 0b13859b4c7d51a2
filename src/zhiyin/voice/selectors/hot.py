"""Hot problems at the desk: the list, one problem with everything, and what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions import clocks
from zhiyin.institutions.clocks import Clock
from zhiyin.institutions.models import NextDue
from zhiyin.journal import clock
from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.people.paging import Page, day_page
from zhiyin.people.roles import Role
from zhiyin.people.tabs import View
from zhiyin.voice.models import Demand, HotDemand, HotNote, HotProblem, Milestone, PreparedAnswer
from zhiyin.voice.models.demand import Topic
from zhiyin.voice.permissions_hot import hot_parties
from zhiyin.voice.rules_hot import HotParty
from zhiyin.voice.selectors.hot_owner import Owner, owner_of, owners_of
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.states_hot import GOING_ON, HotState

PAGE = 30
VIEWS = (
    View("going", _("正在办")),
    View("mine", _("我负责的")),
    View("late", _("有晚了的"), "breach"),
    View("resolved", _("等大家说")),
    View("closed", _("已办结")),
    View("all", _("全部"), counted=False),
)
VIEW_NAMES = tuple(view.name for view in VIEWS)
ORDINARY = Demand.Track.ORDINARY


@dataclass(frozen=True)
class HotFilter:
    """What the address says."""

    view: str = "going"
    unit: str = ""
    topic: str = ""
    q: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.unit or self.topic or self.q)


@dataclass(frozen=True)
class HotRow:
    """One problem in a list: who answers for it, how many demands the reader sees in it, what is due."""

    problem: HotProblem
    owner: Owner
    demands: int
    clock: Clock | None
    late: bool = False


def visible_problems(acting: Acting) -> QuerySet[HotProblem]:
    """Problems about units of one's role, of one's own posts, or in which one handles a demand."""
    paths = acting.paths(Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER)
    handled = HotDemand.objects.filter(
        problem=OuterRef("pk"), demand__handling_post_id__in=acting.posts, demand__track=ORDINARY
    )
    found = Q(published_on__isnull=False) | Q(post_id__in=acting.posts) | Q(Exists(handled))
    if paths:
        whole = any(path.count("/") <= 2 for path in paths)
        found |= within("unit__path", paths) | within("post__unit__path", paths)
        found |= Q(unit__isnull=True) if whole else Q(pk__in=[])
    return HotProblem.objects.filter(found)


def conditions(acting: Acting) -> dict[str, Q]:
    """The condition of each view."""
    late = NextDue.objects.filter(subject_kind="hot", subject_id=OuterRef("pk"), next_due__lt=clock.today())
    late_milestone = Milestone.objects.filter(
        problem=OuterRef("pk"), planned_on__lt=clock.today(), done_on__isnull=True, dropped_on__isnull=True
    )
    going = Q(state__in=sorted(GOING_ON))
    return {
        "going": going,
        "mine": going & Q(post_id__in=answered_for(acting)),
        "late": going & (Q(Exists(late)) | Q(Exists(late_milestone))),
        "resolved": Q(state=HotState.RESOLVED),
        "closed": Q(state=HotState.CLOSED),
        "all": Q(),
    }


def answered_for(acting: Acting) -> list[UUID]:
    """Posts of hot problems for which this person answers: their own, and vacant ones below."""
    if not acting.has(Role.LEADER):
        return []
    below = HotProblem.objects.filter(
        within("post__unit__path", acting.paths(Role.LEADER)), state__in=sorted(GOING_ON)
    )
    posts = {p.post_id: p.post for p in below.select_related("post__unit")}
    owners = owners_of(list(posts.values())) if posts else {}
    held = set(acting.posts)
    return [*acting.posts, *(pk for pk, owner in owners.items() if owner.answering & held and pk not in held)]


def chosen(acting: Acting, wanted: HotFilter, views: dict[str, Q]) -> QuerySet[HotProblem]:
    """All problems of a view under a filter, latest first."""
    found = visible_problems(acting).filter(views[wanted.view])
    if wanted.unit:
        path = Unit.objects.filter(code=wanted.unit).values_list("path", flat=True).first()
        found = found.filter(unit__path__startswith=path) if path else found.none()
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.q:
        found = found.filter(Q(title__icontains=wanted.q) | Q(number__iexact=wanted.q))
    return found.select_related("unit", "post__unit").order_by("-opened_on", "pk")


def counts(acting: Acting, views: dict[str, Q]) -> dict[str, int]:
    """One query."""
    named: dict[str, Any] = {v.name: Count("pk", filter=views[v.name]) for v in VIEWS if v.counted}
    return dict(visible_problems(acting).aggregate(**named))


def page(acting: Acting, problems: QuerySet[HotProblem], *, after: str, before: str) -> Page[HotRow]:
    """Thirty rows by keys, with owners, counts and clocks: five queries."""
    page = day_page(problems, after=after, before=before, size=PAGE)
    return Page(rows=rows_of(acting, page.rows), previous=page.previous, next=page.next)


def rows_of(acting: Acting, problems: Sequence[HotProblem]) -> list[HotRow]:
    """Four queries for all."""
    ids = [problem.pk for problem in problems]
    late = with_late_milestone(ids)
    owners = owners_of([problem.post for problem in problems]) if problems else {}
    running = clocks.for_subjects("hot", ids)
    mine = visible(acting).filter(hot__problem_id__in=ids, track=ORDINARY)
    numbers = dict(mine.values_list("hot__problem_id").annotate(n=Count("pk", distinct=True)))
    return [
        HotRow(
            problem=problem,
            owner=owners[problem.post_id],
            demands=numbers.get(problem.pk, 0),
            clock=nearest(running.get(problem.pk, [])),
            late=problem.pk in late,
        )
        for problem in problems
    ]


def with_late_milestone(ids: Collection[UUID]) -> set[UUID]:
    """Those of which a milestone is past its day and neither done nor dropped. One query."""
    late = Milestone.objects.filter(
        problem_id__in=ids, planned_on__lt=clock.today(), done_on__isnull=True, dropped_on__isnull=True
    )
    return set(late.values_list("problem_id", flat=True))


def nearest(found: Sequence[Clock]) -> Clock | None:
    return next((one for one in found if one.running), None)


def own_going_on(acting: Acting) -> list[HotRow]:
    """For a leader's day: the problems they answer for, the nearest date first."""
    posts = answered_for(acting)
    if not posts:
        return []
    found = HotProblem.objects.filter(post_id__in=posts, state__in=sorted(GOING_ON))
    rows = rows_of(acting, list(found.select_related("unit", "post__unit").order_by("opened_on", "pk")[:20]))
    return sorted(rows, key=lambda row: row.clock.due_on if row.clock else date.max)


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with its date as the institutions tell it."""

    milestone: Milestone
    clock: Clock | None

    @property
    def late(self) -> bool:
        done, planned = self.milestone.done_on, self.milestone.planned_on
        return self.milestone.dropped_on is None and (done or clock.today()) > planned

    @property
    def open(self) -> bool:
        return self.milestone.done_on is None and self.milestone.dropped_on is None


@dataclass(frozen=True)
class HotCase:
    """Everything on the page of a problem at the desk, as this person may see it."""

    problem: HotProblem
    owner: Owner
    parts: frozenset[HotParty]
    demands: list[Demand]
    milestones: list[MilestoneRow]
    notes: list[HotNote]
    clocks: list[Clock]
    prepared: PreparedAnswer | None
    earlier: list[MilestoneRow] = field(default_factory=list)


def problem_for(acting: Acting, problem_id: UUID) -> HotProblem:
    """Raises HotProblem.DoesNotExist where this person may not see it."""
    return visible_problems(acting).select_related("unit", "post__unit").get(pk=problem_id)


def hot_case(acting: Acting, problem: HotProblem) -> HotCase:
    """Ten queries, however many demands."""
    owner = owner_of(problem.post)
    handled_by = problem.attached.filter(demand__track=ORDINARY, demand__handling_post__isnull=False)
    milestones = milestone_rows(problem)
    return HotCase(
        problem=problem,
        owner=owner,
        parts=hot_parties(
            acting,
            problem,
            answering=owner.answering,
            handled_by=set(handled_by.values_list("demand__handling_post_id", flat=True)),
        ),
        demands=demands_of(acting, problem),
        milestones=[row for row in milestones if row.milestone.round == problem.rounds],
        earlier=[row for row in milestones if row.milestone.round != problem.rounds],
        notes=list(problem.notes.order_by("-pk")),
        clocks=clocks.for_subject("hot", problem.pk),
        prepared=PreparedAnswer.objects.filter(problem=problem).select_related("by").first(),
    )


def milestone_rows(problem: HotProblem) -> list[MilestoneRow]:
    """Two queries."""
    found = list(problem.milestones.all())
    running = clocks.for_subjects("hot_milestone", [one.pk for one in found])
    return [MilestoneRow(one, next(iter(running.get(one.pk, ())), None)) for one in found]


def demands_of(acting: Acting, problem: HotProblem) -> list[Demand]:
    """The attached demands that this person may see at all, oldest first."""
    found = visible(acting).filter(hot__problem=problem, track=ORDINARY)
    related = ("unit", "handling_unit", "handling_post", "author")
    return list(found.select_related(*related).order_by("submitted_on", "pk"))


def valid_topic(value: str) -> str:
    return value if value in Topic.values else ""


def current_for(acting: Acting) -> list[HotProblem]:
    """Problems into which a demand may still be gathered by this officer."""
    found = visible_problems(acting).filter(state__in=(HotState.OPENED, HotState.PLANNED))
    return list(found.order_by("-opened_on", "pk")[:200])
