"""A suggestion begun, kept for its employee until it is filed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.people.services.drafts import Begun, DraftBox
from zhiyin.suggestions.models import Draft

FIELDS: Final = ("title", "now_text", "better_text", "effects", "place", "unit", "with_whom", "named")
BOX: Final = DraftBox(Draft, "suggestion-draft", kept_for=timedelta(days=30))


@verb(silent="nothing has been said yet: what an employee begins to write is nobody else's business")
def save_draft(*, acting: Acting, values: Mapping[str, Any]) -> None:
    """Keep the form as it stands; an empty one is dropped."""
    kept = {name: values[name] for name in FIELDS if values.get(name)}
    if not any(kept.get(name) for name in ("title", "now_text", "better_text")):
        BOX.drop(acting.employee)
        return
    BOX.keep(acting.employee, kept)


@verb(silent="a draft thrown away was never said")
def expire_drafts() -> int:
    """Background: forget drafts that nobody touched for a month; returns how many."""
    return BOX.expire()


def draft_of(acting: Acting) -> Begun | None:
    """What this employee has begun. One query."""
    return BOX.begun_by(acting.employee)
