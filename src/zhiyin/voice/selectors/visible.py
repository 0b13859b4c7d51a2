"""Which demands a person may see at all: every list, search, count and export begins here."""

from django.db.models import Q, QuerySet

from zhiyin.people.acting import Acting, within
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Exclusion, Review

ORDINARY = Q(track=Demand.Track.ORDINARY)
DISCIPLINE = Q(track=Demand.Track.DISCIPLINE)


def visible(acting: Acting) -> QuerySet[Demand]:
    """Demands this officer may see, without those whose speaker wants them kept out. Each once.

    Accusations are seen by discipline officers only; administrators see nothing.
    """
    kept_out = Exclusion.objects.filter(employee=acting.employee).values("demand_id")
    return Demand.objects.filter(_mine(acting)).exclude(pk__in=kept_out)


def _mine(acting: Acting) -> Q:
    condition = Q(pk__in=[])
    about = acting.paths(Role.DEMAND_OFFICER, Role.UNION_OFFICER, Role.LEADER, Role.DISCIPLINE_OFFICER)
    if about:
        # A demand that names no unit belongs to those whose role covers the whole tree.
        whole = any(path.count("/") <= 2 for path in about)
        condition |= ORDINARY & (
            within("unit__path", about) | (Q(unit__isnull=True) if whole else Q(pk__in=[]))
        )
    handled = acting.paths(Role.LEADER)
    if handled:
        condition |= ORDINARY & within("handling_unit__path", handled)
    if acting.posts and acting.has(Role.HANDLER):
        condition |= ORDINARY & Q(handling_post_id__in=acting.posts) & not_own_as_deputy(acting)
    if acting.has(Role.REVIEWER):
        mine = Review.objects.filter(reviewer=acting.employee).values("demand_id")
        condition |= ORDINARY & Q(pk__in=mine)
    if acting.has(Role.DISCIPLINE_OFFICER):
        condition |= DISCIPLINE
    return condition


def not_own_as_deputy(acting: Acting, post: str = "handling_post", author: str = "author") -> Q:
    """Leaves out what a deputy raised themselves and lies at a post for which they deputise."""
    if not acting.deputising:
        return Q()
    return ~Q(**{f"{post}_id__in": acting.deputising, author: acting.employee})
