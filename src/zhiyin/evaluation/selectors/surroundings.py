"""What stands beside the rates: who works there, which duties were kept, what waits for a signature."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhiyin.evaluation.periods import Period
from zhiyin.institutions.selectors import board as boards
from zhiyin.institutions.selectors.execution import steps_so_far
from zhiyin.institutions.words import GROUP_WORDS
from zhiyin.people.models import Employee, Unit


@dataclass(frozen=True)
class Duty:
    """One group of institutions: how often its duties were kept of how often they fell due."""

    title: str | Promise
    kept: int
    due: int
    breached: int


def people_at_work(path: str) -> int:
    return Employee.objects.filter(unit__path__startswith=path, status=Employee.Status.ACTIVE).count()


def duties(unit_id: UUID, period: Period) -> list[Duty]:
    """Duties of the period by group, as the institutions count them today."""
    unit = Unit.objects.get(pk=unit_id)
    found = boards.board(boards.Period(period.first, period.after), unit if unit.parent_id else None)
    return [
        Duty(
            _(GROUP_WORDS[group]),
            sum(line.kept for line in lines),
            sum(line.due for line in lines),
            sum(line.breached for line in lines),
        )
        for group, lines in found.groups
    ]


def waiting_sheets(path: str) -> int:
    """Sheets that wait for a leader's signature."""
    return steps_so_far(path)["signing"]
