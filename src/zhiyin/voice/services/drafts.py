"""A demand begun behind /app/, kept for its employee until it is raised. It may become a confidential one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nacl.secret import SecretBox

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.vault.keys import derived_key
from zhiyin.voice.models import Demand, Draft
from zhiyin.voice.services.submit import submission_of

FIELDS: Final = ("text", "topic", "place", "unit", "way")
LONGEST: Final = 5000  # characters of one field
BLOCK: Final = 4096  # bytes: the length of a box tells nothing of the length of a text
KEPT_FOR: Final = timedelta(days=14)


@dataclass(frozen=True)
class Begun:
    """What was written so far, and on which day."""

    values: Mapping[str, str]
    updated_on: date


@verb(silent="nothing has been said yet: what an employee begins to write is nobody else's business")
def save_draft(*, acting: Acting, token: bytes, values: Mapping[str, str]) -> None:
    """Keep the form as it stands; an empty one is dropped, and a raised one is never kept again."""
    _alone(acting)
    raised = Demand.objects.filter(submission=submission_of(token)).exists()
    if raised or not values.get("text", "").strip():
        Draft.objects.filter(pk=acting.employee.pk).delete()
        return
    kept = {name: values.get(name, "")[:LONGEST] for name in FIELDS}
    Draft.objects.update_or_create(
        employee=acting.employee, defaults={"box": _locked(kept), "updated_on": clock.today()}
    )


@verb(silent="a draft thrown away was never said")
def drop_draft(*, acting: Acting) -> None:
    """Forget it. Called within the transaction that raises the demand, so that nothing ties the two."""
    _alone(acting)
    Draft.objects.filter(pk=acting.employee.pk).delete()


@verb(silent="a draft thrown away was never said")
def expire_drafts() -> int:
    """Background: forget drafts that nobody touched for two weeks; returns how many."""
    return Draft.objects.filter(updated_on__lt=clock.today() - KEPT_FOR).delete()[0]


def draft_of(acting: Acting) -> Begun | None:
    """What this employee has begun. One query."""
    draft = Draft.objects.filter(pk=acting.employee.pk).first()
    return Begun(_opened(bytes(draft.box)), draft.updated_on) if draft else None


def _alone(acting: Acting) -> None:
    """A save under way and the raising of the same form wait for each other."""
    Employee.objects.select_for_update(no_key=True).get(pk=acting.employee.pk)


def _locked(values: Mapping[str, str]) -> bytes:
    plain = json.dumps(values, ensure_ascii=False).encode()
    padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK)
    return bytes(SecretBox(derived_key("draft")).encrypt(padded))


def _opened(box: bytes) -> dict[str, str]:
    found: dict[str, str] = json.loads(SecretBox(derived_key("draft")).decrypt(box))
    return found
