"""In the last days one post changes hands and another stands empty: both are there to be seen."""

from django.db.models import Count

from zhiyin.demo.cast import Cast
from zhiyin.institutions import rules
from zhiyin.institutions.models import Violation
from zhiyin.people.roles import Role
from zhiyin.people.services.posts import give_up_post, hand_over

# The handler whose desk the demo shows takes a second one over.
FROM, TO = "YS-CW/handler", "YS-XZ/handler"
SHOWN = "YS0100/leader"


def pass_on(cast: Cast) -> None:
    """Somebody goes to another town, the head of a plant retires before a new one is named."""
    hand_over(acting=None, post=cast.posts[FROM], giver=cast.holders[FROM], taker=cast.holders[TO])
    head = _head_with_most_sheets(cast)
    give_up_post(acting=None, post=cast.posts[head], employee=cast.holders[head])


def _head_with_most_sheets(cast: Cast) -> str:
    heads = {cast.units[key[:4]].path: key for key in sorted(cast.holders) if key.endswith("00/leader")}
    heads.pop(cast.units[cast.posts[SHOWN].unit.code].path)
    lying = Violation.objects.filter(
        state__in=rules.OPEN, desk_role=Role.LEADER, desk_path__in=list(heads)
    ).values_list("desk_path")
    most = lying.annotate(n=Count("pk")).order_by("-n", "desk_path").first()
    return heads[most[0]] if most else max(heads.values())
