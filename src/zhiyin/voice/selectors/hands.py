"""To whom a case may go: posts that handle, reviewers who took no part, one person's other cases."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.people.acting import Acting, held_on
from zhiyin.people.models import Employee, Grant, Holding, Post
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand
from zhiyin.voice.selectors.visible import visible
from zhiyin.voice.services.reviews import kept_out, took_part
from zhiyin.voice.states import ENDED_STATES, Way

LOOKED_BACK = timedelta(days=365)
LOOKED_AT = 100
FEWEST = 3
OTHERS_LOOKED_AT = 200


@dataclass(frozen=True)
class Hands:
    """Posts by unit, the one that handled most of the same topic, and how many were left out."""

    posts: list[Post]
    usual: UUID | None = None
    usual_count: int = 0
    of_count: int = 0
    left_out: int = 0


def hands_for(acting: Acting, demand: Demand) -> Hands:
    """Posts that may be given this case; none held by somebody whom the speaker wants kept out."""
    role = Role.DISCIPLINE_OFFICER if demand.track == Demand.Track.DISCIPLINE else Role.HANDLER
    held = Holding.objects.filter(held_on(clock.today()), employee_id__in=kept_out(demand))
    barred = set(held.values_list("post_id", flat=True))
    every = handling_posts(role)
    offered = [post for post in every if post.pk not in barred]
    usual, n, of = _usual(acting, demand, {post.pk for post in offered})
    near = demand.unit.path if demand.unit else "/"
    offered.sort(key=lambda post: not near.startswith(post.unit.path) or post.unit.path.count("/") < 3)
    return Hands(offered, usual, n, of, len(every) - len(offered))


def handling_posts(role: str = Role.HANDLER) -> list[Post]:
    """Posts that hold the role today, in the order of the tree."""
    holding = Grant.objects.filter(held_on(clock.today()), role=role).values("post_id")
    posts = Post.objects.filter(pk__in=holding, closed_on__isnull=True).select_related("unit")
    return list(posts.order_by("unit__path", "title"))


def _usual(acting: Acting, demand: Demand, offered: set[UUID]) -> tuple[UUID | None, int, int]:
    """The post that handled most of the latest demands of this topic, if there were enough to say so."""
    before = visible(acting).filter(
        topic=demand.topic,
        handling_post__isnull=False,
        submitted_on__gte=clock.today() - LOOKED_BACK,
        track=demand.track,
    )
    latest = before.order_by("-submitted_on", "pk").values_list("handling_post_id", flat=True)
    tally = Counter(latest[:LOOKED_AT])
    for post, n in tally.most_common(1):
        if n >= FEWEST and post in offered:
            return post, n, sum(tally.values())
    return None, 0, 0


def reviewers_for(demand: Demand) -> list[tuple[Grant, Employee]]:
    """Reviewers at or above the handling unit who may review it, each with the grant that lets them."""
    barred = took_part(demand) | kept_out(demand)
    today = clock.today()
    grants = Grant.objects.filter(held_on(today), role=Role.REVIEWER).select_related("unit", "post")
    holders: dict[UUID, list[Employee]] = {}
    for holding in Holding.objects.filter(
        held_on(today), post_id__in=grants.values("post_id")
    ).select_related("employee"):
        holders.setdefault(holding.post_id, []).append(holding.employee)
    path = demand.handling_unit.path if demand.handling_unit else "/"
    found = [
        (grant, person)
        for grant in grants
        for person in holders.get(grant.post_id, [])
        if person.pk not in barred and path.startswith(grant.unit.path)
    ]
    # The next higher unit first: the longest path above.
    return sorted(found, key=lambda pair: -len(pair[0].unit.path))


def others_of_same_person(acting: Acting, demand: Demand) -> list[Demand]:
    """Other unfinished demands that the same person raised under their name, for merging alone."""
    if demand.way != Way.NAMED or demand.author_id is None:
        return []
    theirs = Demand.objects.filter(author_id=demand.author_id, merged_into__isnull=True)
    unfinished = theirs.exclude(pk=demand.pk).exclude(state__in=sorted(ENDED_STATES))
    # Most have no other at all, and what this officer may see of others takes a longer look.
    if not (found := list(unfinished.values_list("pk", flat=True)[:OTHERS_LOOKED_AT])):
        return []
    rows = visible(acting).filter(pk__in=found, way=Way.NAMED)
    return list(rows.order_by("-submitted_on")[:20])
