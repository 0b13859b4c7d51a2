"""Which colleagues have a case open, as this reader may know it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from zhiyin.journal import clock
from zhiyin.people.acting import Acting
from zhiyin.voice.models import Looking
from zhiyin.voice.rules import STEPS, Party
from zhiyin.voice.selectors.case_at_desk import CaseAtDesk
from zhiyin.voice.selectors.inbox import LIKE_ANSWERED
from zhiyin.voice.services.looking import KEPT_FOR

FRESH: Final = timedelta(minutes=2)
# Steps that these alone take would tell a handler that a rating is open.
AFTER_RATING: Final = frozenset({Party.UNION, Party.REVIEWER, Party.SPEAKER, Party.SYSTEM})


@dataclass(frozen=True)
class Look:
    """A colleague, the form they opened, and how many minutes ago."""

    name: str
    step: str
    minutes: int


@dataclass(frozen=True)
class Looks:
    """The others; and whether this person's own look is already noted."""

    others: list[Look]
    noted: bool


def looks_at(acting: Acting, case: CaseAtDesk, verbs: dict[str, str], own_step: str) -> Looks:
    """`verbs`: the verb behind each form. Nothing for the one who spoke. One query."""
    demand, now = case.demand, clock.now()
    if demand.author_id == acting.employee.pk:
        return Looks([], noted=True)
    rows = Looking.objects.filter(demand=demand, at__gte=now - KEPT_FOR).select_related("officer")
    others, noted = [], False
    for row in rows.order_by("-at"):
        if row.officer_id == acting.employee.pk:
            noted = row.step == own_step and row.at >= now - FRESH
        elif row.officer_id != demand.author_id and _may_know(case, verbs.get(row.step, "")):
            others.append(Look(row.officer.name, row.step, _minutes(now, row.at)))
    return Looks(others, noted)


def _may_know(case: CaseAtDesk, verb: str) -> bool:
    if case.knows_verdict:
        return True
    return case.demand.state not in LIKE_ANSWERED and verb in STEPS and not STEPS[verb].by <= AFTER_RATING


def _minutes(now: datetime, at: datetime) -> int:
    return int((now - at).total_seconds() // 60)
