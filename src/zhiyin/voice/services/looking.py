"""Who has a case open for working: kept a quarter of an hour, so that two do not write the same answer."""

from datetime import timedelta
from typing import Final

from zhiyin.journal import clock
from zhiyin.journal.verbs import verb
from zhiyin.people.acting import Acting
from zhiyin.voice.models import Demand, Looking

KEPT_FOR: Final = timedelta(minutes=15)
WHY_SILENT = "that a page is open is nothing that happened, and nothing of it is kept"


@verb(silent=WHY_SILENT)
def look(*, acting: Acting, demand: Demand, step: str) -> None:
    """This officer has this form of the case open from now."""
    row = Looking(demand=demand, officer=acting.employee, step=step, at=clock.now())
    Looking.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["demand", "officer"], update_fields=["step", "at"]
    )


@verb(silent=WHY_SILENT)
def look_away(*, acting: Acting, demand: Demand) -> None:
    """The step is taken: nobody needs to be warned of it any more."""
    Looking.objects.filter(demand=demand, officer=acting.employee).delete()


@verb(silent=WHY_SILENT)
def forget_looks() -> int:
    """Background: drop what is older than a quarter of an hour; returns how many."""
    return Looking.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()[0]
