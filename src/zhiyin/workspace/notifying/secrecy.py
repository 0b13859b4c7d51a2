"""What a demand keeps from whom: an accusation from all but discipline, every demand from those excluded."""

from collections.abc import Iterable
from uuid import UUID

from zhiyin.people.roles import Role
from zhiyin.voice.models import Demand, Exclusion
from zhiyin.workspace.notifying.holders import Holders


class Secrecy:
    """Two queries for a batch of demands."""

    def __init__(self, demand_ids: Iterable[UUID], holders: Holders) -> None:
        wanted = set(demand_ids)
        rows = Demand.objects.filter(pk__in=wanted).select_related("unit", "handling_unit")
        self.demands = {demand.pk: demand for demand in rows} if wanted else {}
        kept = Exclusion.objects.filter(demand_id__in=wanted, employee__isnull=False)
        self._kept_from = set(kept.values_list("demand_id", "employee_id")) if wanted else set()
        self._discipline = holders.covering(Role.DISCIPLINE_OFFICER, "/")

    def is_accusation(self, demand_id: UUID) -> bool:
        demand = self.demands.get(demand_id)
        return demand is not None and demand.track != Demand.Track.ORDINARY

    def may_know(self, demand_id: UUID, people: Iterable[UUID]) -> set[UUID]:
        """Those of `people` from whom this demand is not kept."""
        allowed = set(people)
        if self.is_accusation(demand_id):
            allowed &= self._discipline
        return {person for person in allowed if (demand_id, person) not in self._kept_from}
