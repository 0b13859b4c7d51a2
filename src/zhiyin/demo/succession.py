"""In the last days one post changes hands and another stands empty: both are there to be seen."""

from collections.abc import Mapping

from django.db.models import Count

from zhiyin.demo.cast import Cast
from zhiyin.institutions import rules
from zhiyin.institutions.models import ObligationRow, Violation
from zhiyin.institutions.reading import programme
from zhiyin.people.models import Unit
from zhiyin.people.roles import Role
from zhiyin.people.services.posts import give_up_post, hand_over

# The handler whose desk the demo shows takes over that of a plant.
TAKER = "YS-XZ/handler"
SHOWN = "YS01"


def pass_on(cast: Cast) -> None:
    """A plant's handler goes to another town, the head of another retires before a new one is named."""
    heads = {key[:4]: key for key in sorted(cast.holders) if key.endswith("00/leader")}
    heads.pop(SHOWN)
    left = _busiest(cast, heads)
    giver = f"{left}00/handler"
    hand_over(acting=None, post=cast.posts[giver], giver=cast.holders[giver], taker=cast.holders[TAKER])
    head = _head_with_most_sheets(cast, {code: key for code, key in heads.items() if code != left})
    give_up_post(acting=None, post=cast.posts[head], employee=cast.holders[head])


def _busiest(cast: Cast, plants: Mapping[str, str]) -> str:
    """The plant whose handler has most to do."""
    holders = programme().holders
    musts = [must for must, held in holders.items() if held == f"{Role.HANDLER}@unit"]
    owed = ObligationRow.objects.filter(status__in=ObligationRow.OPEN, keeps=False, rule__must__in=musts)
    counts = dict(owed.values_list("unit_id").annotate(n=Count("pk")).order_by())
    of_plant = dict.fromkeys(plants, 0)
    for pk, code in Unit.objects.filter(pk__in=[pk for pk in counts if pk]).values_list("pk", "code"):
        if code[:4] in of_plant:
            of_plant[code[:4]] += counts[pk]
    return max(sorted(of_plant), key=lambda code: of_plant[code])


def _head_with_most_sheets(cast: Cast, heads: Mapping[str, str]) -> str:
    by_path = {cast.units[code].path: key for code, key in heads.items()}
    lying = Violation.objects.filter(
        state__in=rules.OPEN, desk_role=Role.LEADER, desk_path__in=list(by_path)
    ).values_list("desk_path")
    most = lying.annotate(n=Count("pk")).order_by("-n", "desk_path").first()
    return by_path[most[0]] if most else max(by_path.values())
