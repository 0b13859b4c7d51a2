"""A demand begun behind /app/, kept for its employee until it is raised. It may become a confidential one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.models import Employee
from zhiyin.people.services.drafts import Begun, DraftBox
from zhiyin.voice.models import Demand, Draft
from zhiyin.voice.services.submit import submission_of

FIELDS: Final = ("text", "topic", "place", "unit", "way")
LONGEST: Final = 5000  # characters of one field
BOX: Final = DraftBox(Draft, "draft", kept_for=timedelta(days=14))


@verb(silent="nothing has been said yet: what an employee begins to write is nobody else's business")
def save_draft(*, acting: Acting, token: bytes, values: Mapping[str, str]) -> None:
    """Keep the form as it stands; an empty one is dropped, and a raised one is never kept again."""
    _alone(acting)
    raised = Demand.objects.filter(submission=submission_of(token)).exists()
    if raised or not values.get("text", "").strip():
        BOX.drop(acting.employee)
        return
    BOX.keep(acting.employee, {name: values.get(name, "")[:LONGEST] for name in FIELDS})


@verb(silent="a draft thrown away was never said")
def drop_draft(*, acting: Acting) -> None:
    """Forget it. Called within the transaction that raises the demand, so that nothing ties the two."""
    _alone(acting)
    BOX.drop(acting.employee)


@verb(silent="a draft thrown away was never said")
def expire_drafts() -> int:
    """Background: forget drafts that nobody touched for two weeks; returns how many."""
    return BOX.expire()


def draft_of(acting: Acting) -> Begun | None:
    """What this employee has begun. One query."""
    return BOX.begun_by(acting.employee)


def _alone(acting: Acting) -> None:
    """A save under way and the raising of the same form wait for each other."""
    Employee.objects.select_for_update(no_key=True).get(pk=acting.employee.pk)
