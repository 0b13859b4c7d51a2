"""Notices about improvement suggestions: to authors, reviewers, the office, the department and finance."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from zhiyin.journal.models import Fact
from zhiyin.people.roles import Role
from zhiyin.suggestions.models import Author, Member, Review, Suggestion
from zhiyin.workspace.notifying.holders import Holders
from zhiyin.workspace.notifying.sources import App, Sort, Source

OFFICE: Final = "office"
AUTHORS: Final = "authors"
INVITED: Final = "invited"
REVIEWERS: Final = "reviewers"
COMMITTEE: Final = "committee"
FINANCE: Final = "finance"
DEPARTMENT: Final = "department"
BOARD: Final = "suggestions:board"
MINE: Final = "suggestions:mine"

SORTS: Final = (
    Sort("suggestion_new", _("等审查的合理化建议"), BOARD, frozenset({Role.DEMAND_OFFICER})),
    Sort("suggestion_review", _("请您评审的合理化建议"), MINE),
    Sort("suggestion_invited", _("有人说和您一起提了建议"), MINE),
    Sort("suggestion_carry", _("要实施的合理化建议"), BOARD, frozenset({Role.HANDLER})),
    Sort("suggestion_worth", _("要核效果、评奖励的合理化建议"), MINE),
    Sort("suggestion_question", _("工会质询合理化建议"), BOARD, frozenset({Role.HANDLER})),
    Sort("my_suggestion", _("您的建议有新进展"), MINE, wished=True, in_app=False),
)  # fmt: skip

TO_AUTHORS: Final = (
    "returned", "checked", "scheduled", "decided", "trial_started", "trial_ended", "planned", "implemented",
    "effect_confirmed", "graded", "paid",
)  # fmt: skip

SOURCES: Final = (
    Source("voice.suggestion.filed", "suggestion_new", OFFICE),
    Source("voice.suggestion.completed", "suggestion_new", OFFICE),
    Source("voice.suggestion.reopened", "suggestion_new", OFFICE),
    Source("voice.suggestion.review_declined", "suggestion_new", OFFICE),
    Source("voice.suggestion.filed", "suggestion_invited", INVITED),
    Source("voice.suggestion.review_assigned", "suggestion_review", REVIEWERS),
    Source("voice.suggestion.decided", "suggestion_carry", DEPARTMENT, {"adopted": "adopted_full"}),
    Source("voice.suggestion.decided", "suggestion_carry", DEPARTMENT, {"adopted": "in_part"}),
    Source("voice.suggestion.effect_stated", "suggestion_worth", FINANCE),
    Source("voice.suggestion.effect_confirmed", "suggestion_worth", COMMITTEE),
    Source("voice.suggestion.graded", "suggestion_worth", FINANCE),
    Source("voice.suggestion.questioned", "suggestion_question", DEPARTMENT),
    *(Source(f"voice.suggestion.{name}", "my_suggestion", AUTHORS) for name in TO_AUTHORS),
)


class People:
    """Whom facts of suggestions concern. Who did it is not told of it."""

    def __init__(self, facts: Sequence[Fact], holders: Holders) -> None:
        self._holders = holders
        ids = {UUID(fact.subject_id) for fact in facts}
        rows = Suggestion.objects.filter(pk__in=ids).select_related("unit", "handling_unit")
        self._suggestions = {one.pk: one for one in rows}
        self._authors: dict[tuple[UUID, str], set[UUID]] = {}
        for pk, state, person in Author.objects.filter(suggestion_id__in=ids).values_list(
            "suggestion_id", "state", "employee_id"
        ):
            self._authors.setdefault((pk, state), set()).add(person)
        self._reviewers: dict[UUID, set[UUID]] = {}
        open_ones = Review.objects.filter(suggestion_id__in=ids, given_on=None, declined_on=None)
        for pk, person in open_ones.values_list("suggestion_id", "reviewer_id"):
            self._reviewers.setdefault(pk, set()).add(person)
        seats = list(Member.objects.filter(until_on=None).values_list("employee_id", "side"))
        self._finance = {person for person, side in seats if side == Member.Side.FINANCE}
        self._committee = {person for person, side in seats} - self._finance

    def told(self, fact: Fact, who: str) -> set[UUID]:
        suggestion = self._suggestions.get(UUID(fact.subject_id))
        if suggestion is None:
            return set()
        authors = self._authors.get((suggestion.pk, Author.State.JOINED), set())
        found = authors if who == AUTHORS else self._concerned(suggestion, who) - authors
        return {person for person in found if fact.actor != f"employee:{person.hex}"}

    def _concerned(self, suggestion: Suggestion, who: str) -> set[UUID]:
        match who:
            case "office":
                return self._holders.covering(Role.DEMAND_OFFICER, suggestion.unit.path)
            case "invited":
                return self._authors.get((suggestion.pk, Author.State.INVITED), set())
            case "reviewers":
                return self._reviewers.get(suggestion.pk, set())
            case "finance":
                return self._finance
            case "committee":
                return self._committee
            case _:
                handling = suggestion.handling_unit or suggestion.unit
                return self._holders.covering(Role.HANDLER, handling.path, nearest=True)


APP: Final = App(SORTS, SOURCES, People)
