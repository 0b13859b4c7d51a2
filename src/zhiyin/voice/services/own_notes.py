"""Notes that an officer makes for themself in a case; private to them, and no event of the enterprise."""

from datetime import date
from uuid import UUID

from zhiyin.institutions.calendar import Calendar
from zhiyin.journal import clock
from zhiyin.journal.refusal import NotNow
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice.models import OwnNote
from zhiyin.voice.selectors.visible import visible

WHY_SILENT = "an officer's note to themself is nobody else's business"


@verb(silent=WHY_SILENT)
def note_down(*, acting: Acting, demand_id: UUID, on: date, text: str) -> OwnNote:
    """Be reminded of a case on a day; a second note replaces the first. Raises NotNow, DoesNotExist."""
    demand = visible(acting).get(pk=demand_id)
    if on < clock.today():
        raise NotNow("note_in_the_past")
    note, _made = OwnNote.objects.update_or_create(
        officer=acting.employee, demand=demand, defaults={"on": on, "text": text.strip()[:200]}
    )
    return note


@verb(silent=WHY_SILENT)
def put_off(*, acting: Acting, demand_id: UUID, working_days: int) -> None:
    """Be reminded so many working days after today instead."""
    day = Calendar.shipped().add_working_days(clock.today(), working_days)
    OwnNote.objects.filter(officer=acting.employee, demand_id=demand_id).update(on=day)


@verb(silent=WHY_SILENT)
def strike_out(*, acting: Acting, demand_id: UUID) -> None:
    """Done: nothing of the note is kept."""
    OwnNote.objects.filter(officer=acting.employee, demand_id=demand_id).delete()
