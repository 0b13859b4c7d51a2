"""What can wait for somebody, one line for each sort of work. A later app adds its lines here.

Accusations are nobody's business here, not even as a number: the discipline desk sees its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiyin.institutions.models import EvidenceEntry
from zhiyin.people.models import Employee
from zhiyin.suggestions.models import Plan
from zhiyin.suggestions.models import Review as SuggestionReview
from zhiyin.voice.models import Demand, HotProblem, Review
from zhiyin.voice.states import OPEN_STATES
from zhiyin.voice.states_hot import GOING_ON

LEFT: Final = Employee.Status.LEFT


@dataclass(frozen=True)
class Work:
    """One sort of work: by `post`, by a `person` who left or by a dissolved `unit`.

    `rows` are those unfinished, `key` the field that names whose they are; `page` lists them for holders of
    one of `roles`.
    """

    by: Literal["post", "person", "unit"]
    words: str | Promise
    rows: Callable[[], QuerySet[Any]]
    key: str
    page: str
    roles: frozenset[str]

    def counts(self) -> dict[UUID, int]:
        """Whose, and how many. One query."""
        return dict(self.rows().values_list(self.key).annotate(n=Count("pk")).order_by())


def _demands() -> QuerySet[Demand]:
    return Demand.objects.filter(state__in=sorted(OPEN_STATES), track=Demand.Track.ORDINARY)


DESK: Final = frozenset({"demand_officer", "handler", "leader", "union_officer", "reviewer"})
HOT: Final = frozenset({"demand_officer", "union_officer", "leader", "handler"})
IDEAS: Final = frozenset({"demand_officer", "handler", "leader", "union_officer"})
REGISTER: Final = frozenset({"leader", "handler", "union_officer", "demand_officer"})

WORK: Final = (
    Work(
        "post", _("在办的诉求"), lambda: _demands().filter(handling_post__isnull=False),
        "handling_post_id", "voice:inbox", DESK,
    ),
    Work(
        "post", _("负责的热点问题"), lambda: HotProblem.objects.filter(state__in=sorted(GOING_ON)),
        "post_id", "voice:hot_index", HOT,
    ),
    Work(
        "post", _("要实施的建议"), lambda: Plan.objects.filter(done_on=None),
        "owner_post_id", "suggestions:board", IDEAS,
    ),
    Work(
        "person", _("没作结论的复查、复核"),
        lambda: Review.objects.filter(
            reviewer__status=LEFT, decided_on=None, demand__track=Demand.Track.ORDINARY
        ),
        "reviewer_id", "voice:inbox", DESK,
    ),
    Work(
        "person", _("没交的建议评审"),
        lambda: SuggestionReview.objects.filter(reviewer__status=LEFT, given_on=None, declined_on=None),
        "reviewer_id", "suggestions:board", IDEAS,
    ),
    Work(
        "person", _("记了没确认的台账"),
        lambda: EvidenceEntry.objects.filter(
            recorded_by__status=LEFT, state=EvidenceEntry.State.WAITING
        ),
        "recorded_by_id", "institutions:evidence", REGISTER,
    ),
    Work(
        "unit", _("在办的诉求"), lambda: _demands().filter(handling_unit__closed_on__isnull=False),
        "handling_unit_id", "voice:inbox", DESK,
    ),
    Work(
        "unit", _("没结束的热点问题"),
        lambda: HotProblem.objects.filter(state__in=sorted(GOING_ON), unit__closed_on__isnull=False),
        "unit_id", "voice:hot_index", HOT,
    ),
)  # fmt: skip
