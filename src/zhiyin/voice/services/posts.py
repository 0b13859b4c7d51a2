"""Posts that a case may be given to: they handle, and nobody who holds them has an interest in it."""

from uuid import UUID

from zhiyin.journal import clock
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Holding, Post
from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand
from zhiyin.voice.rules import NotNow


def fitting_post(demand: Demand, post_id: UUID) -> Post:
    """The post, with its unit. Raises NotNow.

    Never one held by the speaker, by somebody who stepped aside, or whom the speaker wants kept out.
    """
    role = Role.DISCIPLINE_OFFICER if demand.track == Demand.Track.DISCIPLINE else Role.HANDLER
    post = handling_post(post_id, role)
    holders = Holding.objects.filter(held_on(clock.today()), post=post).values("employee_id")
    if demand.author_id and holders.filter(employee_id=demand.author_id).exists():
        raise NotNow("post_held_by_speaker")
    if demand.exclusions.filter(employee_id__in=holders).exists():
        raise NotNow("post_held_by_excluded")
    return post


def handling_post(post_id: UUID, role: str = Role.HANDLER) -> Post:
    """The post, if it holds the role today. Raises NotNow."""
    handles = Grant.objects.filter(held_on(clock.today()), role=role, post_id=post_id)
    posts = Post.objects.select_related("unit").filter(
        pk__in=handles.values("post_id"), closed_on__isnull=True
    )
    if (post := posts.first()) is None:
        raise NotNow("not_a_handling_post")
    return post
