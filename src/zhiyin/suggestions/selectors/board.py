"""The desk's board: views, narrowing, pages and figures, over what this person may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zhiyin.journal import clock
from zhiyin.people.acting import Acting, within
from zhiyin.people.models import Unit
from zhiyin.people.paging import Page, day_page
from zhiyin.people.roles import Role
from zhiyin.people.tabs import View
from zhiyin.suggestions.models import Author, Effect, Member, Review, Suggestion
from zhiyin.suggestions.permissions import OVERSEE
from zhiyin.suggestions.rules import ADOPTED_STATES, EFFECTS, State, year_before

PAGE: Final = 50


VIEWS: Final = (
    View("mine", _("轮到我")),
    View("check", _("等审查")),
    View("review", _("评审中")),
    View("meeting", _("等上会")),
    View("trial", _("试用中")),
    View("doing", _("等实施、在实施")),
    View("effect", _("该核效果"), "soon"),
    View("reward", _("奖励未发"), "soon"),
    View("all", _("全部")),
)
VIEW_NAMES: Final = tuple(view.name for view in VIEWS)
NEWEST_FIRST: Final = frozenset({"all"})


@dataclass(frozen=True)
class Filter:
    """What the address says."""

    view: str = "mine"
    q: str = ""
    unit: str = ""
    effect: str = ""
    state: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.unit or self.effect or self.state)


def may_enter(acting: Acting, seat: Member | None) -> bool:
    """Officers who oversee suggestions, and the committee."""
    return seat is not None or acting.has(*OVERSEE)


def seen(acting: Acting, seat: Member | None) -> QuerySet[Suggestion]:
    """Every suggestion of others that this person may see at a desk."""
    rows = Suggestion.objects.all()
    if seat is None:
        paths = acting.paths(*OVERSEE)
        rows = rows.filter(within("unit__path", paths) | within("handling_unit__path", paths))
    own = Author.objects.filter(suggestion=OuterRef("pk"), employee=acting.employee)
    return rows.exclude(Exists(own.filter(state__in=(Author.State.JOINED, Author.State.INVITED))))


def conditions(acting: Acting, seat: Member | None) -> Mapping[str, Q]:
    """The condition of each view."""
    return {
        "mine": turn(acting, seat),
        "check": Q(state__in=(State.FILED, State.RETURNED)),
        "review": Q(state=State.IN_REVIEW),
        "meeting": Q(state__in=(State.REVIEWED, State.RECONSIDERING)),
        "trial": Q(state=State.TRIAL),
        "doing": Q(state__in=(State.ADOPTED, State.IMPLEMENTING)),
        "effect": _worth_checking() | Q(state=State.EFFECT_STATED),
        "reward": Q(state__in=(State.EFFECT_CONFIRMED, State.GRADED)),
        "all": Q(),
    }


def _worth_checking() -> Q:
    """Done for a year, so that what it brought can be counted."""
    return Q(state=State.DONE, done_on__lte=year_before(clock.today()))


def turn(acting: Acting, seat: Member | None) -> Q:
    """Where this person takes the next step."""
    office = Q(state=State.FILED) & within("unit__path", acting.paths(Role.DEMAND_OFFICER))
    carrying = Q(state__in=(State.ADOPTED, State.TRIAL, State.IMPLEMENTING))
    department = carrying & within("handling_unit__path", acting.paths(Role.HANDLER))
    review = Review.objects.filter(reviewer=acting.employee, given_on=None, declined_on=None)
    found = office | department | Q(state=State.IN_REVIEW, pk__in=review.values("suggestion_id"))
    if seat and seat.side == Member.Side.FINANCE:
        mine = Effect.objects.filter(stated_by=acting.employee, confirmed=None).values("suggestion_id")
        found |= _worth_checking() | Q(state=State.GRADED)
        found |= Q(state=State.EFFECT_STATED) & ~Q(pk__in=mine)
    elif seat:
        found |= Q(state=State.EFFECT_CONFIRMED)
        found |= Q(state__in=(State.REVIEWED, State.RECONSIDERING), meeting__opened=True)
    return found


def counts(acting: Acting, seat: Member | None, views: Mapping[str, Q]) -> dict[str, int]:
    """How many each view holds: one query."""
    wanted: dict[str, Any] = {v.name: Count("pk", filter=views[v.name], distinct=True) for v in VIEWS[:-1]}
    return dict(seen(acting, seat).aggregate(all=Count("pk"), **wanted))


def narrowed(rows: QuerySet[Suggestion], wanted: Filter) -> QuerySet[Suggestion]:
    if wanted.q:
        rows = rows.filter(
            Q(number__icontains=wanted.q) | Q(title__icontains=wanted.q) | Q(better_text__icontains=wanted.q)
        )
    if wanted.unit:
        path = Unit.objects.filter(code=wanted.unit).values_list("path", flat=True).first()
        rows = rows.filter(unit__path__startswith=path) if path else rows.none()
    if wanted.effect in EFFECTS:
        rows = rows.filter(effects__contains=f",{wanted.effect},")
    if wanted.state in Suggestion.State.values:
        rows = rows.filter(state=wanted.state)
    return rows


def listed(
    acting: Acting, seat: Member | None, wanted: Filter, views: Mapping[str, Q]
) -> QuerySet[Suggestion]:
    """The rows of a view in its order: what has waited longest first."""
    rows = narrowed(seen(acting, seat).filter(views[wanted.view]), wanted)
    order = ("-filed_on", "-pk") if wanted.view in NEWEST_FIRST else ("filed_on", "pk")
    return rows.select_related("unit", "handling_unit__parent").order_by(*order)


def page(
    acting: Acting, seat: Member | None, wanted: Filter, views: Mapping[str, Q], *, after: str, before: str
) -> Page[Suggestion]:
    """Fifty beyond a key: one query."""
    return day_page(listed(acting, seat, wanted, views), after=after, before=before, size=PAGE)


@dataclass(frozen=True)
class Figures:
    """How many there are, how many of those decided were adopted, and what was confirmed."""

    by_state: list[tuple[str, str, int]]
    total: int
    decided: int
    adopted: int
    value: Decimal
    valued: int


def figures(acting: Acting, seat: Member | None) -> Figures:
    """Over everything this person sees: two queries."""
    rows = seen(acting, seat)
    found = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    sums = rows.aggregate(valued=Count("value"), total_value=Sum("value"))
    adopted = sum(found.get(state, 0) for state in ADOPTED_STATES)
    return Figures(
        by_state=[(str(s), str(s.label), found[s]) for s in Suggestion.State if found.get(s)],
        total=sum(found.values()),
        decided=adopted + found.get(State.NOT_ADOPTED, 0) + found.get(State.RECONSIDERING, 0),
        adopted=adopted,
        value=sums["total_value"] or Decimal(0),
        valued=sums["valued"],
    )
