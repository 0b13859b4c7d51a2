"""Who answers for a hot problem today: whoever holds its post, else the leader above."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zhiyin.journal import clock
from zhiyin.people.acting import held_on
from zhiyin.people.models import Grant, Holding, Post
from zhiyin.people.roles import Role


@dataclass(frozen=True)
class Owner:
    """The post, whether nobody holds it, and the post above that answers meanwhile (None: nobody)."""

    post: Post
    vacant: bool
    above: Post | None = None

    @property
    def answering(self) -> frozenset[UUID]:
        if not self.vacant:
            return frozenset({self.post.pk})
        return frozenset({self.above.pk} if self.above else ())


def owner_of(post: Post) -> Owner:
    """One query, three where the post is vacant; `post.unit` should be loaded."""
    return owners_of([post])[post.pk]


def owners_of(posts: Sequence[Post]) -> dict[UUID, Owner]:
    """One query for those held; two more when some are vacant."""
    today = clock.today()
    held = set(
        Holding.objects.filter(held_on(today), post__in=[p.pk for p in posts]).values_list(
            "post_id", flat=True
        )
    )
    vacant = [post for post in posts if post.pk not in held]
    leading = leading_posts() if vacant else []
    return {
        post.pk: Owner(post, post.pk not in held, None if post.pk in held else _above(post, leading))
        for post in posts
    }


def leading_posts() -> list[Post]:
    """Leaders' posts that somebody holds today, each with `over`, the paths they lead."""
    today = clock.today()
    grants = Grant.objects.filter(held_on(today), role=Role.LEADER, post__closed_on__isnull=True)
    over: dict[UUID, list[str]] = {}
    for post_id, path in grants.order_by("unit__path").values_list("post_id", "unit__path"):
        over.setdefault(post_id, []).append(path)
    holding = Holding.objects.filter(held_on(today), post__in=list(over)).values("post_id")
    posts = list(Post.objects.filter(pk__in=holding).select_related("unit").order_by("unit__path", "title"))
    for post in posts:
        post.over = over[post.pk]  # type: ignore[attr-defined]  # read by those who call this
    return posts


def _above(post: Post, leading: Sequence[Post]) -> Post | None:
    """The nearest leader over the unit of `post`, other than itself."""
    near = [
        (max(len(path) for path in other.over if post.unit.path.startswith(path)), other)  # type: ignore[attr-defined]
        for other in leading
        if other.pk != post.pk and any(post.unit.path.startswith(path) for path in other.over)  # type: ignore[attr-defined]
    ]
    return max(near, key=lambda pair: pair[0])[1] if near else None
