"""A demand that turns out to be an accusation leaves the hot problem that it was part of."""

from uuid import UUID

from zhiyin.journal.verbs import verb
from zhiyin.voice.models import HotDemand


@verb(silent="the demand's own fact tells that it went to discipline; a second one would point at it")
def leave_hot_problem(*, demand_id: UUID) -> None:
    """A demand found to be an accusation is no longer part of anything that others see."""
    HotDemand.objects.filter(demand_id=demand_id).delete()
