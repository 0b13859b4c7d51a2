"""Proof that the one acting is the one who spoke: by name, by receipt, or by the encrypted link."""

from dataclasses import dataclass
from uuid import UUID

from zhiyin.people.acting import Acting
from zhiyin.vault.services import case_of_receipt, person_linked_to
from zhiyin.voice.models import Demand
from zhiyin.voice.states import Way

SPEAKER = "speaker"


@dataclass(frozen=True)
class Speaker:
    """The speaker of one demand; `actor` names a person only where they spoke under their name."""

    demand_id: UUID
    actor: str


def by_receipt(code: str, part: UUID | None = None) -> Speaker | None:
    """The speaker of the case that a code opens, or of a part split off from it.

    Raises BadCode when the text cannot be a receipt code.
    """
    case_id = case_of_receipt(code)
    if case_id is None or part in (None, case_id):
        return Speaker(case_id, SPEAKER) if case_id else None
    is_part = Demand.objects.filter(pk=part, split_from_id=case_id).exists()
    return Speaker(part, SPEAKER) if is_part and part else None


def by_person(acting: Acting, demand: Demand) -> Speaker | None:
    """The signed-in employee as speaker of this demand: the author, or linked by their own wish."""
    if demand.way == Way.NAMED:
        return Speaker(demand.pk, acting.actor) if demand.author_id == acting.employee.pk else None
    if demand.way == Way.CONFIDENTIAL and person_linked_to(demand.pk) == acting.actor:
        return Speaker(demand.pk, SPEAKER)
    return None
