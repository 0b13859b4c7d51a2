"""What everybody may read of hot problems: posts, never persons; small counts never."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from zhiyin.people.paging import Page, day_page
from zhiyin.voice.models import Demand, HotDemand, HotNote, HotProblem, HotSupport, PreparedAnswer
from zhiyin.voice.rules_hot import told
from zhiyin.voice.selectors.hot import MilestoneRow, milestone_rows, with_late_milestone
from zhiyin.voice.selectors.hot_owner import Owner, owners_of
from zhiyin.voice.states import Solved, State
from zhiyin.voice.states_hot import GOING_ON, HotState

PAGE = 20


@dataclass(frozen=True)
class Open:
    """One problem in the public list. `people` None: fewer than five."""

    problem: HotProblem
    owner: Owner
    people: int | None
    late: bool = False


@dataclass(frozen=True)
class Verdicts:
    """What supporters say of the result, apart from the three rates; None: too few to show."""

    yes: int | None
    no: int | None

    @property
    def any(self) -> bool:
        return self.yes is not None or self.no is not None


@dataclass(frozen=True)
class OpenPage:
    """The whole public page of a problem."""

    problem: HotProblem
    owner: Owner
    people: int | None
    milestones: list[MilestoneRow]
    notes: list[HotNote]
    verdicts: Verdicts


def public_problems() -> QuerySet[HotProblem]:
    return HotProblem.objects.filter(published_on__isnull=False).select_related("unit", "post__unit")


def public_page(*, ended: bool, after: str = "", before: str = "") -> Page[Open]:
    """Latest first: going on, or ended. Four queries."""
    state = Q(state=HotState.CLOSED) if ended else Q(state__in=sorted(GOING_ON))
    problems = public_problems().filter(state).order_by("-published_on", "pk")
    page = day_page(problems, after=after, before=before, size=PAGE)
    return Page(rows=opened(list(page.rows)), previous=page.previous, next=page.next)


def opened(problems: list[HotProblem]) -> list[Open]:
    """Four queries for all."""
    owners = owners_of([problem.post for problem in problems]) if problems else {}
    ids = [problem.pk for problem in problems]
    people, late = people_of(ids), with_late_milestone(ids)
    return [Open(p, owners[p.post_id], told(people.get(p.pk, 0)), p.pk in late) for p in problems]


def people_of(ids: Collection[UUID]) -> dict[UUID, int]:
    """How many told each problem: those who raised a demand, and those who have it too. Two queries.

    One sum and never its parts: with both, who is kept from one demand could reckon that it is there.
    """
    raised = HotDemand.objects.filter(problem_id__in=ids, demand__track=Demand.Track.ORDINARY)
    raised = raised.exclude(demand__state__in=(State.WITHDRAWN, State.MERGED))
    supported = HotSupport.objects.filter(problem_id__in=ids)
    found: dict[UUID, int] = {}
    for rows in (raised, supported):
        for pk, n in rows.values_list("problem_id").annotate(n=Count("pk")):
            found[pk] = found.get(pk, 0) + n
    return found


def open_page(problem: HotProblem) -> OpenPage:
    """Eight queries."""
    [row] = opened([problem])
    # The result stands by itself above; those of earlier rounds are part of the news.
    notes = problem.notes.exclude(kind=HotNote.Kind.OWNER).order_by("-pk")
    return OpenPage(
        problem=problem,
        owner=row.owner,
        people=row.people,
        milestones=milestone_rows(problem),
        notes=[note for note in notes if note.kind != HotNote.Kind.RESULT or note.text != problem.result],
        verdicts=verdicts_of(problem),
    )


def verdicts_of(problem: HotProblem) -> Verdicts:
    """One query."""
    said = problem.supports.aggregate(
        yes=Count("pk", filter=Q(solved=Solved.YES)), no=Count("pk", filter=Q(solved=Solved.NO))
    )
    return Verdicts(told(said["yes"]), told(said["no"]))


def prepared_for(demand: Demand) -> PreparedAnswer | None:
    """What was written once for all demands of the same problem. One query."""
    return PreparedAnswer.objects.filter(problem__attached__demand=demand).first()
